//! Writing.

use charthold_workstation::ipc::Failure;
use charthold_workstation::ipc::dto::{
    ChartRequest, DraftChoice, NoteAddendumRequest, NoteDraft, NoteDraftDiscardRequest,
    NoteDraftSaveRequest, NoteDraftSettleRequest, NoteReadRequest, NoteSignRequest, NoteText,
    Saved, VitalsCheck, VitalsCheckRequest, VitalsRecordRequest,
};
use charthold_workstation::{DraftVerdict, Workstation};
use tauri::{AppHandle, State};

use super::{id, written};
use crate::shell::{Shell, blocking};

#[tauri::command]
pub(crate) async fn vitals_check(
    shell: State<'_, Shell>,
    request: VitalsCheckRequest,
) -> Result<VitalsCheck, Failure> {
    let chart = id(&request.chart)?;
    blocking(shell.workstation()?, move |workstation| {
        workstation.check_vitals(chart, &request.entry)
    })
    .await
}

#[tauri::command]
pub(crate) async fn vitals_record(
    app: AppHandle,
    shell: State<'_, Shell>,
    request: VitalsRecordRequest,
) -> Result<Saved, Failure> {
    let (chart, intent) = (id(&request.chart)?, id(&request.intent)?);
    let write = move |workstation: &Workstation| {
        let taken_at = request.taken_at_ms;
        workstation.record_vitals(chart, intent, taken_at, (&request.entry, request.partial))
    };
    written(&app, &shell, request_chart(&chart), write).await
}

#[tauri::command]
pub(crate) async fn note_draft_load(
    shell: State<'_, Shell>,
    request: ChartRequest,
) -> Result<Option<NoteDraft>, Failure> {
    let chart = id(&request.chart)?;
    blocking(shell.workstation()?, move |workstation| {
        workstation.load_draft(chart)
    })
    .await
}

#[tauri::command]
pub(crate) async fn note_draft_save(
    shell: State<'_, Shell>,
    request: NoteDraftSaveRequest,
) -> Result<NoteDraft, Failure> {
    let chart = id(&request.chart)?;
    let draft = request.draft.as_deref().map(id).transpose()?;
    blocking(shell.workstation()?, move |workstation| {
        workstation.save_draft(chart, draft, &request.text)
    })
    .await
}

#[tauri::command]
pub(crate) async fn note_draft_discard(
    shell: State<'_, Shell>,
    request: NoteDraftDiscardRequest,
) -> Result<(), Failure> {
    let (chart, draft) = (id(&request.chart)?, id(&request.draft)?);
    blocking(shell.workstation()?, move |workstation| {
        workstation.discard_draft(chart, draft)
    })
    .await?;
    shell.wake.notify_one();
    Ok(())
}

#[tauri::command]
pub(crate) async fn note_draft_settle(
    shell: State<'_, Shell>,
    request: NoteDraftSettleRequest,
) -> Result<NoteDraft, Failure> {
    let (chart, draft, version) = (
        id(&request.chart)?,
        id(&request.draft)?,
        id(&request.version)?,
    );
    let verdict = match request.choice {
        DraftChoice::Join => DraftVerdict::Joined,
        DraftChoice::Take => DraftVerdict::Taken,
        DraftChoice::Leave => DraftVerdict::Left,
    };
    let settled = blocking(shell.workstation()?, move |workstation| {
        workstation.settle_draft(chart, draft, version, verdict)
    })
    .await?;
    shell.wake.notify_one();
    Ok(settled)
}

#[tauri::command]
pub(crate) async fn note_sign(
    app: AppHandle,
    shell: State<'_, Shell>,
    request: NoteSignRequest,
) -> Result<Saved, Failure> {
    let (chart, intent, draft) = (
        id(&request.chart)?,
        id(&request.intent)?,
        id(&request.draft)?,
    );
    let write = move |workstation: &Workstation| workstation.sign_note(chart, intent, draft);
    written(&app, &shell, request_chart(&chart), write).await
}

#[tauri::command]
pub(crate) async fn note_addendum(
    app: AppHandle,
    shell: State<'_, Shell>,
    request: NoteAddendumRequest,
) -> Result<Saved, Failure> {
    let (chart, intent, note) = (
        id(&request.chart)?,
        id(&request.intent)?,
        id(&request.note)?,
    );
    let write = move |workstation: &Workstation| {
        workstation.add_addendum(chart, Some(intent), note, &request.text)
    };
    written(&app, &shell, request_chart(&chart), write).await
}

#[tauri::command]
pub(crate) async fn note_read(
    shell: State<'_, Shell>,
    request: NoteReadRequest,
) -> Result<NoteText, Failure> {
    let (chart, record) = (id(&request.chart)?, id(&request.record)?);
    blocking(shell.workstation()?, move |workstation| {
        workstation.read_note(chart, record)
    })
    .await
}

fn request_chart(chart: &impl ToString) -> String {
    chart.to_string()
}
