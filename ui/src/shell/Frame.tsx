// The frame of an unlocked workstation: rail, chart tabs, state banner, screen, lock strip, status
// bar. It owns which screen and which sheet is open; what they show is the features' business.
import { type ReactNode, useCallback, useState } from 'react';
import { copy } from '../copy';
import { Palette } from '../features/palette';
import { SettingsSheet, ShortcutSheet } from '../features/settings';
import { SyncSheet } from '../features/sync';
import { WardScreen } from '../features/ward';
import {
  type Preferences,
  type SessionStatus,
  useCore,
  useFlushAll,
  useFreshCache,
  useSync,
  useWard,
} from '../ipc';
import { ChartTabs } from './ChartTabs';
import { CloseGuard } from './CloseGuard';
import { commandsFor } from './commands';
import { ErrorBoundary } from './ErrorBoundary';
import css from './Frame.module.css';
import { LockStrip } from './LockStrip';
import { LossGuard } from './LossGuard';
import { LostStrip } from './LostStrip';
import { tabOf } from './moves';
import { NoteStrip } from './NoteStrip';
import { OfflineBanner } from './OfflineBanner';
import { OpenChart } from './OpenChart';
import { Rail } from './Rail';
import { type HeardUnlocked, useActivity } from './session';
import { StatusBar } from './StatusBar';
import { useClosedCharts } from './useClosedCharts';
import { useClosing } from './useClosing';
import { useKeys } from './useKeys';
import { useLocking } from './useLocking';
import { usePlace } from './usePlace';
import { useWaiting } from './waiting';
import { useSavingWhenAsked } from './useSavingWhenAsked';
import { useWindowClosing } from './useWindowClosing';

type Props = {
  heard: HeardUnlocked;
  onStatus: (status: SessionStatus) => void;
  preferences: Preferences;
  onPreferences: (preferences: Preferences) => void;
};

export type Sheet = 'none' | 'find' | 'sync' | 'settings' | 'shortcuts';

export function Frame({ heard, onStatus, preferences, onPreferences }: Props): ReactNode {
  const core = useCore();
  const flushAll = useFlushAll();
  const { state, workstation } = heard.status;
  const [place, move] = usePlace(state.place);
  const [sheet, setSheet] = useState<Sheet>('none');
  // The chart whose mark was pressed.
  const [decideAt, setDecideAt] = useState<string | null>(null);
  const { data: sync } = useSync();
  // Read here too: the tabs of charts not opened yet take their names from the census.
  const { data: ward } = useWard(place.unit);
  const network = sync?.network ?? heard.status.network;
  const waiting = useWaiting(sync ?? null, network, core.now());
  useFreshCache();
  useClosedCharts(place.tabs);
  useActivity(onStatus);

  const locking = useLocking(state.person.username, onStatus);
  const { lock } = locking;
  const closing = useClosing(place, move);
  const leaving = useWindowClosing();
  useSavingWhenAsked();

  const openChart = useCallback(
    (chart: string): void => {
      setSheet('none');
      move({ kind: 'open', chart });
    },
    [move],
  );
  const openNote = useCallback(
    (chart: string): void => {
      openChart(chart);
      move({ kind: 'note', chart });
    },
    [openChart, move],
  );
  const showSync = useCallback(() => {
    setDecideAt(null);
    setSheet('sync');
  }, []);
  const showDecisions = useCallback((chart: string) => {
    setDecideAt(chart);
    setSheet('sync');
  }, []);
  const closeSync = useCallback(() => {
    setDecideAt(null);
    setSheet('none');
  }, []);
  const showUnit = useCallback((unit: string) => move({ kind: 'unit', unit }), [move]);
  const selectRow = useCallback((chart: string) => move({ kind: 'row', chart }), [move]);

  const actions = { move, setSheet, lock, closeChart: closing.close, saveNow: flushAll };
  useKeys({ place, actions });

  const front = tabOf(place, place.active);
  return (
    <div className={css.frame} data-testid="frame">
      <Rail
        ward={place.active === null}
        waiting={waiting.ops + waiting.audit}
        person={state.person}
        onWard={() => move({ kind: 'ward' })}
        onSheet={setSheet}
      />
      <div className={css.stage}>
        <ChartTabs
          place={place}
          unit={ward?.unit ?? place.unit}
          onWard={() => move({ kind: 'ward' })}
          onChart={(chart) => move({ kind: 'open', chart })}
          onClose={closing.close}
          onFind={() => setSheet('find')}
        />
        <OfflineBanner network={network} sync={sync ?? null} onView={showSync} />
        <main className={css.main} data-region="main" tabIndex={-1}>
          <ErrorBoundary key={place.active ?? 'ward'}>
            {front === undefined ? (
              <WardScreen
                unit={place.unit}
                onUnit={showUnit}
                selected={place.row}
                onSelect={selectRow}
                onOpen={openChart}
                onDecide={showDecisions}
                network={network}
              />
            ) : (
              <OpenChart
                key={front.chart}
                tab={front}
                caret={place.caret}
                noteAsked={place.noteAsked}
                noteTitle={state.person.noteTitle}
                offline={network.kind === 'offline'}
                onDecide={showDecisions}
                move={move}
              />
            )}
          </ErrorBoundary>
        </main>
        <NoteStrip onOpen={openNote} />
        <LostStrip username={state.person.username} />
        <LockStrip heard={heard} onStatus={onStatus} onLock={lock} />
      </div>
      <StatusBar
        heard={heard}
        network={network}
        sync={sync ?? null}
        waiting={waiting}
        onSync={showSync}
        onLock={lock}
      />
      {sheet === 'find' ? (
        <Palette
          commands={commandsFor(place, actions, core)}
          onOpenChart={openChart}
          onClose={() => setSheet('none')}
        />
      ) : null}
      {sheet === 'sync' ? (
        <SyncSheet at={decideAt} onClose={closeSync} onOpenChart={openChart} />
      ) : null}
      {sheet === 'settings' ? (
        <SettingsSheet
          preferences={preferences}
          onPreferences={onPreferences}
          letters={place.letters}
          onLetters={(letters) => move({ kind: 'letters', letters })}
          workstation={workstation}
          pin={state.person.pin}
          onStatus={onStatus}
          onShortcuts={() => setSheet('shortcuts')}
          onClose={() => setSheet('none')}
        />
      ) : null}
      {sheet === 'shortcuts' ? <ShortcutSheet onClose={() => setSheet('none')} /> : null}
      {closing.asked === null ? null : (
        <CloseGuard {...closing.asked} onKeep={closing.keep} onClose={closing.discard} />
      )}
      {locking.asks ? (
        <LossGuard
          text={copy.losing.byLock}
          keys="Ctrl L"
          testId="lock-and-lose"
          onStay={locking.stay}
          onLose={() => void lock()}
        />
      ) : null}
      {leaving.asks ? (
        <LossGuard
          text={copy.losing.byClosing}
          testId="close-and-lose"
          onStay={leaving.keep}
          onLose={leaving.close}
        />
      ) : null}
    </div>
  );
}
