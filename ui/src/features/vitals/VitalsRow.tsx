// One row of the form: label, input, unit, the value before, its points; a question under it.
import { TriangleAlert } from 'lucide-react';
import { type ReactNode, type RefObject, useRef } from 'react';
import { chartCopy } from '../../copy';
import { Button, PointsBox, Segmented } from '../../design';
import { timeOf } from '../../design/format';
import type { Acvpu, VitalsEntry, VitalsRowCheck } from '../../ipc';
import { LEVELS, type NumberField, type ROWS } from './entry';
import css from './Vitals.module.css';

type Row = (typeof ROWS)[number];

type Props = {
  row: Row;
  entry: VitalsEntry;
  check: VitalsRowCheck | null;
  onText: (field: NumberField, value: string) => void;
  onLevel: (level: Acvpu) => void;
};

export function VitalsRow({ row, entry, check, onText, onLevel }: Props): ReactNode {
  const text = chartCopy.entry;
  const box = useRef<HTMLDivElement>(null);
  const label = text.rows[row.code];
  const question = check?.question ?? null;
  const questionId = `vitals-${row.code}-question`;
  const [first] = row.fields;
  const name =
    row.fields.length === 1 && first !== undefined ? (
      <label htmlFor={`vitals-${first}`}>{label}</label>
    ) : (
      label
    );
  return (
    <div ref={box} className={css.row} data-code={row.code}>
      <div className={css.name}>
        {name}
        {row.code === 'oxygen' ? <span className={css.hint}>{text.oxygenHint}</span> : null}
        {row.code === 'bloodPressure' ? <span className={css.hint}>{row.unit}</span> : null}
      </div>
      {row.code === 'mentalStatus' ? (
        <div className={css.level}>
          <Segmented
            id="vitals-acvpu"
            label={label}
            size="small"
            choices={LEVELS.map((id) => ({ id, label: text.acvpu[id] }))}
            chosen={entry.acvpu}
            onChoose={onLevel}
          />
        </div>
      ) : (
        <>
          <div className={css.inputs}>
            {row.fields.map((field, index) => (
              <span key={field} className={css.inputWithSlash}>
                {index === 0 ? null : <span aria-hidden="true">/</span>}
                <input
                  id={`vitals-${field}`}
                  className={css.input}
                  data-pair={row.fields.length === 2}
                  inputMode="decimal"
                  autoComplete="off"
                  maxLength={7}
                  value={entry[field]}
                  aria-label={labelOf(field)}
                  aria-invalid={question !== null}
                  aria-describedby={question === null ? undefined : questionId}
                  onChange={(event) => onText(field, event.target.value)}
                  onFocus={() => leadPast(box.current, true)}
                  onBlur={() => leadPast(box.current, false)}
                  onDrop={(event) => event.preventDefault()}
                />
              </span>
            ))}
            {row.fields.length === 1 ? <span className={css.unit}>{row.unit}</span> : null}
          </div>
          <span className={css.previous}>
            {check === null || check.previous === null
              ? ''
              : check.previousAtMs === null
                ? check.previous
                : text.wasAt(check.previous, timeOf(check.previousAtMs))}
          </span>
        </>
      )}
      <span className={css.points}>
        {question !== null ? (
          <PointsBox points="?" />
        ) : check === null || check.points === null ? null : (
          <PointsBox points={check.points} />
        )}
      </span>
      {question === null ? null : (
        <p className={css.question} id={questionId} role="alert">
          <TriangleAlert size={14} aria-hidden="true" />
          {question.text}
          <Suggestion
            row={row}
            suggestion={question.suggestion}
            box={box}
            onText={onText}
          />
        </p>
      )}
    </div>
  );
}

function Suggestion({
  row,
  suggestion,
  box,
  onText,
}: {
  row: Row;
  suggestion: string | null;
  box: RefObject<HTMLDivElement | null>;
  onText: Props['onText'];
}): ReactNode {
  const [field] = row.fields;
  if (suggestion === null || field === undefined) return null;
  return (
    <Button
      ref={() => leadPast(box.current, isTypedInto(box.current))}
      size="small"
      data-suggestion=""
      onClick={() => onText(field, suggestion)}
    >
      {chartCopy.entry.yes(suggestion)}
    </Button>
  );
}

// A question can come up while half a number is typed ("1" of "18"). Tab then leads to the next field all the same, or
// what is typed there would be lost in a button; Shift+Tab leads back to the suggestion. Not by state: a row drawn anew
// between focus and input would take the field back to what it was.
function leadPast(box: HTMLElement | null, typing: boolean): void {
  const suggestion = box?.querySelector('[data-suggestion]');
  if (suggestion instanceof HTMLElement) suggestion.tabIndex = typing ? -1 : 0;
}

function isTypedInto(box: HTMLElement | null): boolean {
  const focused = document.activeElement;
  return focused instanceof HTMLInputElement && box !== null && box.contains(focused);
}

function labelOf(field: NumberField): string | undefined {
  if (field === 'systolic') return chartCopy.entry.systolic;
  return field === 'diastolic' ? chartCopy.entry.diastolic : undefined;
}
