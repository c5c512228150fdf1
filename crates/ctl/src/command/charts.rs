//! Finding, reading, bringing in and taking out charts.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use charthold_workstation::ipc::dto::PatientHit;
use charthold_workstation::{ChartId, ImportSource, Workstation, WorkstationError};
use serde::Serialize;

use crate::output::Output;

#[derive(Serialize)]
struct Patients {
    patients: Vec<Patient>,
}

#[derive(Serialize)]
struct Patient {
    /// Empty for who has none.
    mrn: String,
    /// What names them to the other commands then.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    name: String,
    born: Option<String>,
    sex: Option<String>,
    unit: Option<String>,
    bed: Option<String>,
    access: &'static str,
}

pub(crate) fn search(
    workstation: &Workstation,
    text: &str,
    output: &Output,
) -> Result<ExitCode, WorkstationError> {
    let hits = workstation.search(text)?.into_iter();
    let patients = hits
        .map(|hit| patient(workstation, hit))
        .collect::<Result<_, _>>()?;
    output.answer(&Patients { patients }, |found| {
        if found.patients.is_empty() {
            return "Nobody found among the patients listed here.".to_owned();
        }
        let line = |patient: &Patient| {
            let place = patient
                .bed
                .as_deref()
                .or(patient.unit.as_deref())
                .unwrap_or("–");
            let born = patient.born.as_deref().unwrap_or("not recorded");
            let number = match &patient.id {
                Some(id) => format!("no record number (use {id})"),
                None => patient.mrn.clone(),
            };
            format!(
                "{number}  {}  born {born}  {place}  {}",
                patient.name, patient.access
            )
        };
        found
            .patients
            .iter()
            .map(line)
            .collect::<Vec<_>>()
            .join("\n")
    });
    Ok(ExitCode::SUCCESS)
}

fn patient(workstation: &Workstation, hit: PatientHit) -> Result<Patient, WorkstationError> {
    let id = match hit.mrn.is_empty() {
        true => {
            let chart: ChartId = hit
                .chart
                .parse()
                .map_err(|_| WorkstationError::Internal("a chart's id"))?;
            Some(workstation.fhir_id_of(chart)?)
        }
        false => None,
    };
    Ok(Patient {
        mrn: hit.mrn,
        id,
        name: hit.name,
        born: hit.born,
        sex: hit.sex,
        unit: hit.unit,
        bed: hit.bed,
        access: if hit.open { "open" } else { "restricted" },
    })
}

pub(crate) fn chart(
    workstation: &Workstation,
    mrn: &str,
    kind: Option<&str>,
    output: &Output,
) -> Result<ExitCode, WorkstationError> {
    let chart = workstation.chart_of_mrn(mrn)?;
    output.json_text(&workstation.chart_bundle(chart, kind)?);
    Ok(ExitCode::SUCCESS)
}

#[derive(Serialize)]
struct Exported {
    bytes: usize,
}

pub(crate) fn export(
    workstation: &Workstation,
    mrn: &str,
    out: &Path,
    output: &Output,
) -> Result<ExitCode, WorkstationError> {
    use std::io::Write;
    let chart = workstation.chart_of_mrn(mrn)?;
    if out.exists() {
        return Err(WorkstationError::InvalidInput(
            "the file to write exists already",
        ));
    }
    let bundle = workstation.export_chart(chart)?;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(out).map_err(WorkstationError::File)?;
    let written = file
        .write_all(bundle.as_bytes())
        .and_then(|()| file.sync_all());
    if let Err(error) = written {
        // Half a chart must not pass for one.
        let _ = std::fs::remove_file(out);
        return Err(WorkstationError::File(error));
    }
    let bytes = bundle.len();
    output.answer(&Exported { bytes }, |exported| {
        format!("Wrote {} bytes.", exported.bytes)
    });
    Ok(ExitCode::SUCCESS)
}

pub(crate) async fn import(
    workstation: &Workstation,
    unit: Option<&str>,
    paths: &[PathBuf],
    output: &Output,
) -> Result<ExitCode, WorkstationError> {
    let mut files = Vec::new();
    for path in paths {
        collect(path, &mut files)?;
    }
    if files.is_empty() {
        return Err(WorkstationError::InvalidInput(
            "there is no .json or .ndjson file to bring in",
        ));
    }
    let sources: Vec<ImportSource> = files.into_iter().map(ImportSource::File).collect();
    let report = workstation.import(&sources, unit).await?;
    workstation.refresh()?;
    output.answer(&report, |report| {
        let mut text = format!(
            "Imported {} resources; {} were here already; {} were refused.",
            report.imported,
            report.unchanged,
            report.refused.len()
        );
        for refused in &report.refused {
            let entry = refused
                .entry
                .map(|n| format!(" entry {n}"))
                .unwrap_or_default();
            let why = in_words(&refused.code);
            text.push_str(&format!(
                "\n{}{entry}: {}: {why}",
                refused.file, refused.code
            ));
        }
        text
    });
    let failed = report.imported == 0 && report.unchanged == 0 && !report.refused.is_empty();
    Ok(if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// Files as given; of folders, every JSON and NDJSON below, by name.
/// Why something was not taken, and what to do about it.
fn in_words(code: &str) -> &'static str {
    match code {
        "not-json" => "it is no whole JSON text. Export it again where it comes from.",
        "not-utf8" => "it is not UTF-8 text. Export it again as UTF-8.",
        "not-a-bundle" => "it is neither a FHIR R4 resource nor a bundle of them.",
        "no-resource-type" => "it holds no FHIR resource.",
        "no-patient" => {
            "whose it is cannot be told. Bring it in together with its Patient resource."
        }
        "wrong-patient" => {
            "it is of two patients, or under its id somebody else has a chart here. Nothing was mixed. Check the source."
        }
        "duplicate-id" => "another resource has the same type and id.",
        "duplicate-mrn" => {
            "another patient is listed under this record number. Check which of the two is right."
        }
        "too-large" => "it is larger than can be taken: 256 MiB for a file, 16 MiB for a resource.",
        "not-readable" => "the file cannot be read. Check that you may use it.",
        _ => "it was not taken.",
    }
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<(), WorkstationError> {
    let metadata = std::fs::metadata(path).map_err(WorkstationError::File)?;
    if !metadata.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    let entries = std::fs::read_dir(path).map_err(WorkstationError::File)?;
    let mut below: Vec<PathBuf> = entries
        .map(|entry| {
            entry
                .map(|entry| entry.path())
                .map_err(WorkstationError::File)
        })
        .collect::<Result<_, _>>()?;
    below.sort();
    for path in below {
        let known = path
            .extension()
            .is_some_and(|e| e == "json" || e == "ndjson");
        if known || path.is_dir() {
            collect(&path, files)?;
        }
    }
    Ok(())
}
