// Find a patient or a command: one field, one list (WAI-ARIA combobox with a listbox). Focus stays
// in the field; one Esc closes. A hit shows name, born, sex, record number and place, because two
// people may share a name.
import { Search } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useDeferredValue, useState } from 'react';
import { copy } from '../../copy';
import { Dialog, FailureNote, Kbd } from '../../design';
import { dateOfFhir, recordNumberOf } from '../../design/format';
import { failureOf, type PatientHit, usePatientSearch } from '../../ipc';
import css from './Palette.module.css';

/** Something to do, by name. */
export type Command = { id: string; name: string; keys?: string; run: () => void };

type Props = {
  commands: readonly Command[];
  onOpenChart: (chart: string) => void;
  onClose: () => void;
};

type Option =
  | { kind: 'patient'; id: string; hit: PatientHit }
  | { kind: 'command'; id: string; command: Command };

const LIST = 'palette-list';

export function Palette({ commands, onOpenChart, onClose }: Props): ReactNode {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const { data, error } = usePatientSearch(useDeferredValue(text));
  const hits = text.trim() === '' ? [] : (data ?? []);
  const patients: Option[] = hits.map((hit) => ({ kind: 'patient', id: `hit-${hit.chart}`, hit }));
  const matching: Option[] = commands
    .filter((command) => command.name.toLowerCase().includes(text.trim().toLowerCase()))
    .map((command) => ({ kind: 'command', id: `command-${command.id}`, command }));
  const options = [...patients, ...matching];
  const active = options[Math.min(at, options.length - 1)];

  const run = (option: Option): void => {
    onClose();
    if (option.kind === 'patient') onOpenChart(option.hit.chart);
    else option.command.run();
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const last = options.length - 1;
    if (event.key === 'ArrowDown') setAt(Math.min(last, at + 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(0, Math.min(at, last) - 1));
    else if (event.key === 'Enter' && active !== undefined) run(active);
    else return;
    event.preventDefault();
  };

  return (
    <Dialog kind="palette" title={copy.find.title} onClose={onClose}>
      <div className={css.field}>
        <Search size={16} aria-hidden="true" />
        <input
          className={css.input}
          role="combobox"
          aria-expanded="true"
          aria-controls={LIST}
          aria-activedescendant={active?.id}
          aria-label={copy.find.title}
          placeholder={copy.find.hint}
          autoComplete="off"
          spellCheck={false}
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the dialog is this field
          autoFocus
          data-testid="palette-input"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
        <Kbd keys="Esc" />
      </div>
      {error === null ? null : (
        <div className={css.failure}>
          <FailureNote failure={failureOf(error)} />
        </div>
      )}
      <div id={LIST} role="listbox" aria-label={copy.find.title} className={css.list}>
        <Group title={copy.find.patients} options={patients} active={active} onRun={run} />
        <Group title={copy.find.commands} options={matching} active={active} onRun={run} />
      </div>
      {options.length === 0 ? (
        <p className={css.none} role="status">
          {copy.find.none(text.trim())}
        </p>
      ) : null}
    </Dialog>
  );
}

function Group({
  title,
  options,
  active,
  onRun,
}: {
  title: string;
  options: readonly Option[];
  active: Option | undefined;
  onRun: (option: Option) => void;
}): ReactNode {
  if (options.length === 0) return null;
  return (
    <div role="group" aria-label={title}>
      <div className={css.title} aria-hidden="true">
        {title}
      </div>
      {options.map((option) => (
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- focus stays in the combobox
        <div
          key={option.id}
          id={option.id}
          role="option"
          aria-selected={option.id === active?.id}
          className={css.option}
          data-testid={option.kind === 'patient' ? 'palette-patient' : 'palette-command'}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onRun(option)}
        >
          {option.kind === 'patient' ? (
            <PatientLine hit={option.hit} />
          ) : (
            <>
              <span>{option.command.name}</span>
              {option.command.keys === undefined ? null : <Kbd keys={option.command.keys} />}
            </>
          )}
        </div>
      ))}
    </div>
  );
}

function PatientLine({ hit }: { hit: PatientHit }): ReactNode {
  const born = hit.born === null ? copy.notRecorded : dateOfFhir(hit.born);
  const facts = [
    `${copy.find.born} ${born}`,
    sexOf(hit.sex),
    `${copy.find.mrn} ${hit.mrn === '' ? copy.notRecorded : recordNumberOf(hit.mrn)}`,
    hit.bed ?? hit.unit ?? copy.find.notOnAUnit,
    ...(hit.open ? [] : [copy.find.restricted]),
  ];
  return (
    <>
      <b>{hit.name}</b>
      <span className={css.facts}>{facts.join(' · ')}</span>
    </>
  );
}

function sexOf(sex: string | null): string {
  if (sex === null) return copy.unknown;
  return sex === 'female' ? 'F' : sex === 'male' ? 'M' : sex;
}
