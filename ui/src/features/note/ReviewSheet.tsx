// The last look before signing: the whole text as it will stand, and the patient's name on the
// button that signs.
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { chartCopy } from '../../copy';
import { Button, Dialog, FailureNote } from '../../design';
import { type DraftText, type Failure, failureOf, useCore } from '../../ipc';
import css from './Note.module.css';

type Props = {
  chart: string;
  patient: string;
  draft: string;
  text: DraftText;
  onClose: () => void;
  onSigned: () => void;
};

export function ReviewSheet({ chart, patient, draft, text, onClose, onSigned }: Props): ReactNode {
  const core = useCore();
  const copyText = chartCopy.note;
  const [intent] = useState(() => crypto.randomUUID());
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  const sign = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setFailure(null);
    try {
      await core.noteSign({ chart, intent, draft });
      onSigned();
    } catch (caught) {
      setFailure(failureOf(caught));
      setBusy(false);
    }
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    // A key held down since the pane does not sign: what is signed was seen here first.
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.repeat) return;
    event.preventDefault();
    void sign();
  };

  return (
    <Dialog
      kind="sheet"
      onKeyDown={onKeyDown}
      title={copyText.reviewTitle}
      meta={
        <>
          {text.title} · <b>{patient}</b>
        </>
      }
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{copyText.back}</Button>
          <Button
            kind="primary"
            keys="Ctrl Enter"
            data-testid="confirm-sign"
            aria-disabled={busy}
            onClick={() => void sign()}
          >
            {busy ? copyText.signing : copyText.sign(patient)}
          </Button>
        </>
      }
    >
      <div className={css.review}>
        <p className={css.rule}>{copyText.reviewBody}</p>
        {failure === null ? null : <FailureNote failure={failure} />}
        {text.sections.map((section) => (
          <section key={section.heading}>
            <h3 className={css.heading}>{section.heading}</h3>
            <p className={css.paragraphs} data-empty={section.text.trim() === ''}>
              {section.text.trim() === '' ? copyText.emptySection : section.text}
            </p>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
