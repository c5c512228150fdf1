// The whole window: locked, or somebody's frame. When the core says locked, everything of the
// session leaves the tree in the same render and its cache is emptied; nothing is only covered.
import { type ReactNode, useState } from 'react';
import { FailureNote } from '../design';
import { LockScreen, NotEnrolledScreen } from '../features/lock';
import { type Core, CoreProvider, type Preferences, type SessionStatus } from '../ipc';
import { markOf } from './lostMark';
import { type Heard, type HeardUnlocked, isUnlocked, useSession } from './session';
import { UnlockedSession } from './UnlockedSession';
import { useAppearance } from './useAppearance';

export function App({ core }: { core: Core }): ReactNode {
  return (
    <CoreProvider value={core}>
      <Window />
    </CoreProvider>
  );
}

/** What this person chose since the core last said what they like. */
type Chosen = { username: string; preferences: Preferences };

function Window(): ReactNode {
  const { heard, failure, accept, retry } = useSession();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const unlocked = heard !== null && isUnlocked(heard) ? heard : null;
  const preferences = unlocked === null ? null : preferencesOf(unlocked, chosen);
  useAppearance(preferences ?? ofTheLast(heard));

  if (heard === null) {
    return failure === null ? null : (
      <FailureNote layout="page" failure={failure} onRetry={retry} />
    );
  }
  if (unlocked !== null && preferences !== null) {
    const { username } = unlocked.status.state.person;
    return (
      <UnlockedSession
        key={username}
        heard={unlocked}
        onStatus={accept}
        preferences={preferences}
        onPreferences={(next) => setChosen({ username, preferences: next })}
      />
    );
  }
  return <Shut heard={heard} accept={accept} />;
}

function Shut({
  heard,
  accept,
}: {
  heard: Heard;
  accept: (status: SessionStatus) => void;
}): ReactNode {
  const { status } = heard;
  if (status.state.kind !== 'locked') return <NotEnrolledScreen status={status} />;
  return (
    <LockScreen
      key={`${status.state.atMs ?? 0}`}
      status={status}
      locked={status.state}
      onStatus={accept}
      isLost={(username) => markOf(username) !== null}
    />
  );
}

/** While locked, as whoever was in last likes it: no white screen in a dark ward. */
function ofTheLast(heard: Heard | null): Preferences | null {
  return heard?.status.state.kind === 'locked' ? heard.status.state.preferences : null;
}

function preferencesOf(heard: HeardUnlocked, chosen: Chosen | null): Preferences {
  const { person, preferences } = heard.status.state;
  return chosen?.username === person.username ? chosen.preferences : preferences;
}
