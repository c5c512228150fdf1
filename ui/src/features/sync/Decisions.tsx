// The first group of the sheet: what a person has to decide. It is drawn as empty only when the core
// said that nothing waits; a list that could not be read says that it could not.
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { decideCopy, sheetCopy } from '../../copy';
import { FailureNote, Skeleton } from '../../design';
import { failureOf, type SyncItem, useDecisions } from '../../ipc';
import { ConflictCard } from './ConflictCard';
import css from './Decide.module.css';
import { DoubleCard } from './DoubleCard';
import { Items } from './Items';
import { isOwnVoid, VoidCard } from './VoidCard';

type Props = {
  /** How many the core counts; while it counts none there is nothing to read. */
  counted: number;
  /** Signatures without effect, told to their author. */
  voids: readonly SyncItem[];
  /** The chart to show first. */
  at: string | null;
  nowMs: number;
  onOpenChart: (chart: string) => void;
};

export function Decisions({ counted, voids, at, nowMs, onOpenChart }: Props): ReactNode {
  const { data, error, refetch } = useDecisions(counted > 0);
  const heading = useRef<HTMLHeadingElement>(null);
  const [settled, setSettled] = useState(false);
  const onSettled = (): void => {
    setSettled(true);
    // The button that was pressed goes; the keyboard goes on from the group.
    heading.current?.focus();
  };
  const list = useRef<HTMLUListElement>(null);
  const listed = data !== undefined;
  useEffect(() => {
    // Once, when the list is there: what is settled later keeps the focus in the group.
    const cards = [...(list.current?.children ?? [])];
    const wanted = cards.find((card) => card instanceof HTMLElement && card.dataset['chart'] === at);
    if (wanted instanceof HTMLElement) wanted.focus();
  }, [listed, at]);
  const told = settled ? <p className={css.settled}>{decideCopy.settled}</p> : null;
  if (counted === 0 && voids.length === 0 && !settled) return null;
  // What was read before is no answer any more once the core counts none.
  const shown = counted > 0 ? data : undefined;
  const shared = { nowMs, onOpenChart, onSettled };
  return (
    <section>
      <h3 ref={heading} tabIndex={-1} className={css.group}>
        {sheetCopy.sync.decide}
      </h3>
      <div role="status">{told}</div>
      {error === null ? null : (
        <div className={css.failure}>
          <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />
        </div>
      )}
      {data === undefined && error === null && counted > 0 ? (
        <Skeleton rows={3} label={sheetCopy.sync.decide} />
      ) : null}
      <ul ref={list}>
        {shown?.doubles.map((double) => (
          <DoubleCard
            key={double.givings.map(({ version }) => version).join(' ')}
            double={double}
            {...shared}
          />
        ))}
        {shown?.conflicts.map((conflict) => (
          <ConflictCard
            key={`${conflict.record} ${conflict.heads.join(' ')}`}
            conflict={conflict}
            {...shared}
          />
        ))}
        {voids.filter(isOwnVoid).map((item) => (
          <VoidCard key={item.void} item={item} {...shared} />
        ))}
        <Items items={voids.filter((item) => !isOwnVoid(item))} nowMs={nowMs} onOpenChart={onOpenChart} />
      </ul>
    </section>
  );
}
