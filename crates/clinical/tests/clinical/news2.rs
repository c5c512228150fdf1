//! The score against the published table, limit by limit.

use charthold_clinical::news2::{
    Band, Consciousness, Inputs, News2, Oxygen, Parameter, Scale, Score, score,
};

const VECTORS: &str = include_str!("../../../../tests/fixtures/clinical/news2.csv");

fn complete() -> Inputs {
    Inputs {
        respiration_rate: Some(16.0),
        spo2: Some(98.0),
        scale: Scale::One,
        oxygen: Some(Oxygen::Air),
        systolic_bp: Some(120.0),
        pulse: Some(70.0),
        consciousness: Some(Consciousness::Alert),
        temperature: Some(37.0),
    }
}

fn scored(inputs: &Inputs) -> Score {
    match score(inputs) {
        News2::Scored(score) => score,
        other => panic!("expected a score, got {other:?}"),
    }
}

fn acvpu(letter: &str) -> Consciousness {
    match letter {
        "A" => Consciousness::Alert,
        "C" => Consciousness::Confusion,
        "V" => Consciousness::Voice,
        "P" => Consciousness::Pain,
        "U" => Consciousness::Unresponsive,
        other => panic!("no such level: {other}"),
    }
}

fn band_name(band: Band) -> &'static str {
    match band {
        Band::Zero => "zero",
        Band::Low => "low",
        Band::LowMedium => "low-medium",
        Band::Medium => "medium",
        Band::High => "high",
    }
}

#[test]
fn every_limit_of_the_published_table_scores_as_published() {
    let mut checked = 0;
    for line in VECTORS.lines().filter(|line| !line.starts_with('#')) {
        let f: Vec<&str> = line.split(',').collect();
        let number = |at: usize| Some(f[at].parse::<f64>().unwrap());
        let score = scored(&Inputs {
            respiration_rate: number(0),
            spo2: number(1),
            scale: if f[2] == "2" { Scale::Two } else { Scale::One },
            oxygen: Some(if f[3] == "oxygen" {
                Oxygen::Supplemental
            } else {
                Oxygen::Air
            }),
            systolic_bp: number(4),
            pulse: number(5),
            consciousness: Some(acvpu(f[6])),
            temperature: number(7),
        });
        assert_eq!(score.total.to_string(), f[8], "total of {line}");
        assert_eq!(band_name(score.band), f[9], "band of {line}");
        checked += 1;
    }
    assert!(checked > 70, "the fixture holds every limit, not {checked}");
}

#[test]
fn any_missing_input_gives_no_number_and_names_what_is_missing() {
    let without: [fn(&mut Inputs); 7] = [
        |i| i.respiration_rate = None,
        |i| i.spo2 = None,
        |i| i.oxygen = None,
        |i| i.systolic_bp = None,
        |i| i.pulse = None,
        |i| i.consciousness = None,
        |i| i.temperature = None,
    ];
    for (remove, parameter) in without.into_iter().zip(Parameter::ALL) {
        let mut inputs = complete();
        remove(&mut inputs);
        assert_eq!(
            score(&inputs),
            News2::Incomplete {
                missing: vec![parameter]
            }
        );
    }
}

#[test]
fn what_is_no_number_counts_as_missing() {
    for odd in [f64::NAN, f64::INFINITY, -1.0] {
        let inputs = Inputs {
            pulse: Some(odd),
            ..complete()
        };
        assert_eq!(
            score(&inputs),
            News2::Incomplete {
                missing: vec![Parameter::Pulse]
            }
        );
    }
}

#[test]
fn values_between_the_steps_are_rounded_to_them() {
    let rate = |rr: f64| {
        scored(&Inputs {
            respiration_rate: Some(rr),
            ..complete()
        })
        .total
    };
    assert_eq!((rate(20.4), rate(20.6)), (0, 2));
    let heat = |t: f64| {
        scored(&Inputs {
            temperature: Some(t),
            ..complete()
        })
        .total
    };
    assert_eq!((heat(38.04), heat(38.06)), (0, 1));
}

#[test]
fn scale_two_cannot_score_a_high_saturation_without_knowing_the_oxygen() {
    let inputs = Inputs {
        scale: Scale::Two,
        oxygen: None,
        spo2: Some(95.0),
        ..complete()
    };
    let missing = vec![Parameter::Spo2, Parameter::Oxygen];
    assert_eq!(score(&inputs), News2::Incomplete { missing });
}

#[test]
fn higher_bands_are_seen_sooner_and_go_stale_sooner() {
    let bands = [
        Band::Zero,
        Band::Low,
        Band::LowMedium,
        Band::Medium,
        Band::High,
    ];
    for pair in bands.windows(2) {
        assert!(pair[0].due_after_s() >= pair[1].due_after_s());
        assert!(pair[0].stale_after_s() >= pair[1].stale_after_s());
    }
    for band in bands {
        assert!(
            band.due_after_s() <= band.stale_after_s(),
            "due before stale in {band:?}"
        );
        assert!(!band.response().is_empty() && !band.action().is_empty());
    }
    assert_eq!(Band::Medium.action(), "Urgent review");
}
