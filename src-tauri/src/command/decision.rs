//! What needs a clinician's decision.

use charthold_workstation::ipc::Failure;
use charthold_workstation::ipc::dto::{
    ConflictSettleRequest, DecisionListRequest, Decisions, DoubleSettleRequest, Saved,
    SettleChoice, VoidReadRequest, VoidSettleRequest, VoidText,
};
use charthold_workstation::{DoubleVerdict, OpId, RecordId, Settlement, VoidVerdict, Workstation};
use tauri::{AppHandle, State};

use super::{id, written};
use crate::shell::{Shell, blocking};

#[tauri::command]
pub(crate) async fn decision_list(
    shell: State<'_, Shell>,
    request: DecisionListRequest,
) -> Result<Decisions, Failure> {
    let chart = request.chart.as_deref().map(id).transpose()?;
    blocking(shell.workstation()?, move |workstation| {
        workstation.decisions(chart)
    })
    .await
}

#[tauri::command]
pub(crate) async fn conflict_settle(
    app: AppHandle,
    shell: State<'_, Shell>,
    request: ConflictSettleRequest,
) -> Result<Saved, Failure> {
    let (chart, intent) = (id(&request.chart)?, id(&request.intent)?);
    let record = id(&request.record)?;
    let heads = request.heads.iter().map(|head| id(head));
    let seen = heads.collect::<Result<Vec<OpId>, _>>()?;
    let settlement = match request.choice {
        SettleChoice::Side { take } => Settlement::Side(id(&take)?),
        SettleChoice::Fields { values } => {
            let chosen = values.into_iter();
            let chosen = chosen.map(|one| Ok((one.name, id(&one.op)?)));
            Settlement::of_fields(chosen.collect::<Result<Vec<(String, OpId)>, Failure>>()?)?
        }
    };
    let write = move |workstation: &Workstation| {
        workstation.settle_shown(chart, intent, (record, &seen), &settlement)
    };
    written(&app, &shell, request.chart, write).await
}

#[tauri::command]
pub(crate) async fn double_settle(
    app: AppHandle,
    shell: State<'_, Shell>,
    request: DoubleSettleRequest,
) -> Result<Saved, Failure> {
    let (chart, intent) = (id(&request.chart)?, id(&request.intent)?);
    let verdict = match &request.wrong {
        Some(record) => DoubleVerdict::EnteredInError(id(record)?),
        None => DoubleVerdict::AllGiven,
    };
    let givings = request.givings.into_iter();
    let seen = givings
        .map(|giving| Ok((id(&giving.record)?, giving.version)))
        .collect::<Result<Vec<(RecordId, String)>, Failure>>()?;
    let write =
        move |workstation: &Workstation| workstation.settle_double(chart, intent, &seen, verdict);
    written(&app, &shell, request.chart, write).await
}

#[tauri::command]
pub(crate) async fn void_read(
    shell: State<'_, Shell>,
    request: VoidReadRequest,
) -> Result<VoidText, Failure> {
    let (chart, void) = (id(&request.chart)?, id(&request.void)?);
    blocking(shell.workstation()?, move |workstation| {
        workstation.read_void(chart, void)
    })
    .await
}

#[tauri::command]
pub(crate) async fn void_settle(
    app: AppHandle,
    shell: State<'_, Shell>,
    request: VoidSettleRequest,
) -> Result<Saved, Failure> {
    let (chart, intent, void) = (
        id(&request.chart)?,
        id(&request.intent)?,
        id(&request.void)?,
    );
    let verdict = match request.keep {
        true => VoidVerdict::KeptAsAddendum,
        false => VoidVerdict::Seen,
    };
    let write =
        move |workstation: &Workstation| workstation.settle_void(chart, intent, void, verdict);
    written(&app, &shell, request.chart, write).await
}
