// A failure where it happened: what, what to do, and a code to read out to IT. The text is the
// core's; a stack, an id of a patient or a path never reaches here.
import { TriangleAlert } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { copy } from '../../copy';
import type { Failure } from '../../ipc';
import { Button } from '../Button';
import { isFocusAway } from '../focus';
import css from './FailureNote.module.css';

type Props = {
  failure: Failure;
  onRetry?: (() => void) | undefined;
  /** `page` stands alone in an empty region, `inline` beside what it is about. */
  layout?: 'inline' | 'page';
  /** What was typed is not saved: that is said, and nothing that could be read as its being safe. */
  loses?: boolean;
};

export function FailureNote({ failure, onRetry, layout = 'inline', loses = false }: Props): ReactNode {
  const retry = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // Alone on the screen, it is what the keyboard is for.
    if (layout === 'page' && isFocusAway()) retry.current?.focus();
  }, [layout]);
  return (
    <div className={css.note} data-layout={layout} role="alert">
      <TriangleAlert size={18} aria-hidden="true" />
      <div>
        <p>
          <strong>{failure.what}</strong> {loses ? unsavedOf(failure) : failure.remedy}
        </p>
        <p className={css.code}>{copy.trouble.code(failure.code)}</p>
      </div>
      {onRetry === undefined ? null : (
        <Button ref={retry} size="small" onClick={onRetry}>
          {copy.action.tryAgain}
        </Button>
      )}
    </div>
  );
}

// The core speaks of what was saved before, which is not what a person who just typed asks about.
function unsavedOf({ code, remedy }: Failure): string {
  const { unsaved } = copy.trouble;
  if (code === 'disk-full') return unsaved.diskFull;
  return code === 'home-not-writable' || code === 'internal' ? unsaved.callIt : remedy;
}
