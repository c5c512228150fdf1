// A table that may be wider than its panel. It becomes a tab stop only while there is something to scroll
// to (WCAG 2.1.1: WebKit does not make a scroller one by itself), so that Tab does not halt at every panel.
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import css from './Table.module.css';

type Props = { label: string; children: ReactNode };

export function WideTable({ label, children }: Props): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const table = useRef<HTMLTableElement>(null);
  const [scrolls, setScrolls] = useState(false);

  useLayoutEffect(() => {
    if (box.current === null || table.current === null || typeof ResizeObserver === 'undefined') return undefined;
    const measure = (): void => {
      const { scrollWidth = 0, clientWidth = 0 } = box.current ?? {};
      setScrolls(scrollWidth > clientWidth);
    };
    const observer = new ResizeObserver(measure);
    observer.observe(box.current);
    observer.observe(table.current);
    return () => observer.disconnect();
  }, []);

  const stop = scrolls ? { role: 'group', 'aria-label': label, tabIndex: 0 } : {};
  return (
    <div ref={box} className={css.scroll} {...stop}>
      <table ref={table} className={css.table}>
        {children}
      </table>
    </div>
  );
}
