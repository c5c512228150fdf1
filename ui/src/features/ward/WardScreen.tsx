// The ward: everyone on a unit, one row a bed. Its title line always says how many, as of when, and
// which filter and sort are on, because a list that hides people silently is a hazard.
import { memo, type ReactNode, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { copy } from '../../copy';
import { Button, DataGrid, FailureNote, isFocusAway, Segmented, Skeleton, type Sort } from '../../design';
import { nearMomentOf } from '../../design/format';
import { failureOf, type Network, useNow, useWard, type Ward } from '../../ipc';
import { columnsAt } from './columns';
import { type Filter, FILTERS, passes, sorted } from './rows';
import css from './Ward.module.css';

type Props = {
  unit: string | null;
  onUnit: (unit: string) => void;
  /** The row to return to. */
  selected: string | null;
  onSelect: (chart: string) => void;
  onOpen: (chart: string) => void;
  /** To what needs a decision in a chart. */
  onDecide: (chart: string) => void;
  network: Network;
};

// Remembered: input is reported every second, and seventeen rows need not follow.
export const WardScreen = memo(function WardScreen(props: Props): ReactNode {
  const { data, error, refetch } = useWard(props.unit);
  if (data !== undefined) return <Census {...props} ward={data} />;
  if (error !== null) {
    return (
      <FailureNote layout="page" failure={failureOf(error)} onRetry={() => void refetch()} />
    );
  }
  return <Skeleton rows={12} label={copy.ward.column.patient} />;
});

function Census({
  ward,
  onUnit,
  selected,
  onSelect,
  onOpen,
  onDecide,
  network,
}: Props & { ward: Ward }): ReactNode {
  const now = useNow(15_000);
  const [filter, setFilter] = useState<Filter>('all');
  const [sort, setSort] = useState<Sort>({ column: 'bed', direction: 'ascending' });
  const region = useRef<HTMLDivElement>(null);
  const columns = useMemo(() => columnsAt(now, ward.unit, onDecide), [now, ward.unit, onDecide]);
  const shown = sorted(
    ward.rows.filter((row) => passes(row, filter, now)),
    sort,
  );
  const names = filterNames(ward.unit);

  // A screen opens with focus in its main region, on the row left before; at the first sign-in its
  // rows come a moment after it.
  const empty = shown.length === 0;
  useLayoutEffect(() => {
    if (isFocusAway()) {
      region.current?.querySelector<HTMLElement>('[data-region-focus]')?.focus();
    }
  }, [empty]);

  return (
    <div className={css.screen} ref={region}>
      <header className={css.header}>
        <div>
          <h1 className={css.title}>{copy.ward.title(ward.unit)}</h1>
          <p className={css.facts}>
            {ward.complete ? copy.ward.beds(ward.rows.length) : copy.ward.arriving(ward.rows.length)} ·{' '}
            {readAt(ward, network, now)}
          </p>
        </div>
        {ward.units.length < 2 ? null : (
          <Segmented
            label={copy.ward.unit}
            choices={ward.units.map((each) => ({ id: each, label: each }))}
            chosen={ward.unit}
            onChoose={onUnit}
          />
        )}
        <Segmented
          label={copy.ward.filter}
          choices={FILTERS.map((id) => ({
            id,
            label: names[id],
            // While the list arrives a number would say that the others are not here.
            ...(ward.complete ? { count: ward.rows.filter((row) => passes(row, id, now)).length } : {}),
          }))}
          chosen={filter}
          onChoose={setFilter}
        />
      </header>
      {empty ? (
        <div className={css.empty}>
          <p>{emptyText(ward, filter, network, names)}</p>
          {filter === 'all' ? null : (
            <Button onClick={() => setFilter('all')}>{copy.ward.showAll(ward.unit)}</Button>
          )}
        </div>
      ) : (
        <div className={css.scroll}>
          <DataGrid
            label={copy.ward.grid(ward.unit)}
            rows={shown}
            columns={columns}
            idOf={(row) => row.chart}
            attributesOf={(row) => ({
              'data-testid': 'ward-row',
              'data-chart': row.chart,
              'data-kind': row.subject.kind,
            })}
            sort={sort}
            onSort={setSort}
            selected={selected}
            onSelect={onSelect}
            onOpen={onOpen}
          />
        </div>
      )}
    </div>
  );
}

// Nobody is said not to be here before the list is.
function emptyText(
  ward: Ward,
  filter: Filter,
  network: Network,
  names: Record<Filter, string>,
): string {
  if (!ward.complete) return network.kind === 'offline' ? copy.ward.listNotHere : copy.ward.fetching;
  return filter === 'all' ? copy.ward.empty : copy.ward.none(names[filter]);
}

function filterNames(unit: string): Record<Filter, string> {
  return {
    all: copy.ward.all(unit),
    high: copy.ward.high,
    overdue: copy.ward.overdue,
    unsigned: copy.ward.unsigned,
  };
}

function readAt(ward: Ward, network: Network, nowMs: number): string {
  if (network.kind === 'offline' && network.dataAsOfMs !== null) {
    return copy.ward.asOf(nearMomentOf(network.dataAsOfMs, nowMs));
  }
  return copy.ward.updated(nearMomentOf(ward.readAtMs, nowMs));
}
