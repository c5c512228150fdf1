//! Pulmonary embolism, intermediate risk.

use super::{Body, OxygenTarget, Scenario, Story, Study, repeat, shift};
use crate::hospital::analyte as lab;
use crate::hospital::formulary::{self as drug, Family};
use crate::hospital::problem::{classed, coded};
use crate::hospital::treatment::{Need, Route, Schedule, TWICE, give, mg, units};

pub(super) static SCENARIO: Scenario = Scenario {
    key: "pulmonary-embolism",
    weight: 6,
    problem: coded("Pulmonary embolism", "I26.99", "59282003"),
    also: &[classed(
        "Deep vein thrombosis, right femoral vein",
        "I82.411",
    )],
    likely: &[],
    never: &["fibrillation"],
    ages: (27, 82),
    days: (2, 5),
    body: Body {
        heart_rate: 34.0,
        resp_rate: 9.0,
        temp: 0.5,
        systolic: -10.0,
        spo2_drop: 6.5,
        pain: 5.0,
        confused_from: 2.0,
        half_life_h: 36.0,
        oxygen: OxygenTarget::Usual,
    },
    chemistry: &[
        shift(&lab::D_DIMER, 6400.0, 90.0),
        shift(&lab::TROPONIN, 68.0, 24.0),
        shift(&lab::NT_PROBNP, 1450.0, 50.0),
        shift(&lab::LACTATE, 2.1, 10.0),
        shift(&lab::WBC, 10.9, 50.0),
    ],
    on_arrival: &[
        &lab::CLOT,
        &lab::TROPONIN_ONLY,
        &lab::PEPTIDE,
        &lab::COAGULATION,
        &lab::LACTATE_ONLY,
    ],
    repeats: &[repeat(&lab::TROPONIN_ONLY, 6, 12)],
    treatments: &[
        give(
            &drug::HEPARIN,
            units("1200"),
            Route::Intravenous,
            Schedule::Infusion,
        )
        .lasting(20),
        give(&drug::APIXABAN, mg("10"), Route::Oral, TWICE)
            .after(20)
            .lasting(168),
        give(
            &drug::OXYCODONE,
            mg("5"),
            Route::Oral,
            Schedule::AsNeeded(6, Need::Pain),
        )
        .unless(Family::Opioid),
    ],
    holds: &["aspirin"],
    studies: &[
        Study {
            name: "CT pulmonary angiogram",
            loinc: None,
            after_h: 2,
            indication: "Sudden shortness of breath, raised D-dimer",
            findings: "Filling defects in the right lower lobe and left lingular arteries. Right to left ventricle ratio 1.0. Small wedge opacity at the right base. No saddle embolus.",
            impression: "Bilateral segmental pulmonary emboli with a small right infarct; no clear right heart strain.",
        },
        Study {
            name: "Ultrasound of leg veins",
            loinc: None,
            after_h: 9,
            indication: "Pulmonary embolism, source",
            findings: "Noncompressible right femoral vein with echogenic thrombus. Left leg veins compressible.",
            impression: "Right femoral deep vein thrombosis.",
        },
    ],
    procedures: &[],
    consults: &["Pharmacy: anticoagulant teaching"],
    precautions: &[],
    story: Story {
        complaint: "sudden shortness of breath and chest pain on breathing in",
        history: &[
            "Sudden shortness of breath while carrying groceries, with sharp right chest pain on breathing in. A long flight ten days ago; the right calf has been sore since.",
            "No earlier clot, no cancer known, no surgery. No cough, no blood.",
            "On arrival heart rate {hr}/min, {spo2}% {oxygen}; troponin {troponin} ng/L.",
        ],
        exam: &[
            "Fast regular pulse, clear lungs, loud second sound.",
            "Right calf 2 cm larger and tender.",
            "No jugular venous distension.",
        ],
        exam_later: &["Lungs clear, pulse regular.", "Right calf softer."],
        says_ill: &[
            "Stabbing pain on a deep breath, short of breath on standing.",
            "Anxious about moving the leg.",
        ],
        says_better: &[
            "Walked the corridor without stopping; pain nearly gone.",
            "Read the anticoagulant leaflet and has two questions.",
        ],
        plan_early: &[
            "Heart rate {hr}/min, {spo2}% {oxygen}, blood pressure {bp} mmHg: intermediate risk.",
            "Continue {rx:heparin}, then a direct oral anticoagulant.",
            "Continue {rx:apixaban}.",
            "Troponin {troponin} ng/L, NT-proBNP {ntprobnp} pg/mL; echocardiogram if blood pressure falls.",
        ],
        plan_steady: &[
            "Improving: heart rate {hr}/min, {spo2}% {oxygen}.",
            "Continue {rx:apixaban}, then 5 mg twice a day, three to six months.",
            "Walk with oximetry today.",
        ],
        plan_late: &[
            "Heart rate {hr}/min, {spo2}% {oxygen}; pain {pain}/10.",
            "Continue {rx:apixaban}; teaching by pharmacy today, starter pack in hand before leaving.",
        ],
        plan_worse: &[
            "New hypoxia, heart rate {hr}/min, blood pressure {bp} mmHg, {spo2}% {oxygen}.",
            "Echocardiogram and troponin now; embolism response team called about catheter treatment.",
        ],
        nursing: &[
            "Walked to the door and back, oximeter on.",
            "No bleeding from gums, urine or stool.",
            "Compression not worn on the right.",
        ],
        next: [
            "Heparin; watch blood pressure",
            "Walk with oximetry",
            "Apixaban teaching, then home",
            "Embolism response team",
        ],
    },
};
