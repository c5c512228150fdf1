// A modal on the platform's own <dialog>: it traps focus, makes the rest inert and gives focus
// back, without scripts or styles of its own. Esc and a click outside close it; closing never
// discards, that is for the caller's buttons.
import { X } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { copy } from '../../copy';
import { IconButton } from '../Button';
import css from './Dialog.module.css';

type Props = {
  title: string;
  /** One line under the title. */
  meta?: ReactNode;
  kind?: 'dialog' | 'sheet' | 'palette';
  footer?: ReactNode;
  onClose: () => void;
  onKeyDown?: (event: KeyboardEvent) => void;
  children: ReactNode;
};

export function Dialog({
  title,
  meta,
  kind = 'dialog',
  footer,
  onClose,
  onKeyDown,
  children,
}: Props): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  useLayoutEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    return () => {
      element?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);

  const closeOutside = (event: MouseEvent): void => {
    if (event.target === dialog.current) onClose();
  };

  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- Esc is the key of this click
    <dialog
      ref={dialog}
      className={css.dialog}
      data-kind={kind}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onMouseDown={closeOutside}
      onKeyDown={onKeyDown}
    >
      <div className={css.box}>
        {kind === 'palette' ? (
          <h2 id={titleId} className="spoken">
            {title}
          </h2>
        ) : (
          <header className={css.header}>
            <div>
              <h2 id={titleId} className={css.title}>
                {title}
              </h2>
              {meta === undefined ? null : <div className={css.meta}>{meta}</div>}
            </div>
            <IconButton label={copy.action.close} onClick={onClose}>
              <X size={18} aria-hidden="true" />
            </IconButton>
          </header>
        )}
        <div className={css.body}>{children}</div>
        {footer === undefined ? null : <footer className={css.footer}>{footer}</footer>}
      </div>
    </dialog>
  );
}
