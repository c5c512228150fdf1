//! A patient's line of the census, worked out when the chart changes and kept beside it, so that a
//! ward of sixty is shown without reading sixty charts.

use charthold_clinical::banner::Banner;
use charthold_clinical::listing::Extent;
use charthold_clinical::news2::News2;
use charthold_clinical::note::NoteStatus;
use charthold_clinical::summary::{AsOf, ChartSummary, RecordRef, summarise};
use charthold_clinical::ward::{WardLine, ward_row};
use charthold_domain::{ChartId, Timestamp};
use charthold_store::{Charts, DirectoryEntry, Glance};
use serde::{Deserialize, Serialize};

use super::{directory_name, double_dose, mrn_text, vitals_view};
use crate::ipc::dto::{NoteMark, NoteMarkState, WardNews2, WardSubject};
use crate::{Environment, Workstation, WorkstationError};

/// What this workstation alone knows.
#[derive(Clone, Copy)]
pub(crate) struct Local {
    pub(crate) unsent: u32,
    pub(crate) to_decide: u32,
    pub(crate) draft_at: Option<Timestamp>,
}

#[derive(Serialize, Deserialize)]
struct Saved {
    news2: SavedNews2,
    vitals_at_ms: Option<i64>,
    vitals_due_at_ms: Option<i64>,
    alerts: Vec<String>,
    results: Vec<String>,
    results_critical: bool,
    signed_at_ms: Option<i64>,
    diagnosis: Option<String>,
    sex_letter: String,
    born: Option<String>,
}

#[derive(Serialize, Deserialize)]
enum SavedNews2 {
    NoSet,
    NotApplicable(String),
    Incomplete(Vec<String>),
    Scored {
        total: u8,
        change: Option<i8>,
        spark: Vec<u8>,
        any_three: bool,
    },
}

/// Works out the line of `chart` and keeps it.
pub(crate) fn save(
    environment: &Environment,
    charts: &mut Charts,
    chart: ChartId,
) -> Result<(), WorkstationError> {
    let as_of = AsOf {
        now: environment.clock.now(),
        zone: environment.zone.clone(),
        extent: Extent::Complete,
    };
    charts.derive_glance(chart, |rows| {
        let records = rows.iter().map(|row| RecordRef {
            id: row.record,
            kind: &row.kind,
            json: &row.json,
        });
        let summary = summarise(records, &as_of);
        let line = ward_row(&summary, &as_of);
        let doubles = double_dose::find(rows, &environment.zone).len();
        Some(Glance {
            ward_line: serde_json::to_string(&saved(&summary, line)).ok()?,
            doubles: u32::try_from(doubles).unwrap_or(u32::MAX),
        })
    })?;
    Ok(())
}

fn saved(summary: &ChartSummary, line: WardLine) -> Saved {
    let Banner { sex, born, .. } = &summary.banner;
    let newest_signed = summary
        .notes
        .items()
        .iter()
        .filter(|line| matches!(line.note.status, NoteStatus::Signed { .. }))
        .filter_map(|line| line.note.at)
        .map(charthold_clinical::date::FhirMoment::start)
        .max();
    Saved {
        news2: saved_news2(&line),
        vitals_at_ms: line.vitals_taken_at.map(Timestamp::as_millis),
        vitals_due_at_ms: line.vitals_due_at.map(Timestamp::as_millis),
        alerts: line.alerts,
        results_critical: line
            .results_new
            .iter()
            .any(|result| result.direction.is_critical()),
        results: shortened(
            line.results_new
                .into_iter()
                .map(|result| result.text)
                .collect(),
        ),
        signed_at_ms: newest_signed.map(Timestamp::as_millis),
        diagnosis: line.diagnosis,
        sex_letter: sex.letter().to_owned(),
        born: born.map(|born| born.start().to_string()),
    }
}

/// The most urgent one and how many more: a row of the census has two lines.
fn shortened(mut results: Vec<String>) -> Vec<String> {
    let more = results.len().saturating_sub(RESULTS_SHOWN);
    if more > 0 {
        results.truncate(RESULTS_SHOWN);
        results.push(format!("{more} more"));
    }
    results
}

const RESULTS_SHOWN: usize = 1;

fn saved_news2(line: &WardLine) -> SavedNews2 {
    match line.news2.as_ref().map(|assessment| &assessment.result) {
        None => SavedNews2::NoSet,
        Some(News2::NotApplicable(exclusion)) => {
            SavedNews2::NotApplicable(vitals_view::reason(*exclusion).to_owned())
        }
        Some(News2::Incomplete { missing }) => SavedNews2::Incomplete(vitals_view::names(missing)),
        Some(News2::Scored(score)) => SavedNews2::Scored {
            total: score.total,
            change: line.change.and_then(|change| i8::try_from(change).ok()),
            spark: line.spark.clone(),
            any_three: score.any_three,
        },
    }
}

/// The row of a patient whose chart is here.
pub(crate) fn subject(
    workstation: &Workstation,
    entry: &DirectoryEntry,
    line: &str,
    name_alert: bool,
    local: Local,
) -> Result<WardSubject, WorkstationError> {
    let saved: Saved = serde_json::from_str(line)
        .map_err(|_| WorkstationError::Integrity("a ward line here cannot be read"))?;
    let environment = workstation.environment();
    let now = environment.clock.now();
    let age = saved
        .born
        .as_deref()
        .and_then(charthold_clinical::date::FhirMoment::parse)
        .and_then(|born| charthold_clinical::date::age_text(born, now, &environment.zone));
    let age_sex = [age, Some(saved.sex_letter.clone())].into_iter().flatten();
    Ok(WardSubject::Open {
        name: directory_name(entry),
        age_sex: age_sex.collect::<Vec<_>>().join(" ").trim().to_owned(),
        mrn: mrn_text(entry),
        alerts: saved.alerts,
        name_alert,
        news2: match saved.news2 {
            SavedNews2::NoSet => WardNews2::NoSet,
            SavedNews2::NotApplicable(reason) => WardNews2::NotApplicable { reason },
            SavedNews2::Incomplete(missing) => WardNews2::Incomplete { missing },
            SavedNews2::Scored {
                total,
                change,
                spark,
                any_three,
            } => WardNews2::Scored {
                total,
                change,
                spark,
                any_three,
            },
        },
        vitals_at_ms: saved.vitals_at_ms,
        vitals_due_at_ms: saved.vitals_due_at_ms,
        results: saved.results,
        results_critical: saved.results_critical,
        note: note_mark(environment, now, saved.signed_at_ms, local.draft_at),
        diagnosis: saved.diagnosis,
        unsent: local.unsent,
        to_decide: local.to_decide,
    })
}

/// A draft of one's own counts first; then a note signed since midnight here.
fn note_mark(
    environment: &Environment,
    now: Timestamp,
    signed_at_ms: Option<i64>,
    draft_at: Option<Timestamp>,
) -> NoteMark {
    if let Some(at) = draft_at {
        return NoteMark {
            state: NoteMarkState::Draft,
            at_ms: Some(at.as_millis()),
        };
    }
    let day = |at| charthold_clinical::date::date_text(at, &environment.zone);
    let today = signed_at_ms.filter(|at| day(Timestamp::from_millis(*at)) == day(now));
    match today {
        Some(at) => NoteMark {
            state: NoteMarkState::Signed,
            at_ms: Some(at),
        },
        None => NoteMark {
            state: NoteMarkState::NotStarted,
            at_ms: None,
        },
    }
}
