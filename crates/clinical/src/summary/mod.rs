//! A whole chart at a glance: what the banner, the summary tab and the census show, made in one
//! pass over the chart's records. Pure: the same records and the same "now" give the same summary.
//! Opening a single record in full is done with that kind's view.

mod banner;
mod gather;
mod line;
mod medications;
mod results;
mod scores;

use std::collections::BTreeMap;

use charthold_domain::{RecordId, Timestamp};
use jiff::tz::TimeZone;

use crate::banner::Banner;
use crate::condition::{Activity, Certainty, Problem};
use crate::date::FhirMoment;
use crate::encounter::Encounter;
use crate::listing::{Extent, Listing};
use crate::news2::Scale;
use crate::note::{NoteHead, NoteStatus};
use crate::vitals::VitalsSet;
use gather::{Gathered, Of};

pub use line::{
    AllergyLine, Assessment, EarlierValue, FlagLine, Freshness, MedicationLine, News2Summary,
    NoteLine, Novelty, ProblemLine, ProblemRank, ResultLine, Series, Trend, TrendPoint, TrendSign,
};

/// One record of the chart. Where a record has several unreconciled versions, pass each: all are
/// shown, and of allergies the more cautious counts.
#[derive(Clone, Copy, Debug)]
pub struct RecordRef<'a> {
    /// The record.
    pub id: RecordId,
    /// Its resource type.
    pub kind: &'a str,
    /// The resource.
    pub json: &'a str,
}

/// What a summary is as of.
#[derive(Clone, Debug)]
pub struct AsOf {
    /// Now.
    pub now: Timestamp,
    /// The unit's time zone.
    pub zone: TimeZone,
    /// Whether the whole chart is at hand. While it is not, nothing is said to be absent.
    pub extent: Extent,
}

/// The summary.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartSummary {
    /// The banner.
    pub banner: Banner,
    /// The stay of now, else the last encounter.
    pub encounter: Option<Encounter>,
    /// The last set of vital signs.
    pub vitals: Option<VitalsSet>,
    /// The set before it.
    pub vitals_before: Option<VitalsSet>,
    /// The SpO2 scale in force.
    pub scale: Scale,
    /// NEWS2 of now.
    pub news2: News2Summary,
    /// Vital signs of the last 48 h.
    pub trend: Trend,
    /// Problems, the principal one first, then active, then past; newest first.
    pub problems: Listing<ProblemLine>,
    /// Allergies, current risks first.
    pub allergies: Listing<AllergyLine>,
    /// Medications being taken or on hold by name, then those that are over, newest first.
    pub medications: Listing<MedicationLine>,
    /// Laboratory results, the last of each kind; newest first.
    pub results: Listing<ResultLine>,
    /// Notes and documents, newest first.
    pub notes: Listing<NoteLine>,
    /// Active flags.
    pub flags: Vec<FlagLine>,
    /// How many records of every other kind there are.
    pub other: BTreeMap<String, usize>,
    /// Records of known kinds that could not be read, to be shown as "other".
    pub unreadable: Vec<RecordId>,
}

/// Summarises a chart.
#[must_use]
pub fn summarise<'a>(
    records: impl IntoIterator<Item = RecordRef<'a>>,
    as_of: &AsOf,
) -> ChartSummary {
    let mut gathered = Gathered::default();
    for record in records {
        gathered.add(record);
    }
    let scale = scores::scale_of(&gathered.flags);
    let exclusion = scores::exclusion_of(&gathered, as_of);
    let sets = crate::vitals::group_readings(&mut gathered.readings);
    let encounter = gathered.take_encounter();
    let banner = banner::banner(&gathered, encounter.as_ref(), as_of);
    let extent = |kind: Kind| match (as_of.extent, gathered.could_not_read(kind)) {
        (Extent::Complete, false) => Extent::Complete,
        _ => Extent::Truncated,
    };
    let allergies = allergy_listing(&gathered, extent(Kind::Allergy));
    let medications_extent = extent(Kind::Medication);
    let (problems_extent, results_extent) = (extent(Kind::Problem), extent(Kind::Result));
    let notes_extent = extent(Kind::Note);
    let medications = medications::listing(
        gathered.medications,
        &gathered.administered,
        medications_extent,
        as_of,
    );
    let problems = problem_lines(gathered.problems, encounter.as_ref());
    ChartSummary {
        news2: scores::news2_summary(&sets, scale, exclusion, as_of),
        trend: scores::trend(&sets, scale, exclusion, as_of),
        problems: Listing::of(problems, problems_extent),
        results: Listing::of(results::lines(gathered.results, as_of), results_extent),
        notes: Listing::of(note_lines(gathered.notes), notes_extent),
        flags: gathered
            .flags
            .into_iter()
            .map(|Of { record, item }| FlagLine { record, flag: item })
            .collect(),
        other: gathered.other,
        unreadable: gathered
            .unreadable
            .into_iter()
            .map(|(record, _)| record)
            .collect(),
        vitals: sets.first().cloned(),
        vitals_before: sets.get(1).cloned(),
        banner,
        encounter,
        scale,
        allergies,
        medications,
    }
}

/// The lists that a record which cannot be read leaves incomplete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Allergy,
    Medication,
    Problem,
    Result,
    Note,
    Other,
}

fn problem_lines(problems: Vec<Of<Problem>>, encounter: Option<&Encounter>) -> Vec<ProblemLine> {
    let principal = encounter
        .and_then(|e| e.diagnoses.first())
        .map(|d| id_of(&d.condition));
    let reason = encounter
        .filter(|e| e.is_open())
        .and_then(|e| e.reason.as_deref());
    let shown = problems
        .into_iter()
        .filter(|of| of.item.certainty != Certainty::EnteredInError);
    let mut lines: Vec<ProblemLine> = shown
        .map(|Of { record, item }| {
            let first = match principal {
                Some(principal) => item.fhir_id.as_deref() == Some(principal),
                None => reason.is_some_and(|reason| reason.eq_ignore_ascii_case(&item.label)),
            };
            let rank = if first {
                ProblemRank::Principal
            } else {
                ProblemRank::Other
            };
            ProblemLine {
                record,
                problem: item,
                rank,
            }
        })
        .collect();
    lines.sort_by_cached_key(|line| {
        let problem = &line.problem;
        let active =
            problem.activity == Activity::Active && problem.certainty != Certainty::Refuted;
        let when = problem.onset.or(problem.recorded).map(FhirMoment::start);
        (
            line.rank,
            !active,
            problem.activity,
            std::cmp::Reverse(when),
            problem.label.clone(),
        )
    });
    lines
}

fn allergy_listing(gathered: &Gathered, extent: Extent) -> Listing<AllergyLine> {
    let lines = gathered.allergies.iter().filter(|of| {
        of.item.certainty != Certainty::EnteredInError
            && of.item.statement == crate::allergy::Statement::Allergy
    });
    let mut lines: Vec<AllergyLine> = lines
        .map(|of| AllergyLine {
            record: of.record,
            allergy: of.item.clone(),
        })
        .collect();
    if lines.is_empty()
        && extent == Extent::Complete
        && let Some(none) = gathered.none_known()
    {
        return Listing::NoneKnown {
            statement: none.agent.clone(),
            by: none.recorder.clone(),
            at: none.recorded,
        };
    }
    lines.sort_by_cached_key(|line| {
        let allergy = &line.allergy;
        (
            !allergy.is_current_risk(),
            allergy.criticality,
            allergy.agent.to_lowercase(),
        )
    });
    Listing::of(lines, extent)
}

fn note_lines(notes: Vec<Of<NoteHead>>) -> Vec<NoteLine> {
    let shown = notes
        .into_iter()
        .filter(|of| of.item.status != NoteStatus::EnteredInError);
    let mut lines: Vec<NoteLine> = shown
        .map(|Of { record, item }| NoteLine { record, note: item })
        .collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.note.at.map(FhirMoment::start)));
    lines
}

/// The id in `Kind/id`, `urn:uuid:id` or a URL.
fn id_of(reference: &str) -> &str {
    let stem = reference.split("/_history/").next().unwrap_or(reference);
    stem.rsplit(['/', ':']).next().unwrap_or(stem)
}
