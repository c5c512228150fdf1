//! Vital signs over a stay: the severity curve of the illness plus correlated wander, with oxygen
//! given the way nurses give it, until the target is met. Making resources of them is `resource`.

use super::chance::Chance;
use super::moment::Moment;
use super::number::{Decimal, real, round};
use super::scenario::{Body, OxygenTarget};
use super::stay::{Acuity, NextVitals, Stay};

/// How awake the patient is (the A, C, V of ACVPU; nobody here is worse).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Alertness {
    Alert,
    NewConfusion,
    Voice,
}

/// One set, taken together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct VitalSet {
    pub(crate) at: Moment,
    pub(crate) heart_rate: i64,
    pub(crate) resp_rate: i64,
    pub(crate) spo2: i64,
    /// Litres of oxygen a minute; 0 on air.
    pub(crate) oxygen: i64,
    pub(crate) systolic: i64,
    pub(crate) diastolic: i64,
    /// Degrees Celsius.
    pub(crate) temp: Decimal,
    pub(crate) alertness: Alertness,
    /// 0 to 10.
    pub(crate) pain: i64,
}

/// What this person's vital signs are when well.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rest {
    pub(crate) heart_rate: f64,
    pub(crate) resp_rate: f64,
    pub(crate) temp: f64,
    pub(crate) systolic: f64,
    pub(crate) spo2: f64,
}

impl Rest {
    /// For somebody of `age` who may have high pressure or a lung disease.
    pub(crate) fn draw(
        chance: &mut Chance,
        age: i64,
        hypertensive: bool,
        lung_disease: bool,
    ) -> Self {
        let older = real(age - 50).max(0.0);
        Self {
            heart_rate: 71.0 + 6.0 * chance.spread(),
            resp_rate: 14.6 + 0.9 * chance.spread(),
            temp: 36.7 + 0.12 * chance.spread(),
            systolic: 116.0
                + 0.22 * older
                + if hypertensive { 12.0 } else { 0.0 }
                + 6.0 * chance.spread(),
            spo2: if lung_disease {
                93.4
            } else {
                97.2 - 0.02 * older
            } + 0.4 * chance.spread(),
        }
    }
}

/// Every set of the stay, oldest first; the last one ten to ninety minutes before its end, except
/// for the few patients whose next set is overdue.
pub(crate) fn record(chance: &mut Chance, stay: &Stay, body: &Body, rest: Rest) -> Vec<VitalSet> {
    let mut wander = Wander::default();
    let mut sets = Vec::new();
    for at in times(chance, stay) {
        wander.step(chance);
        sets.push(take(chance, stay, body, rest, &wander, at));
    }
    sets
}

/// Slow random movement about the curve (AR(1)); the shared part ties pulse, breathing, warmth.
#[derive(Default)]
struct Wander {
    shared: f64,
    pulse: f64,
    breath: f64,
    warmth: f64,
    pressure: f64,
    saturation: f64,
}

impl Wander {
    fn step(&mut self, chance: &mut Chance) {
        const MEMORY: f64 = 0.72;
        let fresh = (1.0 - MEMORY * MEMORY).sqrt();
        for value in [
            &mut self.shared,
            &mut self.pulse,
            &mut self.breath,
            &mut self.warmth,
            &mut self.pressure,
            &mut self.saturation,
        ] {
            *value = MEMORY * *value + fresh * chance.spread();
        }
    }
}

fn take(
    chance: &mut Chance,
    stay: &Stay,
    body: &Body,
    rest: Rest,
    wander: &Wander,
    at: Moment,
) -> VitalSet {
    let ill = stay.severity(at);
    // Warmest in the early evening, coolest before dawn.
    let daily = ((real(at.minute_of_day()) - 1_080.0) / 1_440.0 * std::f64::consts::TAU).cos();
    let temp =
        rest.temp + body.temp * ill + 0.18 * daily + 0.16 * wander.warmth + 0.1 * wander.shared;
    let fever = (temp - 37.4).max(0.0);
    let pulse = rest.heart_rate
        + body.heart_rate * ill
        + 3.0 * fever
        + 2.6 * wander.pulse
        + 2.2 * wander.shared;
    let breath = rest.resp_rate + body.resp_rate * ill + 0.7 * wander.breath + 0.5 * wander.shared;
    let systolic = rest.systolic + body.systolic * ill + 5.5 * wander.pressure + 2.0 * daily;
    let systolic = round(systolic).clamp(74, 228);
    let saturation = rest.spo2 - body.spo2_drop * ill + 0.6 * wander.saturation;
    let (spo2, oxygen) = with_oxygen(saturation, body.oxygen);
    VitalSet {
        at,
        heart_rate: round(pulse).clamp(42, 168),
        resp_rate: round(breath).clamp(9, 42),
        spo2,
        oxygen,
        systolic,
        diastolic: round(real(systolic) * 0.5 + 11.0 + 2.5 * chance.spread())
            .clamp(38, systolic - 18),
        temp: Decimal::rounded(temp.clamp(35.2, 40.6), 1),
        alertness: alertness(ill, body),
        pain: round(body.pain * ill.sqrt() + 0.9 * chance.spread()).clamp(0, 10),
    }
}

/// Saturation and flow after oxygen is raised, a step at a time, to the target.
fn with_oxygen(on_air: f64, target: OxygenTarget) -> (i64, i64) {
    const FLOWS: [i64; 7] = [0, 1, 2, 3, 4, 6, 8];
    let (accepted, gain) = match target {
        OxygenTarget::Usual => (92.6, 1.9),
        OxygenTarget::Retainer => (88.4, 1.4),
    };
    let reached = |flow: i64| on_air + gain * real(flow);
    let flow = FLOWS
        .into_iter()
        .find(|flow| reached(*flow) >= accepted)
        .unwrap_or(8);
    (round(reached(flow)).clamp(78, 100), flow)
}

fn alertness(ill: f64, body: &Body) -> Alertness {
    if ill >= body.confused_from + 0.65 {
        Alertness::Voice
    } else if ill >= body.confused_from {
        Alertness::NewConfusion
    } else {
        Alertness::Alert
    }
}

/// Minutes to the next set: often while ill, six-hourly when well.
pub(crate) fn interval_min(stay: &Stay, at: Moment) -> i64 {
    let in_h = at.hours_since(stay.admitted);
    let ill = stay.severity(at);
    if stay.acuity == Acuity::Long && in_h < 60.0 || stay.relapse(at) > 0.45 {
        60
    } else if in_h < 4.0 || stay.acuity == Acuity::Emergency {
        if ill > 0.5 || in_h < 4.0 { 60 } else { 120 }
    } else if ill > 0.7 {
        120
    } else if ill > 0.1 {
        240
    } else {
        360
    }
}

fn times(chance: &mut Chance, stay: &Stay) -> Vec<Moment> {
    let usual = interval_min(stay, stay.now);
    let gap = if stay.next_vitals == NextVitals::Overdue {
        usual + chance.between(12, 34)
    } else {
        chance.between(10, 90.min(usual - 8))
    };
    let mut at = stay.now.plus(-gap);
    let mut times = Vec::new();
    while at > stay.admitted.plus(8) {
        times.push(at);
        at = at.plus(-interval_min(stay, at) + chance.between(-7, 7));
    }
    times.push(stay.admitted.plus(chance.between(2, 7)));
    times.reverse();
    times
}
