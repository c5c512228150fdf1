// A table of rows to open (WAI-ARIA APG grid, row by row). One tab stop: arrows, Page, Home and End
// move between rows, Enter or a double click opens, Up from the first row reaches the heads, where
// Enter sorts. It holds no data of its own: the rows come sorted, the sort is the caller's.
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { cx } from '../cx';
import css from './DataGrid.module.css';

export type Column<Row> = {
  id: string;
  head: string;
  cell: (row: Row) => ReactNode;
  /** A class for the column's width and for where it is dropped. */
  className?: string | undefined;
  sortable: boolean;
};

export type Sort = { column: string; direction: 'ascending' | 'descending' };

type Props<Row> = {
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  idOf: (row: Row) => string;
  /** Attributes of a row, as data-testid. */
  attributesOf: (row: Row) => Record<`data-${string}`, string>;
  sort: Sort;
  onSort: (sort: Sort) => void;
  selected: string | null;
  onSelect: (id: string) => void;
  onOpen: (id: string) => void;
};

const PAGE = 10;

export function DataGrid<Row>(props: Props<Row>): ReactNode {
  const { rows, columns, idOf, selected, onSelect, onOpen } = props;
  const table = useRef<HTMLTableElement>(null);
  const stop = rows.some((row) => idOf(row) === selected) ? selected : null;
  const stopIndex = Math.max(0, rows.findIndex((row) => idOf(row) === stop));

  const focusRow = (index: number): void => {
    const row = rows[index];
    if (row === undefined) return;
    onSelect(idOf(row));
    const element = table.current?.tBodies[0]?.rows[index];
    element?.focus({ preventScroll: true });
    element?.scrollIntoView?.({ block: 'nearest' });
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const heads = [...(table.current?.querySelectorAll('thead button') ?? [])];
    const head = heads.findIndex((each) => each === event.target);
    if (head >= 0) {
      const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
      const next = heads[head + step];
      if (step !== 0 && next instanceof HTMLElement) next.focus();
      else if (event.key === 'ArrowDown') focusRow(stopIndex);
      else return;
      event.preventDefault();
      return;
    }
    const row = rows[stopIndex];
    if (event.key === 'Enter' && row !== undefined) onOpen(idOf(row));
    else if (event.key === 'ArrowUp' && stopIndex === 0) focusHead(heads, props.sort.column);
    else {
      const to = target(event.key, stopIndex, rows.length);
      if (to === null) return;
      focusRow(to);
    }
    event.preventDefault();
  };

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role -- this is the grid pattern of the APG
    <table
      ref={table}
      role="grid"
      aria-label={props.label}
      aria-rowcount={rows.length + 1}
      className={css.grid}
      onKeyDown={onKeyDown}
    >
      <thead>
        <tr aria-rowindex={1}>
          {columns.map((column) => (
            <Head key={column.id} column={column} sort={props.sort} onSort={props.onSort} />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => {
          const id = idOf(row);
          return (
            <tr
              key={id}
              {...props.attributesOf(row)}
              tabIndex={index === stopIndex ? 0 : -1}
              aria-rowindex={index + 2}
              aria-selected={id === stop}
              data-region-focus={index === stopIndex ? '' : undefined}
              className={css.row}
              onClick={() => onSelect(id)}
              onDoubleClick={() => onOpen(id)}
              onFocus={() => (id === stop ? undefined : onSelect(id))}
            >
              {columns.map((column) => (
                <td key={column.id} className={cx(css.cell, column.className)}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Head<Row>({
  column,
  sort,
  onSort,
}: {
  column: Column<Row>;
  sort: Sort;
  onSort: (sort: Sort) => void;
}): ReactNode {
  const sorted = sort.column === column.id ? sort.direction : 'none';
  const Arrow = sorted === 'descending' ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      aria-sort={column.sortable ? sorted : undefined}
      className={cx(css.head, column.className)}
    >
      {column.sortable ? (
        <button
          type="button"
          tabIndex={-1}
          data-column={column.id}
          className={css.sort}
          onClick={() =>
            onSort({
              column: column.id,
              direction: sorted === 'ascending' ? 'descending' : 'ascending',
            })
          }
        >
          {column.head}
          {sorted === 'none' ? null : <Arrow size={12} aria-hidden="true" />}
        </button>
      ) : (
        column.head
      )}
    </th>
  );
}

function focusHead(heads: Element[], column: string): void {
  const named = heads.find((head) => head.getAttribute('data-column') === column) ?? heads[0];
  if (named instanceof HTMLElement) named.focus();
}

function target(key: string, from: number, count: number): number | null {
  const last = count - 1;
  switch (key) {
    case 'ArrowDown':
      return Math.min(last, from + 1);
    case 'ArrowUp':
      return from - 1;
    case 'PageDown':
      return Math.min(last, from + PAGE);
    case 'PageUp':
      return Math.max(0, from - PAGE);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}
