// The notes of a chart: a list and a reading pane. A signed note never changes; an addendum is
// added from here. A note entered in error stays readable, struck through.
import { CloudUpload } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { chartCopy } from '../../copy';
import { Button, Chip, cx, FailureNote, ListingBody, Panel, Skeleton } from '../../design';
import { momentOf, nearMomentOf } from '../../design/format';
import { type ChartView, failureOf, type NoteView, useNote, useNow } from '../../ipc';
import css from './Notes.module.css';

type Props = { view: ChartView; onAddendum: (note: string) => void };

export function NotesSection({ view, onAddendum }: Props): ReactNode {
  const text = chartCopy.notes;
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <div className={css.notes}>
      <Panel
        title={text.title}
        meta={view.hasDraft ? text.draft : undefined}
      >
        <ListingBody
          title={text.title}
          listing={view.notes}
          notRecorded={text.notRecorded}
          noneKnown={text.noneKnown}
        >
          {(items) => (
            <ul className={css.list} aria-label={text.list}>
              {items.map((note) => (
                <li key={note.record}>
                  <NoteRow
                    note={note}
                    notes={items}
                    chosen={note.record === chosen}
                    onChoose={() => setChosen(note.record)}
                  />
                </li>
              ))}
            </ul>
          )}
        </ListingBody>
      </Panel>
      <div className={css.reading}>
        {chosen === null ? (
          <p className={css.choose}>{text.choose}</p>
        ) : (
          <Reading key={chosen} chart={view.chart} record={chosen} onAddendum={onAddendum} />
        )}
      </div>
    </div>
  );
}

function NoteRow({
  note,
  notes,
  chosen,
  onChoose,
}: {
  note: NoteView;
  notes: readonly NoteView[];
  chosen: boolean;
  onChoose: () => void;
}): ReactNode {
  const now = useNow(60_000);
  const { kind } = note;
  const parent =
    kind.kind === 'addendum' ? notes.find((each) => each.record === kind.to)?.title : undefined;
  return (
    <button
      type="button"
      className={css.row}
      aria-current={chosen}
      data-testid="note-row"
      data-state={note.state}
      onClick={onChoose}
    >
      <span className={css.head}>
        <strong>{note.title}</strong>
        {parent === undefined ? null : <span>{chartCopy.notes.addendumTo(parent)}</span>}
        <span className={css.time}>{note.atMs === null ? '' : nearMomentOf(note.atMs, now)}</span>
      </span>
      <span className={css.second}>
        {note.author ?? chartCopy.notes.unknownAuthor} · <NoteStateText note={note} />
      </span>
      <span className={css.excerpt}>{note.excerpt}</span>
    </button>
  );
}

function NoteStateText({ note }: { note: NoteView }): ReactNode {
  return (
    <span className={cx(note.unsent && css.unsent)}>
      {chartCopy.notes.state[note.state]}
      {note.unsent ? (
        <>
          , <CloudUpload size={12} aria-hidden="true" className={css.inline} />{' '}
          {chartCopy.notes.unsent}
        </>
      ) : null}
    </span>
  );
}

function Reading({
  chart,
  record,
  onAddendum,
}: {
  chart: string;
  record: string;
  onAddendum: (note: string) => void;
}): ReactNode {
  const { data, error, refetch } = useNote(chart, record);
  if (data === undefined) {
    return error === null ? (
      <Skeleton rows={5} label={chartCopy.notes.title} />
    ) : (
      <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />
    );
  }
  const { note, sections } = data;
  const mayAdd = note.state === 'signed' && note.kind.kind === 'note';
  return (
    <article className={css.article} data-state={note.state}>
      <header className={css.articleHead}>
        <div>
          <h2>{note.title}</h2>
          <p className={css.second}>
            {note.author ?? chartCopy.notes.unknownAuthor}
            {note.atMs === null ? '' : ` · ${momentOf(note.atMs)}`} · <NoteStateText note={note} />
          </p>
          {note.state === 'enteredInError' ? (
            <Chip tone="warn">{chartCopy.notes.state.enteredInError}</Chip>
          ) : null}
        </div>
        {mayAdd ? (
          <Button data-testid="add-addendum" onClick={() => onAddendum(record)}>
            {chartCopy.notes.add}
          </Button>
        ) : null}
      </header>
      {sections.map(([heading, paragraphs], index) => (
        <section key={`${index}-${heading}`}>
          {heading === '' ? null : <h3 className={css.heading}>{heading}</h3>}
          {paragraphs.map((paragraph, line) => (
            <p key={`${line}-${paragraph.length}`} className={css.paragraph}>
              {paragraph}
            </p>
          ))}
        </section>
      ))}
    </article>
  );
}
