import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Listing } from '../../ipc';
import { ListingBody } from '.';

const show = (listing: Listing<string>): string => {
  render(
    <ListingBody
      title="Allergies"
      listing={listing}
      notRecorded="Allergies not recorded."
      noneKnown="No known allergies."
      nothing="Nothing of this kind."
    >
      {(items) => items.join(', ')}
    </ListingBody>,
  );
  return document.body.textContent ?? '';
};

describe('a clinical list', () => {
  it('says when nobody recorded anything', () => {
    expect(show({ state: 'notRecorded' })).toBe('Allergies not recorded.');
  });

  it('says who recorded that there is none, and when', () => {
    const atMs = new Date(2026, 10, 20, 9, 12).getTime();
    const text = show({ state: 'noneKnown', by: 'T. Berg, RN', atMs });
    expect(text).toContain('No known allergies. Recorded 20-Nov-2026');
    expect(text).toContain('by T. Berg, RN.');
  });

  it('never draws "none" when it could not be read', () => {
    const text = show({ state: 'unavailable' });
    expect(text).toContain('could not be read on this workstation');
    expect(text).not.toContain('No known');
    expect(text).not.toContain('not recorded');
    expect(screen.getByRole('note')).toBeTruthy();
  });

  it('shows its items when it is whole', () => {
    expect(show({ state: 'listed', items: ['latex'], completeness: 'complete' })).toBe('latex');
  });

  it('says that there may be more while it downloads', () => {
    const text = show({ state: 'listed', items: ['latex'], completeness: 'downloading' });
    expect(text).toContain('latex');
    expect(text).toContain('there may be more');
  });

  it('states no absence while an empty list downloads', () => {
    const text = show({ state: 'listed', items: [], completeness: 'downloading' });
    expect(text).toBe('Still downloading: there may be more.');
  });

  it('says that nothing is left when the list is whole and empty', () => {
    expect(show({ state: 'listed', items: [], completeness: 'complete' })).toBe('Nothing of this kind.');
  });
});
