//! A bulk export: one NDJSON file for each kind of resource, every patient in each of them. Whose a line
//! is, is told here by the first patient it names, not by the product's reader, which is to be judged.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Amount;

/// An export, or part of one.
#[derive(Debug, Default)]
pub struct BulkExport {
    /// The files' names and their lines.
    files: BTreeMap<String, Vec<Line>>,
}

#[derive(Debug)]
struct Line {
    /// The patient's id; absent for what is nobody's.
    patient: Option<String>,
    json: String,
}

/// Some patients of an export, written down as an export of its own.
#[derive(Debug)]
pub struct BulkPart {
    /// The files.
    pub files: Vec<PathBuf>,
    /// Each patient's resources, by the patient's id.
    pub charts: BTreeMap<String, Vec<String>>,
    /// Resources that are nobody's: file, place in it, and the resource.
    pub shared: Vec<(String, usize, String)>,
}

impl BulkExport {
    /// Reads the NDJSON files of `folder`.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn read(folder: &Path) -> io::Result<Self> {
        let mut export = Self::default();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path
                .extension()
                .is_none_or(|extension| extension != "ndjson")
            {
                continue;
            }
            let name = path.file_name().unwrap_or_default();
            let lines = fs::read_to_string(&path)?.lines().map(line).collect();
            export
                .files
                .insert(name.to_string_lossy().into_owned(), lines);
        }
        Ok(export)
    }

    /// Writes `amount` of its patients, by the size of their charts, into files of the same names
    /// under `folder`; what is nobody's with them.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn write_part(self, amount: Amount, folder: &Path) -> io::Result<BulkPart> {
        let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
        for line in self.files.values().flatten() {
            if let Some(patient) = &line.patient {
                *sizes.entry(patient).or_default() += line.json.len();
            }
        }
        let mut by_size: Vec<(usize, &str)> = sizes
            .into_iter()
            .map(|(patient, size)| (size, patient))
            .collect();
        by_size.sort_unstable();
        let taken = amount.of(by_size).into_iter();
        let mut part = BulkPart {
            files: Vec::new(),
            charts: taken
                .map(|(_, patient)| (patient.to_owned(), Vec::new()))
                .collect(),
            shared: Vec::new(),
        };
        for (name, lines) in self.files {
            part.add_file(&name, lines, folder)?;
        }
        Ok(part)
    }
}

impl BulkPart {
    fn add_file(&mut self, name: &str, lines: Vec<Line>, folder: &Path) -> io::Result<()> {
        let mut text = String::new();
        let mut place = 0;
        for Line { patient, json } in lines {
            let chart = match &patient {
                Some(patient) => match self.charts.get_mut(patient) {
                    Some(chart) => Some(chart),
                    None => continue,
                },
                None => None,
            };
            text.push_str(&json);
            text.push('\n');
            match chart {
                Some(chart) => chart.push(json),
                None => self.shared.push((name.to_owned(), place, json)),
            }
            place += 1;
        }
        if !text.is_empty() {
            let path = folder.join(name);
            fs::write(&path, text)?;
            self.files.push(path);
        }
        Ok(())
    }
}

fn line(json: &str) -> Line {
    let head: Option<Head> = serde_json::from_str(json).ok();
    let own = head.filter(|head| head.kind == "Patient");
    let named = || after(json, "\"Patient/");
    Line {
        patient: own.map_or_else(named, |patient| patient.id),
        json: json.to_owned(),
    }
}

/// What a resource says of itself.
#[derive(serde::Deserialize)]
struct Head {
    #[serde(rename = "resourceType")]
    kind: String,
    id: Option<String>,
}

/// What follows `mark`, up to the closing quote.
fn after(json: &str, mark: &str) -> Option<String> {
    let (_, rest) = json.split_once(mark)?;
    let (text, _) = rest.split_once('"')?;
    Some(text.to_owned())
}
