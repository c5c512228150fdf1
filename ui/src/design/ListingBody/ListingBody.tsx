// The one rendering of a clinical list. Each arm of `Listing` has its own words, so "none known"
// can never be drawn from an error, nor an empty array from an unfinished download. Whoever shows a
// clinical list hands the whole Listing here and says only how one item looks.
import { CircleDashed, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { chartCopy } from '../../copy';
import type { Listing } from '../../ipc';
import { momentOf } from '../format';
import css from './ListingBody.module.css';

type Props<Item> = {
  /** "Allergies": what could not be read. */
  title: string;
  listing: Listing<Item>;
  notRecorded: string;
  noneKnown: string;
  /** What stands where a list has no items after the caller's own choice of them. */
  nothing?: string;
  children: (items: readonly Item[]) => ReactNode;
};

export function ListingBody<Item>({
  title,
  listing,
  notRecorded,
  noneKnown,
  nothing,
  children,
}: Props<Item>): ReactNode {
  switch (listing.state) {
    case 'notRecorded':
      return <p className={css.absence}>{notRecorded}</p>;
    case 'noneKnown':
      return (
        <p className={css.absence}>
          <strong>{noneKnown}</strong>{' '}
          {recorded(listing.by, listing.atMs)}
        </p>
      );
    case 'unavailable':
      return (
        <div className={css.unavailable} role="note">
          <TriangleAlert size={16} aria-hidden="true" />
          <p>
            <strong>{chartCopy.list.unavailable(title)}</strong> {chartCopy.list.unavailableWhy}
          </p>
        </div>
      );
    case 'listed':
      return (
        <>
          {listing.items.length === 0 ? (
            <p className={css.absence}>
              {listing.completeness === 'complete' ? (nothing ?? notRecorded) : null}
            </p>
          ) : (
            children(listing.items)
          )}
          {listing.completeness === 'downloading' ? (
            <p className={css.downloading}>
              <CircleDashed size={14} aria-hidden="true" />
              {chartCopy.list.downloading}
            </p>
          ) : null}
        </>
      );
  }
}

function recorded(by: string | null, atMs: number | null): string {
  if (by === null && atMs === null) return '';
  return `${chartCopy.banner.recordedBy(by, atMs === null ? null : momentOf(atMs))}.`;
}
