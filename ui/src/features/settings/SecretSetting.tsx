// A row of the settings that opens a form for secrets, and says below it what is wrong with them.
import { type FormEvent, type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { sheetCopy } from '../../copy';
import { Button } from '../../design';
import css from './Settings.module.css';

type Props = {
  id: string;
  title: string;
  body: string;
  /** What came of the last one. */
  said: string | null;
  /** What its button says. */
  open: string;
  save: string;
  saving: string;
  /** Answers what is wrong; nothing when it is done. */
  onSave: () => Promise<Wrong | null>;
  /** What else can be done. */
  beside: ReactNode;
  /** The fields, each by its id. */
  children: (field: (id: string) => FieldState) => ReactNode;
};

/** What is wrong, and the id of the field it is wrong with. */
export type Wrong = { field: string; words: string };

type FieldState = { id: string; isWrong: boolean; describedBy: string | undefined };

export function SecretSetting(props: Props): ReactNode {
  const { id, title, body, said, open, save, saving, onSave, beside, children } = props;
  const form = useRef<HTMLFormElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Wrong | null>(null);

  // After it is drawn: the field may be a new one.
  useLayoutEffect(() => {
    const wanted = problem === null ? 'input' : `#${problem.field}`;
    if (isOpen) form.current?.querySelector<HTMLInputElement>(wanted)?.focus();
  }, [isOpen, problem]);

  const close = (): void => {
    setIsOpen(false);
    setProblem(null);
    opener.current?.focus();
  };

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    const wrong = await onSave();
    setBusy(false);
    setProblem(wrong);
    if (wrong === null) close();
  };

  const problemId = `${id}-problem`;
  const field = (fieldId: string): FieldState => {
    const isWrong = problem?.field === fieldId;
    return { id: fieldId, isWrong, describedBy: isWrong ? problemId : undefined };
  };
  return (
    <section aria-label={title}>
      <div className={css.row}>
        <div>
          <h3>{title}</h3>
          <p className={css.why}>{body}</p>
        </div>
        {beside}
        <Button
          ref={opener}
          id={`${id}-open`}
          aria-expanded={isOpen}
          onClick={() => (isOpen ? close() : setIsOpen(true))}
        >
          {open}
        </Button>
      </div>
      {isOpen ? (
        <form ref={form} className={css.secret} onSubmit={(event) => void submit(event)} noValidate>
          {children(field)}
          {problem === null ? null : (
            <p id={problemId} className={css.problem} role="alert">
              {problem.words}
            </p>
          )}
          <div className={css.actions}>
            <Button onClick={close}>{sheetCopy.settings.cancel}</Button>
            <Button id={`${id}-save`} type="submit" kind="primary" keys="Enter" aria-disabled={busy}>
              {busy ? saving : save}
            </Button>
          </div>
        </form>
      ) : (
        <p className={css.said} role="status">
          {said}
        </p>
      )}
    </section>
  );
}
