// What the palette can do, by name.
import { copy } from '../copy';
import type { Command } from '../features/palette';
import type { Core } from '../ipc';
import type { Place } from './place';
import type { Actions } from './useKeys';

export function commandsFor(place: Place, actions: Actions, core: Core): Command[] {
  const text = copy.command;
  const { move, setSheet, lock } = actions;
  const chart = place.active;
  const inChart: Command[] =
    chart === null
      ? []
      : [
          { id: 'vitals', name: text.vitals, keys: 'Alt V', run: () => move({ kind: 'vitals', chart }) },
          { id: 'note', name: text.note, keys: 'Alt N', run: () => move({ kind: 'note', chart }) },
        ];
  return [
    ...inChart,
    { id: 'ward', name: text.ward, keys: 'Alt 1', run: () => move({ kind: 'ward' }) },
    { id: 'sync', name: text.sync, keys: 'Alt 3', run: () => setSheet('sync') },
    { id: 'sync-now', name: text.syncNow, run: () => void core.syncNow().catch(() => setSheet('sync')) },
    { id: 'settings', name: text.settings, keys: 'Alt 4', run: () => setSheet('settings') },
    { id: 'shortcuts', name: text.shortcuts, keys: 'F1', run: () => setSheet('shortcuts') },
    { id: 'lock', name: text.lock, keys: 'Ctrl L', run: () => void lock() },
  ];
}
