// Every key the window listens to.
import type { ReactNode } from 'react';
import { sheetCopy } from '../../copy';
import { Dialog, Kbd } from '../../design';
import css from './Settings.module.css';

const text = sheetCopy.shortcuts;

type Line = { keys: string[]; does: string };

const GROUPS: { title: string; lines: Line[] }[] = [
  {
    title: text.groups.anywhere,
    lines: [
      { keys: ['Ctrl K'], does: text.find },
      { keys: ['Ctrl L'], does: text.lock },
      { keys: ['F6', 'Shift F6'], does: text.regions },
      { keys: ['Alt 1', 'Alt 2', 'Alt 3', 'Alt 4'], does: text.rail },
      { keys: ['Ctrl Tab'], does: text.nextChart },
      { keys: ['Ctrl W'], does: text.closeChart },
      { keys: ['Esc'], does: text.escape },
      { keys: ['?', 'F1'], does: text.list },
    ],
  },
  {
    title: text.groups.ward,
    lines: [
      { keys: ['↑', '↓', 'PgUp', 'PgDn', 'Home', 'End'], does: text.rows },
      { keys: ['Enter'], does: text.openRow },
    ],
  },
  {
    title: text.groups.chart,
    lines: [
      { keys: ['Alt ←'], does: text.back },
      { keys: ['Alt V'], does: text.vitals },
      { keys: ['Alt N'], does: text.note },
      { keys: ['G S', 'G R', 'G M', 'G N', 'G O'], does: text.sections },
      { keys: ['←', '→'], does: text.trend },
    ],
  },
  {
    title: text.groups.writing,
    lines: [
      { keys: ['Ctrl Enter'], does: text.primary },
      { keys: ['Ctrl S'], does: text.save },
    ],
  },
];

export function ShortcutSheet({ onClose }: { onClose: () => void }): ReactNode {
  return (
    <Dialog title={text.title} onClose={onClose}>
      <div className={css.rows}>
        {GROUPS.map((group) => (
          <section key={group.title}>
            <h3 className={css.groupTitle}>{group.title}</h3>
            <dl>
              {group.lines.map((line) => (
                <div key={line.does} className={css.keyRow}>
                  <dt>
                    {line.keys.map((keys) => (
                      <Kbd key={keys} keys={keys} />
                    ))}
                    <span className="spoken">{line.keys.join(', ')}</span>
                  </dt>
                  <dd>{line.does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
