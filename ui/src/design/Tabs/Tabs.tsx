// Tabs over one panel. One tab stop; arrows, Home and End move and choose. The panel is the
// caller's: it carries `id={panelId}` and role tabpanel.
import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import css from './Tabs.module.css';

export type Tab<Id extends string> = { id: Id; label: string; count?: number };

type Props<Id extends string> = {
  label: string;
  tabs: readonly Tab<Id>[];
  chosen: Id;
  panelId: string;
  onChoose: (id: Id) => void;
};

export function Tabs<Id extends string>({
  label,
  tabs,
  chosen,
  panelId,
  onChoose,
}: Props<Id>): ReactNode {
  const list = useRef<HTMLDivElement>(null);

  const move = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const from = tabs.findIndex((tab) => tab.id === chosen);
    const to =
      event.key === 'ArrowRight'
        ? (from + 1) % tabs.length
        : event.key === 'ArrowLeft'
          ? (from - 1 + tabs.length) % tabs.length
          : event.key === 'Home'
            ? 0
            : event.key === 'End'
              ? tabs.length - 1
              : null;
    const next = to === null ? undefined : tabs[to];
    if (to === null || next === undefined) return;
    event.preventDefault();
    onChoose(next.id);
    list.current?.querySelectorAll('button')[to]?.focus();
  };

  return (
    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- focus is on the tabs inside
    <div ref={list} role="tablist" aria-label={label} className={css.list} onKeyDown={move}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          aria-selected={tab.id === chosen}
          aria-controls={panelId}
          tabIndex={tab.id === chosen ? 0 : -1}
          className={css.tab}
          onClick={() => onChoose(tab.id)}
        >
          {tab.label}
          {tab.count === undefined || tab.count === 0 ? null : (
            <span className={css.count}>{tab.count}</span>
          )}
        </button>
      ))}
    </div>
  );
}
