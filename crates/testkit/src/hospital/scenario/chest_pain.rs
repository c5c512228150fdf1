//! Chest pain, ruled out.

use super::{Body, OxygenTarget, Scenario, Story, Study, repeat, shift};
use crate::hospital::analyte as lab;
use crate::hospital::formulary::{self as drug, Family};
use crate::hospital::problem::coded;
use crate::hospital::treatment::{BEDTIME, DAILY, Route, give, mg};

pub(super) static SCENARIO: Scenario = Scenario {
    key: "chest-pain",
    weight: 5,
    problem: coded("Chest pain", "R07.9", "29857009"),
    also: &[],
    likely: &["hypertension", "lipids"],
    never: &[],
    ages: (36, 78),
    days: (2, 3),
    body: Body {
        heart_rate: 12.0,
        resp_rate: 3.0,
        temp: 0.0,
        systolic: 16.0,
        spo2_drop: 0.5,
        pain: 5.0,
        confused_from: 2.0,
        half_life_h: 16.0,
        oxygen: OxygenTarget::Usual,
    },
    chemistry: &[
        shift(&lab::TROPONIN, 14.0, 60.0),
        shift(&lab::LDL, 138.0, 9000.0),
        shift(&lab::GLUCOSE, 118.0, 40.0),
    ],
    on_arrival: &[
        &lab::TROPONIN_ONLY,
        &lab::LIPIDS,
        &lab::GLYCATED,
        &lab::COAGULATION,
    ],
    repeats: &[repeat(&lab::TROPONIN_ONLY, 3, 9)],
    treatments: &[
        give(&drug::ASPIRIN, mg("81"), Route::Oral, DAILY).unless(Family::Salicylate),
        give(&drug::ATORVASTATIN, mg("40"), Route::Oral, BEDTIME),
        give(&drug::ENOXAPARIN, mg("40"), Route::Subcutaneous, DAILY),
    ],
    holds: &["metformin"],
    studies: &[
        Study {
            name: "Electrocardiogram, 12 leads",
            loinc: None,
            after_h: 0,
            indication: "Chest pain",
            findings: "Sinus rhythm, normal axis and intervals, no ST-segment or T-wave change. Unchanged on repeat at 3 hours.",
            impression: "Normal tracing.",
        },
        Study {
            name: "Chest X-ray, two views",
            loinc: Some("36572-6"),
            after_h: 1,
            indication: "Chest pain",
            findings: "Clear lungs, normal heart and mediastinum.",
            impression: "Normal.",
        },
    ],
    procedures: &[],
    consults: &["Cardiology: stress test"],
    precautions: &[],
    story: Story {
        complaint: "chest pressure",
        history: &[
            "Forty minutes of central chest pressure while clearing the yard, eased by rest, no sweating, no radiation.",
            "A parent had a heart attack at sixty. Blood pressure and cholesterol treated.",
            "On arrival blood pressure {bp} mmHg, heart rate {hr}/min; first troponin {troponin} ng/L and a normal tracing.",
        ],
        exam: &[
            "Comfortable, pain {pain}/10.",
            "Heart regular, no murmur, lungs clear.",
            "Chest wall not tender, legs without swelling.",
        ],
        exam_later: &["Heart regular, lungs clear.", "No chest wall tenderness."],
        says_ill: &[
            "A twinge when stretching, nothing like the first pain.",
            "Worried about the stress test.",
        ],
        says_better: &[
            "No pain since arrival. Slept well.",
            "Walked without symptoms.",
        ],
        plan_early: &[
            "Troponin {troponin} ng/L, normal tracings, blood pressure {bp} mmHg: myocardial infarction is unlikely.",
            "Continue {rx:aspirin} and {rx:atorvastatin}; telemetry.",
            "Stress test as the next step.",
        ],
        plan_steady: &[
            "Pain {pain}/10, blood pressure {bp} mmHg; LDL {ldl} mg/dL.",
            "Continue {rx:atorvastatin}. Stress test is booked.",
        ],
        plan_late: &[
            "Free of pain. Blood pressure {bp} mmHg, heart rate {hr}/min; LDL {ldl} mg/dL.",
            "Continue {rx:atorvastatin}. Stress test before discharge; clinic in two weeks.",
        ],
        plan_worse: &[
            "Chest pressure is back: heart rate {hr}/min, blood pressure {bp} mmHg.",
            "Tracing and troponin now, nitroglycerin, cardiology at the bedside.",
        ],
        nursing: &[
            "Telemetry: sinus rhythm.",
            "Stress test leaflet given.",
            "Denies pain at each check.",
        ],
        next: [
            "Serial troponin; telemetry",
            "Stress test",
            "Stress test, then home",
            "Tracing and troponin now",
        ],
    },
};
