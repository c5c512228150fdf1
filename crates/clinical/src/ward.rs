//! A patient's row of the census, from the chart's summary. Who may see the row, and the columns
//! that come from elsewhere (bed, plan, nurse, what is kept offline), are the workstation's.

use charthold_domain::Timestamp;

use crate::condition::{Activity, Certainty};
use crate::date::FhirMoment;
use crate::flag::{Flag, FlagKind, is_no_resuscitation};
use crate::medication::State;
use crate::news2::News2;
use crate::note::NoteStatus;
use crate::observation::Direction;
use crate::summary::{AsOf, Assessment, ChartSummary, Freshness, Novelty, ProblemRank, ResultLine};

/// What the census shows of a chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WardLine {
    /// The last complete NEWS2; when there is none, what the last set says instead of a number.
    pub news2: Option<Assessment>,
    /// Its change from the one before.
    pub change: Option<i16>,
    /// Whether it is older than its band allows.
    pub freshness: Freshness,
    /// The last totals, at most seven, oldest first.
    pub spark: Vec<u8>,
    /// When the last set was taken.
    pub vitals_taken_at: Option<Timestamp>,
    /// When the next is due.
    pub vitals_due_at: Option<Timestamp>,
    /// Alerts, short: `DNR`, `Falls`, `Isolation: droplet`.
    pub alerts: Vec<String>,
    /// Medications due within the next hour or overdue, and when the first of them was or is due.
    pub medications_due: Option<MedicationsDue>,
    /// New results that are abnormal, worst first; then how many other new ones there are.
    pub results_new: Vec<NewResult>,
    /// New results in all.
    pub results_new_count: usize,
    /// Today's note.
    pub note_today: NoteToday,
    /// Principal problem, else why the patient came.
    pub diagnosis: Option<String>,
}

/// Medications that are due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MedicationsDue {
    /// How many.
    pub count: usize,
    /// When the first of them was or is due.
    pub first_due_at: Timestamp,
}

/// A new abnormal result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewResult {
    /// `K 6.1 mmol/L high`.
    pub text: String,
    /// Its direction.
    pub direction: Direction,
}

/// The day's physician note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoteToday {
    /// There is none.
    NotStarted,
    /// There is one.
    Started {
        /// Where it stands.
        status: NoteStatus,
        /// When it was written.
        at: Option<FhirMoment>,
        /// By whom.
        author: Option<String>,
    },
}

/// The census row of a chart.
#[must_use]
pub fn ward_row(summary: &ChartSummary, as_of: &AsOf) -> WardLine {
    let news2 = &summary.news2;
    let new = |result: &&ResultLine| result.novelty == Novelty::New;
    WardLine {
        news2: shown_news2(summary),
        change: news2.change,
        freshness: news2.freshness,
        spark: news2.totals.clone(),
        vitals_taken_at: summary.vitals.as_ref().map(|set| set.taken_at),
        vitals_due_at: news2.due_at,
        alerts: alerts(summary),
        medications_due: medications_due(summary, as_of.now),
        results_new: new_results(summary),
        results_new_count: summary.results.items().iter().filter(new).count(),
        note_today: note_today(summary, as_of),
        diagnosis: diagnosis(summary),
    }
}

fn shown_news2(summary: &ChartSummary) -> Option<Assessment> {
    let current = summary.news2.current.as_ref();
    let excluded = current.filter(|a| matches!(a.result, News2::NotApplicable(_)));
    excluded
        .or(summary.news2.last_scored.as_ref())
        .or(current)
        .cloned()
}

/// Code status only when it limits treatment, and not the diet of every day.
fn alerts(summary: &ChartSummary) -> Vec<String> {
    let mut flags: Vec<&Flag> = summary.flags.iter().map(|line| &line.flag).collect();
    flags.sort_by_key(|flag| flag.kind);
    let limits =
        |flag: &&Flag| flag.kind != FlagKind::CodeStatus || is_no_resuscitation(&flag.label);
    let mut alerts: Vec<String> = flags
        .into_iter()
        .filter(limits)
        .map(Flag::short_text)
        .collect();
    let observed = summary
        .banner
        .code_status
        .as_deref()
        .is_some_and(is_no_resuscitation);
    if observed && !alerts.iter().any(|alert| alert == "DNR") {
        alerts.insert(0, "DNR".into());
    }
    alerts.dedup();
    alerts
}

fn medications_due(summary: &ChartSummary, now: Timestamp) -> Option<MedicationsDue> {
    let soon = now.plus(DUE_SOON);
    let current = summary
        .medications
        .items()
        .iter()
        .filter(|l| l.medication.state == State::Current);
    let due: Vec<Timestamp> = current
        .filter_map(|l| l.next_due)
        .filter(|due| *due <= soon)
        .collect();
    let first_due_at = due.iter().min().copied()?;
    Some(MedicationsDue {
        count: due.len(),
        first_due_at,
    })
}

fn new_results(summary: &ChartSummary) -> Vec<NewResult> {
    let new = summary
        .results
        .items()
        .iter()
        .filter(|r| r.novelty == Novelty::New);
    let abnormal = new.filter_map(|result| {
        let direction = result.direction.filter(|d| d.word().is_some())?;
        Some(NewResult {
            text: result.short_text(),
            direction,
        })
    });
    let mut abnormal: Vec<NewResult> = abnormal.collect();
    abnormal.sort_by_key(|result| !result.direction.is_critical());
    abnormal
}

/// The newest physician note of the civil day; an addendum is not a day's note.
fn note_today(summary: &ChartSummary, as_of: &AsOf) -> NoteToday {
    let today = FhirMoment::instant(as_of.now).date(&as_of.zone);
    let of_today = summary
        .notes
        .items()
        .iter()
        .map(|line| &line.note)
        .find(|note| {
            let physician = note
                .type_code
                .as_deref()
                .is_some_and(|code| PHYSICIAN_NOTES.contains(&code));
            let day = note.at.map(|at| at.date(&as_of.zone));
            physician && note.appends.is_none() && day == Some(today)
        });
    match of_today {
        Some(note) => NoteToday::Started {
            status: note.status.clone(),
            at: note.at,
            author: note.author.clone(),
        },
        None => NoteToday::NotStarted,
    }
}

fn diagnosis(summary: &ChartSummary) -> Option<String> {
    let problems = summary.problems.items();
    let principal = problems
        .iter()
        .find(|line| line.rank == ProblemRank::Principal);
    let encounter = summary.encounter.as_ref().filter(|e| e.is_open());
    let reason = || {
        let named = encounter?.diagnoses.first().and_then(|d| d.label.clone());
        named.or_else(|| encounter?.reason.clone())
    };
    let active = || {
        let holds = |a: Activity, c: Certainty| a == Activity::Active && c != Certainty::Refuted;
        let first = problems
            .iter()
            .find(|l| holds(l.problem.activity, l.problem.certainty))?;
        Some(first.problem.label.clone())
    };
    principal
        .map(|line| line.problem.label.clone())
        .or_else(reason)
        .or_else(active)
}

/// LOINC: progress, outpatient progress, history and physical, discharge summary, consult notes.
const PHYSICIAN_NOTES: [&str; 5] = ["11506-3", "34131-3", "34117-2", "18842-5", "11488-4"];

const DUE_SOON: std::time::Duration = std::time::Duration::from_secs(60 * 60);
