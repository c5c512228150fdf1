// The real bridge: Tauri commands and events. The only file that imports @tauri-apps. It adds one
// thing to a plain call: when the core answers "locked", the session is read again at once, so a
// missed event cannot leave a chart on the screen.
import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type { Core, CoreEvents } from './core';
import { CoreError, failureOf } from './failure';

/** The core behind this window. */
export function createCore(): Core {
  const onLocked = new Set<() => void>();

  async function call<T>(command: string, request?: Record<string, unknown>): Promise<T> {
    try {
      return await invoke<T>(command, request === undefined ? undefined : { request });
    } catch (caught) {
      const failure = failureOf(caught);
      if (failure.code === 'locked') for (const reread of onLocked) reread();
      throw new CoreError(failure);
    }
  }

  function on<Name extends keyof CoreEvents>(
    event: Name,
    handler: (payload: CoreEvents[Name]) => void,
  ): () => void {
    let stopped = false;
    let stop: () => void = () => undefined;
    void listen<CoreEvents[Name]>(event, ({ payload }) => handler(payload)).then((unlisten) => {
      if (stopped) unlisten();
      else stop = unlisten;
    });
    const reread = (): void => {
      void invoke<CoreEvents[Name]>('session_status').then(handler, () => undefined);
    };
    if (event === 'session') onLocked.add(reread);
    return () => {
      stopped = true;
      stop();
      onLocked.delete(reread);
    };
  }

  return {
    now: () => Date.now(),
    sessionStatus: () => call('session_status'),
    unlock: (request) => call('unlock', request),
    secondFactorSetUp: (request) => call('second_factor_set_up', request),
    signOn: () => call('sign_on'),
    signOnCancel: () => call('sign_on_cancel'),
    signOnFinish: (request) => call('sign_on_finish', request),
    pinUnlock: (request) => call('pin_unlock', request),
    pinSet: (request) => call('pin_set', request),
    pinRemove: () => call('pin_remove'),
    passwordChange: (request) => call('password_change', request),
    lock: () => call('lock'),
    activity: () => call('activity'),
    wardList: (request) => call('ward_list', request),
    patientSearch: (request) => call('patient_search', request),
    chartOpen: (request) => call('chart_open', request),
    chartView: (request) => call('chart_view', request),
    chartClose: (request) => call('chart_close', request),
    vitalsCheck: (request) => call('vitals_check', request),
    vitalsRecord: (request) => call('vitals_record', request),
    noteDraftLoad: (request) => call('note_draft_load', request),
    noteDraftSave: (request) => call('note_draft_save', request),
    noteDraftDiscard: (request) => call('note_draft_discard', request),
    noteDraftSettle: (request) => call('note_draft_settle', request),
    noteSign: (request) => call('note_sign', request),
    noteAddendum: (request) => call('note_addendum', request),
    noteRead: (request) => call('note_read', request),
    decisionList: (request) => call('decision_list', request),
    conflictSettle: (request) => call('conflict_settle', request),
    doubleSettle: (request) => call('double_settle', request),
    voidRead: (request) => call('void_read', request),
    voidSettle: (request) => call('void_settle', request),
    syncStatus: () => call('sync_status'),
    syncNow: () => call('sync_now'),
    placeSave: (request) => call('place_save', request),
    preferencesSave: (request) => call('preferences_save', request),
    closeHeard: () => call('close_heard'),
    closeNow: () => call('close_now'),
    pageSaved: () => call('page_saved'),
    on,
  };
}
