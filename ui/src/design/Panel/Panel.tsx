// A titled box of the chart: title, quiet facts beside it, actions at the end.
import { type ReactNode, useId } from 'react';
import css from './Panel.module.css';

type Props = { title: string; meta?: ReactNode; actions?: ReactNode; children: ReactNode };

export function Panel({ title, meta, actions, children }: Props): ReactNode {
  const id = useId();
  return (
    <section className={css.panel} aria-labelledby={id}>
      <header className={css.header}>
        <h2 id={id}>{title}</h2>
        {meta === undefined ? null : <div className={css.meta}>{meta}</div>}
        {actions === undefined ? null : <div className={css.actions}>{actions}</div>}
      </header>
      {children}
    </section>
  );
}
