// A signature of one's own that has no effect, since another of the same document came first. What it
// says can be read, and kept as an addendum; that it was seen is written down, and ends this.
import { Signature } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { decideCopy } from '../../copy';
import { Button, FailureNote } from '../../design';
import { nearMomentOf } from '../../design/format';
import { type Failure, failureOf, type SyncItem, useCore, type VoidText } from '../../ipc';
import { authorLine } from './Author';
import { DecisionCard } from './DecisionCard';
import css from './Decide.module.css';
import { useSettle } from './useSettle';

export type OwnVoid = SyncItem & { void: string; patient: string };

type Props = {
  item: OwnVoid;
  nowMs: number;
  onOpenChart: (chart: string) => void;
  onSettled: () => void;
};

/** Whether it may be read and settled here; of another chart it is only told. */
export function isOwnVoid(item: SyncItem): item is OwnVoid {
  return item.void !== null && item.patient !== null;
}

export function VoidCard({ item, nowMs, onOpenChart, onSettled }: Props): ReactNode {
  const core = useCore();
  const { chart } = item;
  const { settle, busy, failure } = useSettle(chart, onSettled);
  const [text, setText] = useState<VoidText | null>(null);
  const [unread, setUnread] = useState<Failure | null>(null);
  const show = (): void => {
    setUnread(null);
    core.voidRead({ chart, void: item.void }).then(setText, (caught: unknown) => setUnread(failureOf(caught)));
  };
  const say = (keep: boolean): void =>
    settle((to, intent) => to.voidSettle({ chart, intent, void: item.void, keep }));
  return (
    <DecisionCard
      severity="plain"
      icon={<Signature size={16} aria-hidden="true" />}
      title={decideCopy.void(item.what, nearMomentOf(item.atMs, nowMs))}
      patient={{ chart, name: item.patient, mrn: item.mrn ?? '' }}
      failure={failure}
      maySettle={text?.maySettle ?? true}
      unreadable={false}
      onOpenChart={onOpenChart}
      actions={
        <>
          {text === null ? (
            <Button size="small" data-testid="void-show" onClick={show}>
              {decideCopy.voidShow}
            </Button>
          ) : null}
          {text?.mayKeep === true ? (
            <Button size="small" data-testid="void-keep" aria-disabled={busy} onClick={() => say(true)}>
              {decideCopy.voidKeep}
            </Button>
          ) : null}
          <Button size="small" data-testid="void-seen" aria-disabled={busy} onClick={() => say(false)}>
            {decideCopy.voidSeen}
          </Button>
        </>
      }
    >
      <p>{decideCopy.voidBody}</p>
      {text === null ? null : <Text text={text} nowMs={nowMs} />}
      {unread === null ? null : <FailureNote failure={unread} />}
    </DecisionCard>
  );
}

function Text({ text, nowMs }: { text: VoidText; nowMs: number }): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  // The button that was pressed is gone; the keyboard goes on from what it showed.
  useEffect(() => box.current?.focus(), []);
  return (
    <div ref={box} tabIndex={-1} className={css.void} data-testid="void-text">
      {text.first === null ? null : <p>{decideCopy.voidFirst(authorLine(text.first, nowMs))}</p>}
      {text.sections.length === 0 ? <p>{decideCopy.voidUnreadable}</p> : null}
      {text.sections.map((section) => (
        <section key={`${section.heading} ${section.text}`}>
          <h4>{section.heading === '' ? decideCopy.voidYours : section.heading}</h4>
          <p className={css.voidWords}>{section.text}</p>
        </section>
      ))}
    </div>
  );
}
