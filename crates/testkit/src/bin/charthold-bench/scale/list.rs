//! The hospital's list of patients, which every workstation holds whole: patients of another unit, each a real chart with
//! a patient in it and nothing else.

use std::time::Duration;

use anyhow::{Result, ensure};
use charthold_workstation::{ImportSource, Workstation};

use crate::station::{Station, nurse_of, told};

/// The list, and a workstation elsewhere that adds to it.
pub(super) struct List<'a> {
    station: &'a Station,
    elsewhere: Workstation,
    unit: &'static str,
    added: u32,
}

impl<'a> List<'a> {
    /// Of the hospital of `station`; who is added lies in the unit of this name.
    ///
    /// # Errors
    /// Those of enrolling.
    pub(super) fn of(station: &'a Station, unit: &'static str) -> Result<Self> {
        let elsewhere = station.enrol_in(unit, "WS-ELSEWHERE", &nurse_of(unit)?)?;
        station
            .runtime()
            .block_on(elsewhere.settle())
            .map_err(told)?;
        Ok(Self {
            station,
            elsewhere,
            unit,
            added: 0,
        })
    }

    /// Adds patients until there are so many, and sends them.
    ///
    /// # Errors
    /// When the product fails or refuses one.
    pub(super) fn grow_to(&mut self, patients: u32) -> Result<()> {
        let runtime = self.station.runtime();
        while self.added < patients {
            let until = patients.min(self.added + BATCH);
            let sources: Vec<ImportSource> = (self.added..until).map(source).collect();
            self.elsewhere.activity().map_err(told)?;
            let imported = self.elsewhere.import(&sources, Some(self.unit));
            let report = runtime.block_on(imported).map_err(told)?;
            ensure!(report.refused.is_empty(), "a patient was refused");
            runtime.block_on(self.elsewhere.sync(None)).map_err(told)?;
            self.added = until;
            // The hospital's clock stands still, and central bounds what one device asks in so long.
            self.station.hospital().clock.pass(BATCH_TAKES);
        }
        Ok(())
    }
}

fn source(number: u32) -> ImportSource {
    let (year, month, day) = (
        1930 + number / 336 % 90,
        1 + number / 28 % 12,
        1 + number % 28,
    );
    let patient = format!(
        r#"{{"resourceType":"Patient","id":"listed-{number}","identifier":[{{"type":{{"coding":[{{
        "system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"MR"}}]}},"value":"9{number:07}"}}],
        "name":[{{"family":"{}","given":["{}"]}}],"gender":"female","birthDate":"{year}-{month:02}-{day:02}"}}"#,
        name(number / 26 + 17_576),
        name(number.wrapping_mul(7_919) % 17_576 + 676),
    );
    ImportSource::Text {
        name: "patient".to_owned(),
        content: format!(
            r#"{{"resourceType":"Bundle","type":"collection","entry":[{{"resource":{patient}}}]}}"#
        ),
    }
}

/// Letters for a number.
fn name(mut number: u32) -> String {
    let mut letters = String::new();
    while number > 0 {
        letters.extend(char::from_digit(number % 26 + 10, 36));
        number /= 26;
    }
    letters
}

/// Patients of one import.
const BATCH: u32 = 250;
/// So short that nobody's workstation locks over ten thousand.
const BATCH_TAKES: Duration = Duration::from_secs(20);
