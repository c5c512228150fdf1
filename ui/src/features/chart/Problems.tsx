// Problems, active first.
import { memo, type ReactNode } from 'react';
import { chartCopy } from '../../copy';
import { ListingBody, Panel } from '../../design';
import type { Listing, ProblemView } from '../../ipc';
import { ConflictChip } from './ConflictChip';
import css from './List.module.css';

export const ProblemsPanel = memo(function ProblemsPanel({ problems }: { problems: Listing<ProblemView> }): ReactNode {
  const text = chartCopy.problems;
  const active =
    problems.state === 'listed' ? problems.items.filter((each) => each.active).length : null;
  return (
    <Panel title={text.title} meta={active === null ? undefined : text.active(active)}>
      <ListingBody
        title={text.title}
        listing={problems}
        notRecorded={text.notRecorded}
        noneKnown={text.noneKnown}
      >
        {(items) => (
          <ul className={css.list}>
            {items.map((problem) => (
              <Problem key={problem.record} problem={problem} />
            ))}
          </ul>
        )}
      </ListingBody>
    </Panel>
  );
});

function Problem({ problem }: { problem: ProblemView }): ReactNode {
  return (
    <li className={css.item} data-quiet={!problem.active}>
      <div className={css.main}>
        <strong>{problem.name}</strong>
        {problem.detail === null ? null : <div className={css.second}>{problem.detail}</div>}
        {problem.conflict ? <ConflictChip of={problem.name} /> : null}
      </div>
      <div className={css.end}>
        {problem.principal ? <div>{chartCopy.problems.principal}</div> : null}
        {problem.active ? null : <div>{chartCopy.problems.past}</div>}
        {problem.doubt === null ? null : <em>{problem.doubt}</em>}
        {problem.since === null ? null : <div className={css.second}>{problem.since}</div>}
      </div>
    </li>
  );
}
