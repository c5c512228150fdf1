// Allergies and intolerances: agent at the left, past reactions beside it (NHS CUI ADR).
import { memo, type ReactNode } from 'react';
import { chartCopy } from '../../copy';
import { ListingBody, Panel } from '../../design';
import { dateOf } from '../../design/format';
import type { AllergyView, Listing } from '../../ipc';
import { ConflictChip } from './ConflictChip';
import css from './List.module.css';

export const AllergiesPanel = memo(function AllergiesPanel({ allergies }: { allergies: Listing<AllergyView> }): ReactNode {
  const text = chartCopy.allergies;
  return (
    <Panel title={text.title}>
      <ListingBody
        title={text.title}
        listing={allergies}
        notRecorded={text.notRecorded}
        noneKnown={text.noneKnown}
      >
        {(items) => (
          <ul className={css.list}>
            {items.map((allergy) => (
              <li key={allergy.record} className={css.item}>
                <div className={css.main}>
                  <strong>{allergy.agent}</strong>
                  <div className={css.second}>{allergy.reactions ?? text.noReaction}</div>
                  {allergy.conflict ? <ConflictChip of={allergy.agent} /> : null}
                </div>
                <div className={css.end}>
                  {allergy.criticality === null ? null : <div>{allergy.criticality}</div>}
                  {allergy.doubt === null ? null : <em>{allergy.doubt}</em>}
                  {allergy.recordedAtMs === null ? null : (
                    <div className={css.second}>{text.recorded(dateOf(allergy.recordedAtMs))}</div>
                  )}
                </div>
              </li>
            ))}
          </ul>
        )}
      </ListingBody>
    </Panel>
  );
});
