// The whole window: locked, or somebody's frame. When the core says locked, everything of the
// session leaves the tree in the same render and its cache is emptied; nothing is only covered.
import { type ReactNode, useState } from 'react';
import { FailureNote } from '../design';
import { LockScreen, NotEnrolledScreen } from '../features/lock';
import { type Core, CoreProvider, type Preferences, type SessionStatus } from '../ipc';
import { type Heard, isUnlocked, useSession } from './session';
import { UnlockedSession } from './UnlockedSession';
import { useAppearance } from './useAppearance';

export function App({ core }: { core: Core }): ReactNode {
  return (
    <CoreProvider value={core}>
      <Window />
    </CoreProvider>
  );
}

function Window(): ReactNode {
  const { heard, failure, accept, retry } = useSession();
  const [chosen, setChosen] = useState<Preferences | null>(null);
  const saved = heard !== null && isUnlocked(heard) ? heard.status.state.preferences : null;
  useAppearance(saved === null ? null : (chosen ?? saved));

  if (heard === null) {
    return failure === null ? null : (
      <FailureNote layout="page" failure={failure} onRetry={retry} />
    );
  }
  return <Screen heard={heard} accept={accept} onPreferences={setChosen} />;
}

function Screen({
  heard,
  accept,
  onPreferences,
}: {
  heard: Heard;
  accept: (status: SessionStatus) => void;
  onPreferences: (preferences: Preferences) => void;
}): ReactNode {
  const { status } = heard;
  switch (status.state.kind) {
    case 'notEnrolled':
      return <NotEnrolledScreen status={status} />;
    case 'locked':
      return (
        <LockScreen
          key={`${status.state.atMs ?? 0}`}
          status={status}
          locked={status.state}
          onStatus={accept}
        />
      );
    case 'unlocked':
      return isUnlocked(heard) ? (
        <UnlockedSession
          key={status.state.person.username}
          heard={heard}
          onStatus={accept}
          onPreferences={onPreferences}
        />
      ) : null;
  }
}
