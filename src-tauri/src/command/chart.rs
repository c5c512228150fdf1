//! Seeing patients.

use charthold_workstation::ipc::Failure;
use charthold_workstation::ipc::dto::{
    ChartRequest, ChartView, PatientHit, PatientSearchRequest, Ward, WardListRequest,
};
use tauri::State;

use super::id;
use crate::shell::{Shell, blocking};

#[tauri::command]
pub(crate) async fn ward_list(
    shell: State<'_, Shell>,
    request: WardListRequest,
) -> Result<Ward, Failure> {
    blocking(shell.workstation()?, move |workstation| {
        workstation.ward(request.unit.as_deref())
    })
    .await
}

#[tauri::command]
pub(crate) async fn patient_search(
    shell: State<'_, Shell>,
    request: PatientSearchRequest,
) -> Result<Vec<PatientHit>, Failure> {
    blocking(shell.workstation()?, move |workstation| {
        workstation.search(&request.text)
    })
    .await
}

#[tauri::command]
pub(crate) async fn chart_open(
    shell: State<'_, Shell>,
    request: ChartRequest,
) -> Result<ChartView, Failure> {
    let chart = id(&request.chart)?;
    blocking(shell.workstation()?, move |workstation| {
        workstation.open_chart(chart)
    })
    .await
}

#[tauri::command]
pub(crate) async fn chart_view(
    shell: State<'_, Shell>,
    request: ChartRequest,
) -> Result<ChartView, Failure> {
    let chart = id(&request.chart)?;
    blocking(shell.workstation()?, move |workstation| {
        workstation.view_chart(chart)
    })
    .await
}

#[tauri::command]
pub(crate) async fn chart_close(
    shell: State<'_, Shell>,
    request: ChartRequest,
) -> Result<(), Failure> {
    let chart = id(&request.chart)?;
    let closed = blocking(shell.workstation()?, move |workstation| {
        workstation.close_chart(chart)
    });
    closed.await?;
    // What was typed in it is an operation now.
    shell.wake.notify_one();
    Ok(())
}
