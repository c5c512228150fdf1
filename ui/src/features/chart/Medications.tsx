// Medications after the NHS CUI line: bold drug and dose, attributes joined by a dash, wrapped
// between attributes only and never cut off. Current and past are apart; past is in its section only.
import { memo, type ReactNode } from 'react';
import { chartCopy } from '../../copy';
import { ListingBody, Panel } from '../../design';
import { nearMomentOf } from '../../design/format';
import { type Listing, type MedicationView, useNow } from '../../ipc';
import { ConflictChip } from './ConflictChip';
import css from './List.module.css';

type Props = { medications: Listing<MedicationView> };

const isPast = (medication: MedicationView): boolean => medication.state === 'past';

export const MedicationsPanel = memo(function MedicationsPanel({ medications }: Props): ReactNode {
  return (
    <Lines
      title={chartCopy.medications.title}
      medications={medications}
      keep={(medication) => !isPast(medication)}
      nothing={chartCopy.medications.noCurrent}
    />
  );
});

export function MedicationsSection({ medications }: Props): ReactNode {
  const text = chartCopy.medications;
  return (
    <div className={css.stack}>
      <Lines
        title={text.current}
        medications={medications}
        keep={(medication) => !isPast(medication)}
        nothing={text.noCurrent}
      />
      {medications.state === 'listed' ? (
        <Lines title={text.past} medications={medications} keep={isPast} nothing={text.noPast} />
      ) : null}
    </div>
  );
}

function Lines({
  title,
  medications,
  keep,
  nothing,
}: Props & {
  title: string;
  keep: (medication: MedicationView) => boolean;
  nothing: string;
}): ReactNode {
  const now = useNow(60_000);
  const text = chartCopy.medications;
  const listing =
    medications.state === 'listed'
      ? { ...medications, items: medications.items.filter(keep) }
      : medications;
  return (
    <Panel title={title} meta={listing.state === 'listed' ? countOf(listing.items) : undefined}>
      <ListingBody
        title={text.title}
        listing={listing}
        notRecorded={text.notRecorded}
        noneKnown={text.noneKnown}
        nothing={nothing}
      >
        {(items) => (
          <ul className={css.list}>
            {items.map((medication) => (
              <li key={medication.record} className={css.item} data-quiet={medication.state !== 'current'}>
                <div className={css.main}>
                  <MedicationLine medication={medication} />
                  {medication.conflict ? <ConflictChip of={medication.drug} /> : null}
                </div>
                <div className={css.end}>
                  {medication.state === 'held' ? <b>{text.held}</b> : null}
                  {medication.givenAtMs === null ? null : (
                    <span className={css.second}>
                      {text.given(nearMomentOf(medication.givenAtMs, now))}
                    </span>
                  )}
                </div>
              </li>
            ))}
          </ul>
        )}
      </ListingBody>
    </Panel>
  );
}

function MedicationLine({ medication }: { medication: MedicationView }): ReactNode {
  const { drug, form, dose, route, frequency } = medication;
  const attributes: { name: string; shown: ReactNode }[] = [
    { name: 'drug', shown: <strong>{drug}</strong> },
    ...(form === null ? [] : [{ name: 'form', shown: form }]),
    ...(dose === null
      ? []
      : [
          {
            name: 'dose',
            shown: (
              <>
                <small className={css.label}>{chartCopy.medications.dose}</small> <b>{dose}</b>
              </>
            ),
          },
        ]),
    ...(route === null ? [] : [{ name: 'route', shown: route }]),
    ...(frequency === null ? [] : [{ name: 'frequency', shown: frequency }]),
  ];
  return (
    <p>
      {attributes.map(({ name, shown }, index) => (
        <span key={name}>
          <span className={css.attribute}>
            {shown}
            {index === attributes.length - 1 ? null : ' –'}
          </span>{' '}
        </span>
      ))}
    </p>
  );
}

function countOf(items: readonly MedicationView[]): string | undefined {
  const current = items.filter((each) => each.state === 'current').length;
  const held = items.filter((each) => each.state === 'held').length;
  return current + held === 0 ? undefined : chartCopy.medications.count(current, held);
}
