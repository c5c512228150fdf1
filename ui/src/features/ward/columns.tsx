// The columns of the census: what each cell says, and how each sorts. A restricted bed says only
// that; no name, age or number of it is in the row to begin with.
import { Check, CircleCheck, CircleDashed, CircleSlash, CloudUpload, Pen, ShieldAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { copy } from '../../copy';
import { Chip, type Column, cx, News2Badge, Sparkline } from '../../design';
import { nearMomentOf, spanOf } from '../../design/format';
import type { NoteMark, WardNews2, WardRow } from '../../ipc';
import css from './Ward.module.css';
import { type Open, openOf } from './rows';

/** The columns at the moment `nowMs`. */
export function columnsAt(
  nowMs: number,
  unit: string,
  onDecide: (chart: string) => void,
): Column<WardRow>[] {
  const head = copy.ward.column;
  const open =
    (cell: (subject: Open) => ReactNode) =>
    (row: WardRow): ReactNode => {
      const subject = openOf(row);
      return subject === null ? null : cell(subject);
    };
  return [
    { id: 'bed', head: head.bed, className: css.bed, sortable: true, cell: (row) => bedIn(row.bed, unit) },
    { id: 'patient', head: head.patient, className: css.patient, sortable: true, cell: (row) => <Patient row={row} /> },
    { id: 'alerts', head: head.alerts, className: css.alerts, sortable: false, cell: (row) => <Alerts row={row} onDecide={onDecide} /> },
    { id: 'news2', head: head.news2, className: css.news2, sortable: true, cell: open(({ news2 }) => <Score news2={news2} />) },
    { id: 'vitals', head: head.vitals, className: css.vitals, sortable: true, cell: open((subject) => <VitalsDue subject={subject} nowMs={nowMs} />) },
    { id: 'results', head: head.results, className: css.results, sortable: false, cell: open(results) },
    { id: 'note', head: head.note, className: css.note, sortable: true, cell: open(({ note }) => <Note note={note} nowMs={nowMs} />) },
    { id: 'diagnosis', head: head.diagnosis, className: css.diagnosis, sortable: true, cell: open(({ diagnosis }) => diagnosis ?? <span className={css.quiet}>{copy.notRecorded}</span>) },
    { id: 'offline', head: head.offline, className: css.offline, sortable: false, cell: (row) => <Offline row={row} /> },
  ];
}

function bedIn(bed: string, unit: string): ReactNode {
  const prefix = `${unit}-`;
  return (
    <strong className={css.bedName}>
      {bed.startsWith(prefix) ? (
        <>
          <span className="spoken">{prefix}</span>
          {bed.slice(prefix.length)}
        </>
      ) : (
        bed
      )}
    </strong>
  );
}

function Patient({ row }: { row: WardRow }): ReactNode {
  const { subject } = row;
  switch (subject.kind) {
    case 'restricted':
      return (
        <div className={css.restricted}>
          <ShieldAlert size={16} aria-hidden="true" />
          <div>
            <strong>{copy.ward.restricted}</strong>
            <div className={css.second}>{copy.ward.restrictedWhy}</div>
          </div>
        </div>
      );
    case 'notHere':
      return (
        <>
          <Name name={subject.name} />
          <div className={css.second}>
            {copy.ward.mrn} {subject.mrn || copy.notRecorded}
          </div>
        </>
      );
    case 'open':
      return (
        <>
          <Name name={subject.name} />
          <div className={css.second}>
            <span className={css.whole}>{subject.ageSex}</span> ·{' '}
            <span className={css.whole}>
              {copy.ward.mrn} {subject.mrn || copy.notRecorded}
            </span>
          </div>
        </>
      );
  }
}

function Name({ name }: { name: string }): ReactNode {
  return <strong className={css.name}>{name}</strong>;
}

function Alerts({ row, onDecide }: { row: WardRow; onDecide: (chart: string) => void }): ReactNode {
  const { subject } = row;
  if (subject.kind === 'notHere') return <Chip tone="local">{copy.ward.notHere}</Chip>;
  if (subject.kind === 'restricted') return null;
  const { alerts: texts, nameAlert, toDecide } = subject;
  return (
    <div className={css.chips}>
      {toDecide === 0 ? null : (
        <button
          type="button"
          className={css.decide}
          data-testid="ward-decide"
          aria-label={copy.ward.decideOf(toDecide, subject.name)}
          onClick={() => onDecide(row.chart)}
          // The row opens the chart on these.
          onDoubleClick={(event) => event.stopPropagation()}
          onKeyDown={(event) => {
            if (event.key === 'Enter' || event.key === ' ') event.stopPropagation();
          }}
        >
          <Chip tone="warn">{copy.ward.decide(toDecide)}</Chip>
        </button>
      )}
      {nameAlert ? <Chip tone="dashed">{copy.ward.nameAlert}</Chip> : null}
      {texts.map((text) => (
        <Chip key={text}>{text}</Chip>
      ))}
    </div>
  );
}

function Score({ news2 }: { news2: WardNews2 }): ReactNode {
  switch (news2.kind) {
    case 'noSet':
      return <span className={css.quiet}>{copy.ward.noSet}</span>;
    case 'notApplicable':
      return <span className={css.quiet}>{news2.reason}</span>;
    case 'incomplete':
      return (
        <>
          <div>{copy.ward.incomplete}</div>
          <div className={css.second}>{copy.ward.missing(news2.missing.join(', '))}</div>
        </>
      );
    case 'scored':
      return (
        <div className={css.score}>
          <News2Badge total={news2.total} anyThree={news2.anyThree} />
          <span className={css.change}>{changeOf(news2.change)}</span>
          <div>
            <div className={css.line}>
              <Sparkline
                values={news2.spark}
                label={copy.ward.spark(news2.spark.join(', '))}
              />
            </div>
            {news2.anyThree ? <div className={css.three}>{copy.ward.oneScoresThree}</div> : null}
          </div>
        </div>
      );
  }
}

function changeOf(change: number | null): string {
  if (change === null) return '';
  if (change === 0) return '–';
  return change > 0 ? `↑${change}` : `↓${-change}`;
}

function VitalsDue({ subject, nowMs }: { subject: Open; nowMs: number }): ReactNode {
  const due = subject.vitalsDueAtMs;
  if (subject.vitalsAtMs === null) {
    return <span className={css.quiet}>{copy.ward.noVitals}</span>;
  }
  if (due === null) return nearMomentOf(subject.vitalsAtMs, nowMs);
  const late = due < nowMs;
  return (
    <div className={late ? css.late : undefined}>
      {nearMomentOf(due, nowMs)}
      <div className={css.second}>
        {late ? copy.ward.late(spanOf(nowMs - due)) : copy.ward.due(spanOf(due - nowMs))}
      </div>
    </div>
  );
}

function results({ results: texts, resultsCritical }: Open): ReactNode {
  if (texts.length === 0) return <span className={css.quiet}>{copy.ward.noResults}</span>;
  return (
    <ul>
      {texts.map((text, index) => (
        <li key={text} className={cx(css.result, resultsCritical && index === 0 && css.critical)}>
          {text}
        </li>
      ))}
    </ul>
  );
}

function Note({ note, nowMs }: { note: NoteMark; nowMs: number }): ReactNode {
  const time = note.atMs === null ? null : nearMomentOf(note.atMs, nowMs);
  const Icon = NOTE_ICONS[note.state];
  return (
    <div className={css.noteMark} data-state={note.state}>
      <Icon size={14} aria-hidden="true" />
      <div>
        {copy.ward.note[note.state]}
        {time === null ? null : <div className={css.second}>{time}</div>}
      </div>
    </div>
  );
}

const NOTE_ICONS = { notStarted: CircleDashed, draft: Pen, signed: Check } as const;

function Offline({ row }: { row: WardRow }): ReactNode {
  const { subject } = row;
  if (subject.kind !== 'open') {
    return (
      <span className={css.quiet}>
        <CircleSlash size={14} role="img" aria-label={copy.ward.away} />
      </span>
    );
  }
  if (subject.unsent > 0) {
    return (
      <span className={css.unsent}>
        <CloudUpload size={14} aria-hidden="true" />
        <span className={css.whole}>{copy.ward.unsent(subject.unsent)}</span>
      </span>
    );
  }
  return (
    <span className={css.quiet}>
      <CircleCheck size={14} role="img" aria-label={copy.ward.here} />
    </span>
  );
}
