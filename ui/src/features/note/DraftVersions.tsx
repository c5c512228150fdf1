// Texts of a note that its author wrote at two workstations which did not know of each other: the other one stands here,
// whole, above the one that is written in. Nothing is decided for them.
import type { ReactNode } from 'react';
import { chartCopy } from '../../copy';
import { Button } from '../../design';
import { momentOf } from '../../design/format';
import {
  type DraftChoice,
  type DraftVersionView,
  type Failure,
  failureOf,
  type NoteDraft,
  useCore,
} from '../../ipc';
import type { DraftKeeper } from './DraftKeeper';
import css from './Note.module.css';

type Props = {
  keeper: DraftKeeper;
  /** It is being decided: nothing is typed meanwhile. */
  busy: boolean;
  onBusy: (busy: boolean) => void;
  /** What is gone on with. */
  onSettled: (draft: NoteDraft) => void;
  onFailed: (failure: Failure) => void;
};

const CHOICES: readonly DraftChoice[] = ['join', 'take', 'leave'];

export function DraftVersions({ keeper, busy, onBusy, onSettled, onFailed }: Props): ReactNode {
  const core = useCore();
  const text = chartCopy.note.apart;
  if (keeper.versions.length === 0) return null;

  const settle = async (version: string, choice: DraftChoice): Promise<void> => {
    onBusy(true);
    // What is typed counts: it is saved, or nothing is decided.
    await keeper.flush();
    const { chart, draft } = keeper;
    try {
      if (draft === null || keeper.unsaved) return;
      onSettled(await core.noteDraftSettle({ chart, draft, version, choice }));
    } catch (caught) {
      onFailed(failureOf(caught));
    } finally {
      onBusy(false);
    }
  };

  return (
    <section className={css.apart} aria-label={text.title} data-testid="draft-versions">
      <h3 className={css.apartTitle}>{text.title}</h3>
      <p>{text.body}</p>
      {keeper.versions.map((version) => (
        <Version
          key={version.version}
          version={version}
          busy={busy}
          onChoice={(choice) => void settle(version.version, choice)}
        />
      ))}
    </section>
  );
}

type VersionProps = {
  version: DraftVersionView;
  busy: boolean;
  onChoice: (choice: DraftChoice) => void;
};

function Version({ version, busy, onChoice }: VersionProps): ReactNode {
  const text = chartCopy.note.apart;
  const written = version.text.sections.filter((section) => section.text.trim() !== '');
  return (
    <article className={css.version}>
      <h4 className={css.heading}>{text.at(version.station, momentOf(version.atMs))}</h4>
      {written.map((section) => (
        <p key={section.heading} className={css.paragraphs}>
          <b>{section.heading}</b> {section.text}
        </p>
      ))}
      <p className={css.choices}>
        {CHOICES.map((choice) => (
          <Button
            key={choice}
            kind="quiet"
            disabled={busy}
            data-testid={`draft-${choice}`}
            onClick={() => onChoice(choice)}
          >
            {text[choice]}
          </Button>
        ))}
      </p>
    </article>
  );
}
