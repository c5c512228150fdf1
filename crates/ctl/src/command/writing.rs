//! Writing in a chart.

use std::process::ExitCode;

use charthold_workstation::ipc::dto::{DraftText, NoteSection, Saved};
use charthold_workstation::{OpId, PutOutcome, Workstation, WorkstationError};
use serde::Serialize;

use crate::arguments::{Addendum, Note, Put};
use crate::exit;
use crate::input::{Limit, read_file};
use crate::output::Output;

#[derive(Serialize)]
pub(super) struct PutAnswer {
    pub(super) record: String,
    head: Option<String>,
    conflict: bool,
}

impl PutAnswer {
    pub(super) fn of(done: &PutOutcome) -> Self {
        Self {
            record: done.record.to_string(),
            head: done.head.map(|head| head.to_string()),
            conflict: done.conflict,
        }
    }

    pub(super) fn exit_code(&self) -> ExitCode {
        ExitCode::from(if self.conflict {
            exit::NEEDS_RECONCILIATION
        } else {
            0
        })
    }
}

/// The heads named on the command line; `None` when there is none.
pub(super) fn heads(named: &[String]) -> Result<Option<Vec<OpId>>, WorkstationError> {
    let heads: Vec<OpId> = named
        .iter()
        .map(|head| head.parse())
        .collect::<Result<_, _>>()
        .map_err(|_| WorkstationError::InvalidInput("a head is an id as `put` answers it"))?;
    Ok((!heads.is_empty()).then_some(heads))
}

pub(crate) fn put(
    workstation: &Workstation,
    put: &Put,
    output: &Output,
) -> Result<ExitCode, WorkstationError> {
    let json = read_file(&put.file, Limit::RESOURCE)?;
    let base = heads(&put.base)?;
    let chart = workstation.chart_of_mrn(&put.mrn)?;
    let done = workstation.put_record(chart, &json, base)?;
    let answer = PutAnswer::of(&done);
    output.answer(&answer, |answer| format!("Recorded as {}.", answer.record));
    Ok(answer.exit_code())
}

#[derive(Serialize)]
struct NoteAnswer {
    record: String,
    signed: bool,
}

pub(crate) fn note(
    workstation: &Workstation,
    note: &Note,
    output: &Output,
) -> Result<ExitCode, WorkstationError> {
    let text = DraftText {
        title: "Progress note".into(),
        sections: vec![NoteSection {
            heading: String::new(),
            text: read_file(&note.text_file, Limit::NOTE)?,
        }],
    };
    let chart = workstation.chart_of_mrn(&note.mrn)?;
    workstation.open_chart(chart)?;
    let record = if note.sign {
        first(workstation.write_signed_note(chart, &text)?)?
    } else {
        // The note in progress is gone on with, wherever it was begun.
        let before = workstation.load_draft(chart)?;
        let before = before.and_then(|draft| draft.draft.parse().ok());
        workstation.save_draft(chart, before, &text)?.draft
    };
    output.answer(
        &NoteAnswer {
            record,
            signed: note.sign,
        },
        |answer| {
            let state = if answer.signed {
                "Signed"
            } else {
                "Saved as a draft"
            };
            format!("{state}: {}", answer.record)
        },
    );
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn addendum(
    workstation: &Workstation,
    addendum: &Addendum,
    output: &Output,
) -> Result<ExitCode, WorkstationError> {
    let text = read_file(&addendum.text_file, Limit::NOTE)?;
    let record = addendum
        .record
        .parse()
        .map_err(|_| WorkstationError::InvalidInput("a note is named by its record id"))?;
    let chart = workstation.chart_of_mrn(&addendum.mrn)?;
    workstation.open_chart(chart)?;
    let record = first(workstation.add_addendum(chart, None, record, &text)?)?;
    output.answer(
        &NoteAnswer {
            record,
            signed: true,
        },
        |answer| format!("Signed: {}", answer.record),
    );
    Ok(ExitCode::SUCCESS)
}

fn first(saved: Saved) -> Result<String, WorkstationError> {
    saved
        .records
        .into_iter()
        .next()
        .ok_or(WorkstationError::Internal("nothing was written"))
}
