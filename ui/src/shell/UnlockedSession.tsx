// One person's session: its cache, its place, and the boundary that keeps a fault in one screen
// from taking the window. Unmounting it empties the cache, and what was held and not saved is gone.
import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { HeldDraftsProvider } from '../features/note';
import { createQueries, type Preferences, type SessionStatus, UnsavedProvider } from '../ipc';
import { Frame } from './Frame';
import type { HeardUnlocked } from './session';

type Props = {
  heard: HeardUnlocked;
  onStatus: (status: SessionStatus) => void;
  preferences: Preferences;
  onPreferences: (preferences: Preferences) => void;
};

export function UnlockedSession(props: Props): ReactNode {
  const [queries] = useState(createQueries);
  useEffect(() => () => queries.clear(), [queries]);
  return (
    <QueryClientProvider client={queries}>
      <UnsavedProvider>
        <HeldDraftsProvider>
          <Frame {...props} />
        </HeldDraftsProvider>
      </UnsavedProvider>
    </QueryClientProvider>
  );
}
