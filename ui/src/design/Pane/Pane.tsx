// The workspace beside a chart: task, state, and the patient's name again, because what is written
// here must never land in the wrong chart. The body scrolls; the footer holds the actions.
import { X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useId } from 'react';
import { chartCopy } from '../../copy';
import { IconButton } from '../Button';
import css from './Pane.module.css';

type Props = {
  title: string;
  chip: string;
  patient: string;
  /** Beside the name: born, save state. */
  meta?: ReactNode;
  summary?: ReactNode;
  footer: ReactNode;
  onClose: () => void;
  onPrimary: () => void;
  onSave?: () => void;
  children: ReactNode;
};

export function Pane(props: Props): ReactNode {
  const id = useId();

  const onKeyDown = (event: KeyboardEvent): void => {
    // A dialog opened from here is inside it for React, and keeps its own keys.
    if (event.target instanceof Element && event.target.closest('dialog') !== null) return;
    const chord = event.ctrlKey || event.metaKey;
    if (chord && event.key === 'Enter') props.onPrimary();
    else if (chord && event.key.toLowerCase() === 's' && props.onSave !== undefined) props.onSave();
    else if (event.key === 'Escape' && !event.defaultPrevented) props.onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- shortcuts of everything inside
    <aside
      className={css.pane}
      aria-labelledby={id}
      data-region="pane"
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      <header className={css.header}>
        <div>
          <h2 id={id} className={css.title}>
            {props.title}
          </h2>
          <p className={css.meta}>
            <span className={css.chip}>{props.chip}</span>
            <b>{props.patient}</b>
            {props.meta}
          </p>
        </div>
        <IconButton label={chartCopy.pane.close} onClick={props.onClose}>
          <X size={18} aria-hidden="true" />
        </IconButton>
      </header>
      <div className={css.body}>{props.children}</div>
      {props.summary === undefined ? null : <div className={css.summary}>{props.summary}</div>}
      <footer className={css.footer}>{props.footer}</footer>
    </aside>
  );
}
