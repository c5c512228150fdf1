//! A whole chart for the window.

use charthold_clinical::banner::{AllergyHeading, Banner};
use charthold_clinical::flag::FlagKind;
use charthold_clinical::listing::Extent;
use charthold_clinical::mrn;
use charthold_clinical::patient::Death;
use charthold_clinical::summary::{AsOf, ChartSummary, RecordRef, summarise};
use charthold_domain::{ChartId, Timestamp};
use charthold_store::RecordRow;
use jiff::tz::TimeZone;

use super::lines::{self, Rows};
use super::listing::shown;
use super::{note, vitals_view};
use crate::enrolled::Enrolled;
use crate::ipc::dto::{AllergyHeadingView, BannerView, ChartView, FlagView, Freshness, OtherView};
use crate::session::{Glance, Session};
use crate::{Environment, WorkstationError};

/// Shows `rows` of `chart`, and remembers its latest vitals for the entry form.
pub(crate) fn show(
    environment: &Environment,
    enrolled: &Enrolled,
    session: &mut Session,
    chart: ChartId,
    rows: &[RecordRow],
    as_of: Option<Timestamp>,
) -> Result<ChartView, WorkstationError> {
    let (complete, has_draft, not_shown) = enrolled.journal.with(|journal| {
        Ok((
            journal.is_complete(chart)?,
            has_draft(&journal.list_drafts(session.person.id)?, chart),
            session.charts.behind(journal, chart)?,
        ))
    })?;
    let unreadable = session.charts.unreadable(chart)?;
    let is_whole = complete && unreadable == 0 && not_shown == 0;
    let summary = summary(environment, rows, is_whole);
    session.glances.insert(chart, Glance::of(&summary));
    let context = Rows::new(rows, &environment.zone);
    Ok(ChartView {
        chart: chart.to_string(),
        banner: banner(&summary, &environment.zone),
        freshness: Freshness {
            as_of_ms: as_of.map(Timestamp::as_millis),
            complete,
            unsent: count(rows.iter().filter(|row| row.unsent).count()),
            not_shown,
            unreadable: unreadable.saturating_add(count(summary.unreadable.len())),
        },
        vitals: vitals_view::strip(&summary),
        trend: vitals_view::trend(&summary),
        problems: shown(&summary.problems, |line| lines::problem(line, &context)),
        allergies: shown(&summary.allergies, |line| lines::allergy(line, &context)),
        medications: shown(&summary.medications, |line| {
            lines::medication(line, &context)
        }),
        results: shown(&summary.results, lines::result),
        notes: shown(&summary.notes, |line| {
            lines::note(line, &context, note::excerpt(context.row(line.record)))
        }),
        other: summary
            .other
            .iter()
            .map(|(kind, n)| OtherView {
                kind: kind.clone(),
                count: count(*n),
            })
            .collect(),
        has_draft,
    })
}

/// What the records say, as of now.
pub(crate) fn summary(
    environment: &Environment,
    rows: &[RecordRow],
    complete: bool,
) -> ChartSummary {
    let as_of = AsOf {
        now: environment.clock.now(),
        zone: environment.zone.clone(),
        extent: if complete {
            Extent::Complete
        } else {
            Extent::Truncated
        },
    };
    let records = rows.iter().map(|row| RecordRef {
        id: row.record,
        kind: &row.kind,
        json: &row.json,
    });
    summarise(records, &as_of)
}

fn banner(summary: &ChartSummary, zone: &TimeZone) -> BannerView {
    let Banner {
        name,
        born,
        age,
        sex,
        mrn,
        death,
        weight,
        ..
    } = &summary.banner;
    let with_age = |text: String| match age {
        Some(age) => format!("{text} ({age})"),
        None => text,
    };
    let died = match death {
        Death::NotRecorded => None,
        Death::Died => Some("Died".to_owned()),
        Death::DiedAt(at) => Some(format!("Died {}", at.date_text(zone))),
    };
    let other_flags = summary
        .flags
        .iter()
        .filter(|line| !matches!(line.flag.kind, FlagKind::CodeStatus | FlagKind::Isolation))
        .map(|line| FlagView {
            text: line.flag.short_text(),
        });
    BannerView {
        family: name.family.to_uppercase(),
        given: name.given.clone(),
        title: name.title.clone(),
        preferred: name.preferred.clone(),
        initials: name.initials(),
        born: born.map(|born| with_age(born.date_text(zone))),
        died,
        sex: Some(sex.label().to_owned()),
        mrn: mrn.as_deref().map(mrn::grouped),
        bed: summary.banner.bed.clone(),
        day_of_stay: summary
            .banner
            .day_of_stay
            .and_then(|day| u32::try_from(day).ok()),
        attending: summary.banner.attending.clone(),
        code_status: summary.banner.code_status.clone(),
        isolation: summary.banner.isolation.clone(),
        weight: weight.as_ref().map(|weight| weight.text.clone()),
        weight_at_ms: weight.as_ref().map(|weight| weight.at.start().as_millis()),
        allergies: heading(&summary.banner.allergies),
        flags: other_flags.collect(),
    }
}

fn heading(heading: &AllergyHeading) -> AllergyHeadingView {
    match heading {
        AllergyHeading::Known(lines) => AllergyHeadingView::Known {
            lines: lines.clone(),
        },
        AllergyHeading::NoneKnown { at, by, .. } => AllergyHeadingView::NoneKnown {
            by: by.clone(),
            at_ms: at.map(|at| at.start().as_millis()),
        },
        AllergyHeading::NotRecorded => AllergyHeadingView::NotRecorded,
        AllergyHeading::Unavailable => AllergyHeadingView::Unavailable,
    }
}

fn has_draft(drafts: &[(ChartId, Timestamp)], chart: ChartId) -> bool {
    drafts.iter().any(|(drafted, _)| *drafted == chart)
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
