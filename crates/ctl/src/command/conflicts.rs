//! What needs a clinician's decision, and deciding it.

use std::process::ExitCode;

use charthold_workstation::ipc::dto::{
    AgreedField, AuthorView, ConflictFlag, ConflictView, Decisions, DisputedField, DisputedValue,
    DoubleView, DraftText, GivingView,
};
use charthold_workstation::{DraftApart, Settlement, Timestamp, Workstation, WorkstationError};
use serde::Serialize;

use super::writing::{PutAnswer, heads};
use crate::arguments::Reconcile;
use crate::output::Output;

#[derive(Serialize)]
struct Answer {
    conflicts: Vec<Conflict>,
    possible_doubles: Vec<Double>,
    drafts: Vec<Apart>,
}

/// Texts of a note of one's own that were written apart.
#[derive(Serialize)]
struct Apart {
    mrn: String,
    record: String,
    versions: Vec<Version>,
}

#[derive(Serialize)]
struct Version {
    workstation: Option<String>,
    at: String,
    text: String,
}

#[derive(Serialize)]
struct Conflict {
    mrn: String,
    record: String,
    what: String,
    about: Option<String>,
    heads: Vec<String>,
    flags: Vec<&'static str>,
    fields: Vec<Field>,
    agreed: Vec<Agreed>,
    readable: bool,
}

#[derive(Serialize)]
struct Agreed {
    name: String,
    text: Option<String>,
}

#[derive(Serialize)]
struct Field {
    name: String,
    values: Vec<Value>,
    needed: bool,
}

#[derive(Serialize)]
struct Value {
    head: String,
    text: Option<String>,
    #[serde(flatten)]
    author: Author,
    shown: bool,
}

#[derive(Serialize)]
struct Author {
    author: Option<String>,
    role: Option<String>,
    at: String,
}

#[derive(Serialize)]
struct Double {
    severity: &'static str,
    mrn: String,
    drug: String,
    due_at: String,
    givings: Vec<Giving>,
}

#[derive(Serialize)]
struct Giving {
    record: String,
    dose: Option<String>,
    given_at: Option<String>,
    performer: Option<String>,
    #[serde(flatten)]
    author: Author,
}

pub(crate) fn list(
    workstation: &Workstation,
    mrn: Option<&str>,
    output: &Output,
) -> Result<ExitCode, WorkstationError> {
    let chart = mrn.map(|mrn| workstation.chart_of_mrn(mrn)).transpose()?;
    let Decisions { doubles, conflicts } = workstation.decisions(chart)?;
    let drafts = workstation.drafts_apart(chart)?;
    let answer = Answer {
        conflicts: conflicts.into_iter().map(conflict).collect(),
        possible_doubles: doubles.into_iter().map(double).collect(),
        drafts: drafts.into_iter().map(apart).collect(),
    };
    output.answer(&answer, in_words);
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn reconcile(
    workstation: &Workstation,
    reconcile: &Reconcile,
    output: &Output,
) -> Result<ExitCode, WorkstationError> {
    let record = reconcile.record.parse();
    let record = record.map_err(|_| {
        WorkstationError::InvalidInput("a record is an id as `conflicts` answers it")
    })?;
    let settlement = settlement(reconcile)?;
    let seen = heads(&reconcile.base)?;
    let chart = workstation.chart_of_mrn(&reconcile.mrn)?;
    let done = workstation.settle_conflict(chart, record, None, seen.as_deref(), &settlement)?;
    let answer = PutAnswer::of(&done);
    output.answer(&answer, |answer| format!("Settled: {}.", answer.record));
    Ok(answer.exit_code())
}

/// The side taken, or the value chosen for each field.
fn settlement(reconcile: &Reconcile) -> Result<Settlement, WorkstationError> {
    let head = |text: &str| {
        text.parse().map_err(|_| {
            WorkstationError::InvalidInput("a head is an id as `conflicts` answers it")
        })
    };
    if let Some(take) = &reconcile.take {
        return Ok(Settlement::Side(head(take)?));
    }
    let choice = |text: &String| {
        let (name, op) = text.split_once('=').ok_or(WorkstationError::InvalidInput(
            "a field is chosen as PATH=HEAD, both as `conflicts` answers them",
        ))?;
        Ok((name.to_owned(), head(op)?))
    };
    let chosen = reconcile.field.iter().map(choice);
    Settlement::of_fields(chosen.collect::<Result<Vec<_>, WorkstationError>>()?)
}

fn in_words(answer: &Answer) -> String {
    let mut lines = Vec::new();
    for double in &answer.possible_doubles {
        let Double {
            mrn, drug, due_at, ..
        } = double;
        lines.push(format!(
            "HIGH  {mrn}  possible double administration of {drug}, due {due_at}"
        ));
        for giving in &double.givings {
            let at = giving.given_at.as_deref().unwrap_or("no time");
            lines.push(format!("        {}  given {at}", giving.record));
        }
    }
    for conflict in &answer.conflicts {
        let about = conflict.about.as_deref().unwrap_or("");
        let Conflict {
            mrn, what, record, ..
        } = conflict;
        lines.push(format!("{mrn}  {what} {about}  {record}"));
        for field in &conflict.fields {
            for value in &field.values {
                let text = value.text.as_deref().unwrap_or("(removed)");
                let shown = if value.shown { "  shown meanwhile" } else { "" };
                let author = value.author.author.as_deref().unwrap_or("somebody else");
                let (name, head, at) = (&field.name, &value.head, &value.author.at);
                lines.push(format!(
                    "        {head}  {name}: {text}  {author}, {at}{shown}"
                ));
            }
        }
        if !conflict.agreed.is_empty() {
            let names: Vec<&str> = conflict.agreed.iter().map(|one| &*one.name).collect();
            lines.push(format!("        not in question: {}", names.join(", ")));
        }
    }
    for Apart {
        mrn,
        record,
        versions,
    } in &answer.drafts
    {
        lines.push(format!("{mrn}  your draft was written apart  {record}"));
        for Version {
            workstation, at, ..
        } in versions
        {
            let workstation = workstation.as_deref().unwrap_or("another workstation");
            lines.push(format!("        at {workstation}, {at}"));
        }
    }
    if lines.is_empty() {
        lines.push("Nothing needs a decision.".to_owned());
    }
    lines.join("\n")
}

fn conflict(view: ConflictView) -> Conflict {
    Conflict {
        mrn: digits(&view.patient.mrn),
        record: view.record,
        what: view.what,
        about: view.about,
        heads: view.heads,
        flags: view.flags.iter().map(flag).collect(),
        fields: view.fields.into_iter().map(field).collect(),
        agreed: view.agreed.into_iter().map(agreed).collect(),
        readable: !view.unreadable,
    }
}

fn field(view: DisputedField) -> Field {
    let value = |view: DisputedValue| Value {
        head: view.op,
        text: view.text,
        author: author(view.by),
        shown: view.stands,
    };
    Field {
        name: view.name,
        values: view.values.into_iter().map(value).collect(),
        needed: view.needed,
    }
}

fn agreed(view: AgreedField) -> Agreed {
    Agreed {
        name: view.name,
        text: view.text,
    }
}

fn double(view: DoubleView) -> Double {
    let giving = |view: GivingView| Giving {
        record: view.record,
        dose: view.dose,
        given_at: view.given_at_ms.map(time),
        performer: view.performer,
        author: author(view.by),
    };
    Double {
        severity: "high",
        mrn: digits(&view.patient.mrn),
        drug: view.drug,
        due_at: time(view.due_at_ms),
        givings: view.givings.into_iter().map(giving).collect(),
    }
}

fn apart(view: DraftApart) -> Apart {
    let draft = view.draft;
    let version = |workstation, at_ms, text: &DraftText| Version {
        workstation,
        at: time(at_ms),
        text: words(text),
    };
    let mut versions = vec![version(draft.station, draft.saved_at_ms, &draft.text)];
    let others = draft.versions.into_iter();
    versions.extend(others.map(|one| version(one.station, one.at_ms, &one.text)));
    Apart {
        mrn: digits(&view.patient.mrn),
        record: draft.draft,
        versions,
    }
}

/// What is written in it.
fn words(text: &DraftText) -> String {
    let sections = text.sections.iter().map(|section| section.text.as_str());
    let written: Vec<&str> = sections.filter(|text| !text.trim().is_empty()).collect();
    written.join("\n\n")
}

fn author(view: AuthorView) -> Author {
    Author {
        author: view.name,
        role: view.role,
        at: time(view.at_ms),
    }
}

const fn flag(flag: &ConflictFlag) -> &'static str {
    match flag {
        ConflictFlag::EnteredInErrorWhileChanged => "entered-in-error-while-changed",
        ConflictFlag::EndedWhileChanged => "ended-while-changed",
    }
}

/// A record number as `search` answers it.
fn digits(mrn: &str) -> String {
    mrn.chars().filter(|sign| !sign.is_whitespace()).collect()
}

fn time(ms: i64) -> String {
    Timestamp::from_millis(ms).to_string()
}
