// The latest set in tiles, in the order of the RCP chart, with the set before under each value.
import type { ReactNode } from 'react';
import { chartCopy } from '../../copy';
import { Button, News2Badge, Panel, Points } from '../../design';
import { nearMomentOf, spanOf } from '../../design/format';
import { type News2View, useNow, type VitalsView, type VitalTile } from '../../ipc';
import css from './Vitals.module.css';

type Props = { vitals: VitalsView | null; onRecord: () => void };

export function VitalsPanel({ vitals, onRecord }: Props): ReactNode {
  const now = useNow(15_000);
  const text = chartCopy.vitals;
  return (
    <Panel
      title={text.title}
      meta={vitals === null ? undefined : <Age vitals={vitals} nowMs={now} />}
      actions={
        <Button data-testid="record-vitals" keys="Alt V" onClick={onRecord}>
          {text.record}
        </Button>
      }
    >
      {vitals === null ? (
        <p className={css.none}>{text.none}</p>
      ) : (
        <dl className={css.tiles}>
          <Score news2={vitals.news2} />
          {vitals.tiles.map((tile) => (
            <Tile key={tile.code} tile={tile} />
          ))}
        </dl>
      )}
    </Panel>
  );
}

function Age({ vitals, nowMs }: { vitals: VitalsView; nowMs: number }): ReactNode {
  const { takenAtMs, dueAtMs, by } = vitals;
  const text = chartCopy.vitals;
  const late = dueAtMs !== null && dueAtMs < nowMs;
  return (
    <>
      <span>
        {nearMomentOf(takenAtMs, nowMs)}, {text.age(spanOf(nowMs - takenAtMs))}
        {by === null ? null : ` · ${by}`}
      </span>
      {dueAtMs === null ? null : (
        <span className={late ? css.late : undefined}>
          {late ? text.late(spanOf(nowMs - dueAtMs)) : text.dueAt(nearMomentOf(dueAtMs, nowMs))}
        </span>
      )}
    </>
  );
}

function Score({ news2 }: { news2: News2View }): ReactNode {
  const text = chartCopy.vitals;
  if (news2.kind === 'incomplete') {
    return (
      <div className={css.tile}>
        <dt>{text.news2}</dt>
        <dd>
          <div className={css.value}>{text.incomplete}</div>
          <div className={css.before}>{text.missing(news2.missing.join(', '))}</div>
        </dd>
      </div>
    );
  }
  if (news2.kind === 'notApplicable') {
    return (
      <div className={css.tile}>
        <dt>{text.news2}</dt>
        <dd className={css.before}>{news2.reason}</dd>
      </div>
    );
  }
  const { change } = news2;
  return (
    <div className={css.tile}>
      <dt>{text.news2}</dt>
      <dd>
        <div className={css.value}>
          <News2Badge total={news2.total} anyThree={news2.anyThree} />
          {change === null ? null : (
            <span className={css.change}>
              {change === 0 ? '–' : `${change > 0 ? '↑' : '↓'}${Math.abs(change)}`}
            </span>
          )}
        </div>
        <div className={css.response}>
          {news2.response}
          {news2.anyThree ? `, ${text.anyThree}` : ''}
        </div>
      </dd>
    </div>
  );
}

function Tile({ tile }: { tile: VitalTile }): ReactNode {
  const text = chartCopy.vitals;
  return (
    <div className={css.tile} data-code={tile.code}>
      <dt>{tile.label}</dt>
      <dd>
        <div className={css.value}>
          {tile.value === null ? (
            <span className={css.absent}>{text.absent}</span>
          ) : (
            <span className={css.whole}>
              {tile.value}
              {tile.unit === '' ? null : <span className={css.unit}> {tile.unit}</span>}
            </span>
          )}
          {tile.points === null ? null : <Points points={tile.points} />}
        </div>
        <div className={css.before}>
          {tile.previous === null ? null : (
            <>
              <span aria-hidden="true">{ARROWS.get(tile.direction ?? 0)}</span> {tile.previous}
              <span className="spoken">{spokenDirection(tile.direction)}</span>
            </>
          )}
        </div>
      </dd>
    </div>
  );
}

const ARROWS = new Map([
  [-1, '↓'],
  [0, '–'],
  [1, '↑'],
]);

function spokenDirection(direction: number | null): string {
  const { up, down, same } = chartCopy.vitals;
  if (direction === null) return '';
  return ` before, now ${direction > 0 ? up : direction < 0 ? down : same}`;
}
