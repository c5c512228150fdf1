// The latest result of each test. Weight, not hue alone: abnormal is bold with its direction in
// words, critical is bold red. The summary shows what is outside its range; the section shows all.
import type { ReactNode } from 'react';
import { chartCopy, copy } from '../../copy';
import { Button, ListingBody, Panel } from '../../design';
import { nearMomentOf } from '../../design/format';
import { type Listing, type ResultView, useNow } from '../../ipc';
import css from './Table.module.css';
import { WideTable } from './WideTable';

type Props = { results: Listing<ResultView> };

export function ResultsSection({ results }: Props): ReactNode {
  return (
    <Results results={results} abnormal={abnormalIn(results)} title={chartCopy.results.title} />
  );
}

const SHOWN = 6;

export function ResultsPanel({ results, onAll }: Props & { onAll: () => void }): ReactNode {
  const abnormal = abnormalIn(results);
  const listing =
    results.state === 'listed' ? { ...results, items: results.items.toSorted(byWeight).slice(0, SHOWN) } : results;
  const hidden =
    results.state === 'listed' && listing.state === 'listed'
      ? results.items.length - listing.items.length
      : 0;
  return (
    <Results
      results={listing}
      abnormal={abnormal}
      title={chartCopy.results.title}
      actions={
        hidden === 0 ? undefined : (
          <Button size="small" onClick={onAll}>
            {chartCopy.results.all}
          </Button>
        )
      }
    />
  );
}

const WEIGHTS = { critical: 0, abnormal: 1, normal: 2 } as const;

function byWeight(one: ResultView, other: ResultView): number {
  return WEIGHTS[one.weight] - WEIGHTS[other.weight];
}

// Of all there are, however many are shown.
function abnormalIn(results: Listing<ResultView>): number {
  return results.state === 'listed'
    ? results.items.filter((result) => result.weight !== 'normal').length
    : 0;
}

function Results({
  results,
  abnormal,
  title,
  actions,
}: Props & { abnormal: number; title: string; actions?: ReactNode }): ReactNode {
  const now = useNow(60_000);
  const text = chartCopy.results;
  return (
    <Panel
      title={title}
      meta={abnormal === 0 ? text.latest : `${text.latest} · ${text.abnormal(abnormal)}`}
      actions={actions}
    >
      <ListingBody
        title={text.title}
        listing={results}
        notRecorded={text.notRecorded}
        noneKnown={text.noneKnown}
      >
        {(items) => (
          <WideTable label={text.title}>
              <thead>
                <tr>
                  <th scope="col">{text.name}</th>
                  <th scope="col">{text.value}</th>
                  <th scope="col">{text.range}</th>
                  <th scope="col">{text.previous}</th>
                  <th scope="col">{text.at}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((result) => (
                  <tr key={result.record}>
                    <th scope="row">{result.name}</th>
                    <td className={WEIGHT_CLASS[result.weight]}>
                      {result.value}
                      {result.unit === null ? null : ` ${result.unit}`}
                      {result.direction === null ? null : ` ${result.direction}`}
                    </td>
                    <td className={css.quiet}>{result.range ?? '–'}</td>
                    <td className={css.quiet}>{result.previous ?? '–'}</td>
                    <td className={css.quiet}>
                      {result.atMs === null ? copy.notRecorded : nearMomentOf(result.atMs, now)}
                    </td>
                  </tr>
                ))}
              </tbody>
            </WideTable>
        )}
      </ListingBody>
    </Panel>
  );
}

const WEIGHT_CLASS = {
  normal: undefined,
  abnormal: css.abnormal,
  critical: css.critical,
} as const;
