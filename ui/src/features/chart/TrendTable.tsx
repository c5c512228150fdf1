// The trend as numbers, newest first.
import type { ReactNode } from 'react';
import { chartCopy } from '../../copy';
import { Points } from '../../design';
import { nearMomentOf } from '../../design/format';
import type { TrendSeries } from '../../ipc';
import css from './Table.module.css';
import { atTime } from './trendScale';
import { WideTable } from './WideTable';

type Props = { series: readonly TrendSeries[]; times: readonly number[]; nowMs: number };

export function TrendTable({ series, times, nowMs }: Props): ReactNode {
  return (
    <WideTable label={chartCopy.trend.title}>
        <thead>
          <tr>
            <th scope="col">{chartCopy.trend.time}</th>
            {series.map((each) => (
              <th key={each.code} scope="col">
                {each.label} <span className={css.unit}>{each.unit}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {times.toReversed().map((atMs) => (
            <tr key={atMs}>
              <th scope="row">{nearMomentOf(atMs, nowMs)}</th>
              {series.map((each) => {
                const point = atTime(each, atMs);
                return (
                  <td key={each.code}>
                    {point === undefined ? '–' : point.text}{' '}
                    {point === undefined ? null : <Points points={point.points ?? 0} />}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </WideTable>
  );
}
