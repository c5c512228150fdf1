//! What the chart said at one moment, by name, and the sentences made of it. A sentence that names
//! a fact the chart did not have is left out: that is what keeps notes from inventing.

use super::Case;
use crate::hospital::lab::{FRESH_MIN, latest};
use crate::hospital::medication::{Order, Source, Standing};
use crate::hospital::moment::{DAY, Moment};
use crate::hospital::number::real;
use crate::hospital::treatment::Schedule;
use crate::hospital::vitals::VitalSet;

/// The chart as it stood at a moment.
pub(super) struct Facts<'a> {
    case: &'a Case,
    at: Moment,
}

impl<'a> Facts<'a> {
    /// The chart of `case` at `at`.
    pub(super) const fn at(case: &'a Case, at: Moment) -> Self {
        Self { case, at }
    }

    /// The newest set of vital signs.
    pub(super) fn vitals(&self) -> Option<&'a VitalSet> {
        self.case.vitals.iter().rfind(|set| set.at <= self.at)
    }

    /// `templates` filled in, as one paragraph; the ones that cannot be filled are left out.
    pub(super) fn paragraph(&self, templates: &[&str]) -> String {
        let sentences: Vec<String> = templates
            .iter()
            .filter_map(|template| self.fill(template))
            .collect();
        sentences.join(" ")
    }

    /// `template` with every `{name}` replaced, or `None` when the chart lacks one.
    pub(super) fn fill(&self, template: &str) -> Option<String> {
        let mut text = String::with_capacity(template.len() + 40);
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}')?;
            text.push_str(before);
            text.push_str(&self.find(name)?);
            rest = after;
        }
        text.push_str(rest);
        Some(capitalised(&text))
    }

    fn find(&self, name: &str) -> Option<String> {
        match name.split_once(':') {
            Some(("rx", drug)) => self.active(drug),
            Some(("held", drug)) => self.held(drug),
            Some(("was", key)) => self.lab_before(key),
            Some(("first", key)) => self.first_lab(key),
            Some(("since", hours)) => self.since(hours.parse().ok()?).then(String::new),
            _ => self
                .vital(name)
                .or_else(|| self.other(name))
                .or_else(|| self.lab(name)),
        }
    }

    fn vital(&self, name: &str) -> Option<String> {
        let set = self.vitals()?;
        Some(match name {
            "temp" => set.temp.to_string(),
            "hr" => set.heart_rate.to_string(),
            "rr" => set.resp_rate.to_string(),
            "bp" => format!("{}/{}", set.systolic, set.diastolic),
            "spo2" => set.spo2.to_string(),
            "pain" => set.pain.to_string(),
            "oxygen" if set.oxygen == 0 => "on room air".to_owned(),
            "oxygen" => format!("on {} L/min", set.oxygen),
            "flow" if set.oxygen > 0 => set.oxygen.to_string(),
            "roomair" if set.oxygen == 0 => "room air".to_owned(),
            _ => return None,
        })
    }

    fn other(&self, name: &str) -> Option<String> {
        match name {
            "tmax" => {
                let recent = self
                    .case
                    .vitals
                    .iter()
                    .filter(|set| self.within(set.at, DAY));
                let warmest = recent
                    .map(|set| set.temp)
                    .max_by(|one, other| one.value().total_cmp(&other.value()))?;
                Some(warmest.to_string())
            }
            "poc_range" => self.fingersticks(),
            "weight" => self
                .case
                .fluids
                .weight_at(self.at)
                .map(|weight| weight.to_string()),
            "urine" => self
                .case
                .fluids
                .day_before(self.at)
                .map(|day| grouped(day.urine_ml)),
            "net" => self
                .case
                .fluids
                .day_before(self.at)
                .map(|day| litres(day.intake_ml - day.output_ml)),
            "noun" => Some(self.case.who.noun().to_owned()),
            "they" => Some(self.case.who.pronoun().to_owned()),
            "age" => Some(self.case.who.age.to_string()),
            "pending" => (!self.since(50)).then(|| "pending".to_owned()),
            "nogrowth" => self
                .since(50)
                .then(|| "without growth at 48 hours".to_owned()),
            "grown" => self.since(32).then(|| "Escherichia coli".to_owned()),
            "day" => Some(self.case.stay.day_number(self.at).to_string()),
            _ => None,
        }
    }

    /// Whether the stay is at least so many hours old: what was done then has been done.
    fn since(&self, hours: i64) -> bool {
        self.at.minutes_since(self.case.stay.admitted) >= hours * 60
    }

    fn within(&self, moment: Moment, minutes: i64) -> bool {
        moment <= self.at && self.at.minutes_since(moment) <= minutes
    }

    /// Results are spoken of once the laboratory has sent them.
    fn reported(&self) -> Moment {
        self.at.plus(-30)
    }

    fn lab(&self, key: &str) -> Option<String> {
        latest(&self.case.labs, key, self.reported(), FRESH_MIN).map(|(_, value)| value.to_string())
    }

    fn lab_before(&self, key: &str) -> Option<String> {
        let (drawn, _) = latest(&self.case.labs, key, self.reported(), FRESH_MIN)?;
        // Yesterday's, not the repeat of an hour ago.
        latest(&self.case.labs, key, drawn.plus(-600), DAY).map(|(_, value)| value.to_string())
    }

    fn first_lab(&self, key: &str) -> Option<String> {
        let (drawn, _) = latest(&self.case.labs, key, self.reported(), FRESH_MIN)?;
        let mut all = self.case.labs.iter().filter(|draw| draw.at < drawn);
        let first =
            all.find_map(|draw| draw.values.iter().find(|(analyte, _)| analyte.key == key))?;
        Some(first.1.to_string())
    }

    fn fingersticks(&self) -> Option<String> {
        let recent = self
            .case
            .labs
            .iter()
            .filter(|draw| self.within(draw.at, DAY));
        let values: Vec<i64> = recent
            .flat_map(|draw| &draw.values)
            .filter(|(analyte, _)| analyte.key == "poc")
            .map(|(_, value)| crate::hospital::number::round(value.value()))
            .collect();
        match (values.iter().min(), values.iter().max(), values.len()) {
            (Some(low), Some(high), 2..) => Some(format!("{low} to {high}")),
            _ => None,
        }
    }

    fn active(&self, drug: &str) -> Option<String> {
        let covers = |order: &&Order| order.treatment.drug.name == drug && order.covers(self.at);
        let order = self.case.orders.iter().find(covers)?;
        let day = self.at.day() - order.start.day() + 1;
        let counted = order.treatment.for_h.is_some_and(|hours| hours >= 48)
            && !matches!(order.treatment.schedule, Schedule::Infusion);
        Some(if counted {
            format!("{} (day {day})", order.words())
        } else {
            order.words()
        })
    }

    fn held(&self, drug: &str) -> Option<String> {
        let held =
            |order: &&Order| order.treatment.drug.name == drug && order.standing == Standing::Held;
        self.case
            .orders
            .iter()
            .find(held)
            .map(|order| order.treatment.drug.name.to_owned())
    }

    /// Every home drug, given or on hold.
    pub(super) fn home_drugs(&self) -> Vec<String> {
        let home = self
            .case
            .orders
            .iter()
            .filter(|order| order.source == Source::Home);
        home.map(|order| match order.standing {
            Standing::Held => format!("{} (on hold)", order.words()),
            _ => order.words(),
        })
        .collect()
    }

    /// "T 38.0 °C · HR 96/min …", with its time.
    pub(super) fn vitals_line(&self) -> Option<String> {
        let set = self.vitals()?;
        let line = self.fill(
            "T {temp} °C · HR {hr}/min · BP {bp} mmHg · RR {rr}/min · SpO2 {spo2}% {oxygen} · pain {pain}/10",
        )?;
        Some(format!("Vitals at {}: {line}", set.at.clock()))
    }

    /// The newest of the usual results with yesterday's beside them.
    pub(super) fn labs_line(&self) -> Option<String> {
        const USUAL: [(&str, &str); 10] = [
            ("Na", "na"),
            ("K", "k"),
            ("bicarbonate", "bicarbonate"),
            ("urea nitrogen", "bun"),
            ("creatinine", "cr"),
            ("glucose", "glucose"),
            ("WBC", "wbc"),
            ("Hb", "hb"),
            ("platelets", "plt"),
            ("lactate", "lactate"),
        ];
        let entry = |(label, key): &(&str, &str)| {
            let value = self.lab(key)?;
            let before = self.lab_before(key).filter(|before| *before != value);
            Some(before.map_or_else(
                || format!("{label} {value}"),
                |was| format!("{label} {value} (was {was})"),
            ))
        };
        let entries: Vec<String> = USUAL.iter().filter_map(entry).collect();
        (!entries.is_empty()).then(|| format!("Labs: {}.", entries.join(" · ")))
    }

    /// Intake and output of the last full day, with the weight.
    pub(super) fn fluids_line(&self) -> Option<String> {
        let day = self.case.fluids.day_before(self.at)?;
        let (intake, output) = (grouped(day.intake_ml), grouped(day.output_ml));
        self.fill(&format!(
            "24 hours to 06:00: in {intake} mL, out {output} mL, net {{net}}; weight {{weight}} kg."
        ))
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// "1,240": a comma from a thousand up.
fn grouped(value: i64) -> String {
    if value < 1_000 {
        value.to_string()
    } else {
        format!("{},{:03}", value / 1_000, value % 1_000)
    }
}

/// "−1.2 L" or "+0.4 L".
fn litres(ml: i64) -> String {
    let sign = if ml < 0 { '−' } else { '+' };
    format!("{sign}{:.1} L", real(ml.abs()) / 1_000.0)
}
