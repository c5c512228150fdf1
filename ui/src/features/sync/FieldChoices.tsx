// A value for each field of a record in conflict. What comes of it is in sight before it is settled;
// nothing is chosen beforehand, and a field without a choice stays in question.
import { type ReactNode, useState } from 'react';
import { decideCopy } from '../../copy';
import { Button, Chip, RadioList } from '../../design';
import type { ConflictView } from '../../ipc';
import { authorLine } from './Author';
import css from './Decide.module.css';
import { type Chosen, chosenOf, neededBy, type Option, optionsOf } from './fieldChoices';

type Props = {
  conflict: ConflictView;
  nowMs: number;
  busy: boolean;
  onSettle: (values: { name: string; op: string }[]) => void;
};

export function FieldChoices({ conflict, nowMs, busy, onSettle }: Props): ReactNode {
  const [chosen, setChosen] = useState<Chosen>(new Map());
  const [missing, setMissing] = useState<string | null>(null);
  const choose = (name: string, op: string): void => {
    setChosen(new Map(chosen).set(name, op));
    setMissing(null);
  };
  const settle = (): void => {
    const needed = neededBy(conflict, chosen);
    if (chosen.size === 0) setMissing(decideCopy.chooseOne);
    else if (needed.length > 0) setMissing(decideCopy.chooseNeeded(needed));
    else onSettle([...chosen].map(([name, op]) => ({ name, op })));
  };
  return (
    <div className={css.fields}>
      {conflict.fields.map((field) => (
        <RadioList
          key={field.name}
          label={field.label}
          items={optionsOf(field).map((option) => ({
            id: option.op,
            content: <OptionText option={option} nowMs={nowMs} />,
          }))}
          chosen={chosen.get(field.name) ?? null}
          onChoose={(op) => choose(field.name, op)}
        />
      ))}
      <Result conflict={conflict} chosen={chosen} />
      {missing === null ? null : <p role="alert">{missing}</p>}
      <Button
        kind="primary"
        size="small"
        data-testid="settle-fields"
        aria-disabled={busy}
        onClick={settle}
      >
        {decideCopy.settleFields}
      </Button>
    </div>
  );
}

function OptionText({ option, nowMs }: { option: Option; nowMs: number }): ReactNode {
  return (
    <>
      <span className={css.option}>
        <strong>{option.text ?? decideCopy.removed}</strong>
        {option.stands ? <Chip tone="warn">{decideCopy.stands}</Chip> : null}
      </span>
      {option.by.map((by) => (
        <span key={`${by.name ?? ''} ${by.atMs}`} className={css.optionBy}>
          {authorLine(by, nowMs)}
        </span>
      ))}
    </>
  );
}

/** The record as it will be, what nobody disputes included. */
function Result({ conflict, chosen }: { conflict: ConflictView; chosen: Chosen }): ReactNode {
  const told = conflict.agreed.filter(({ text }) => text !== null);
  const untold = conflict.agreed.filter(({ text }) => text === null).map(({ label }) => label);
  return (
    <section className={css.result} aria-live="polite">
      <h4>{decideCopy.result}</h4>
      <dl className={css.resultFields}>
        {conflict.fields.map((field) => {
          const option = chosenOf(field, chosen);
          const text = option === undefined ? null : (option.text ?? decideCopy.removed);
          return (
            <div key={field.name} data-testid="result-field">
              <dt>{field.label}</dt>
              <dd>{text === null ? <em>{decideCopy.open}</em> : <strong>{text}</strong>}</dd>
            </div>
          );
        })}
        {told.map(({ name, label, text }) => (
          <div key={name} data-testid="result-field">
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {untold.length === 0 ? null : <p>{decideCopy.agreedOthers(untold)}</p>}
    </section>
  );
}
