//! Ischemic stroke of the left middle cerebral artery.

use super::{Body, OxygenTarget, Precaution, Scenario, Story, Study, repeat, shift};
use crate::hospital::analyte as lab;
use crate::hospital::formulary::{self as drug, Family};
use crate::hospital::problem::{classed, coded};
use crate::hospital::treatment::{BEDTIME, DAILY, Need, Route, Schedule, give, mg};

pub(super) static SCENARIO: Scenario = Scenario {
    key: "stroke",
    weight: 7,
    problem: coded(
        "Ischemic stroke, left middle cerebral artery",
        "I63.512",
        "422504002",
    ),
    also: &[classed("Dysphagia", "R13.10")],
    likely: &["hypertension", "lipids"],
    never: &[],
    ages: (54, 90),
    days: (2, 8),
    body: Body {
        heart_rate: 10.0,
        resp_rate: 3.0,
        temp: 0.4,
        systolic: 44.0,
        spo2_drop: 2.0,
        pain: 1.5,
        confused_from: 1.35,
        half_life_h: 70.0,
        oxygen: OxygenTarget::Usual,
    },
    chemistry: &[
        shift(&lab::GLUCOSE, 142.0, 60.0),
        shift(&lab::WBC, 9.8, 60.0),
        shift(&lab::LDL, 142.0, 9000.0),
        shift(&lab::HBA1C, 6.1, 9000.0),
        shift(&lab::TROPONIN, 22.0, 60.0),
    ],
    on_arrival: &[
        &lab::COAGULATION,
        &lab::TROPONIN_ONLY,
        &lab::LIPIDS,
        &lab::GLYCATED,
        &lab::THYROID,
    ],
    repeats: &[repeat(&lab::FINGERSTICK, 6, 72)],
    treatments: &[
        give(&drug::ASPIRIN, mg("81"), Route::Oral, DAILY)
            .after(6)
            .unless(Family::Salicylate),
        give(&drug::CLOPIDOGREL, mg("75"), Route::Oral, DAILY).after(6),
        give(&drug::ATORVASTATIN, mg("80"), Route::Oral, BEDTIME),
        give(
            &drug::LABETALOL,
            mg("10"),
            Route::Intravenous,
            Schedule::AsNeeded(2, Need::Pressure),
        ),
        give(&drug::ENOXAPARIN, mg("40"), Route::Subcutaneous, DAILY).after(30),
    ],
    holds: &["lisinopril", "apixaban", "metformin"],
    studies: &[
        Study {
            name: "CT head without contrast",
            loinc: Some("30799-1"),
            after_h: 1,
            indication: "Right arm weakness and trouble speaking",
            findings: "No hemorrhage. Subtle loss of gray-white differentiation in the left insula. Hyperdense left middle cerebral artery branch.",
            impression: "Early ischemic change in the left middle cerebral artery territory; no hemorrhage.",
        },
        Study {
            name: "MRI brain without contrast",
            loinc: Some("30657-1"),
            after_h: 20,
            indication: "Stroke",
            findings: "Restricted diffusion in the left insula and frontal operculum, about 3 cm. No hemorrhagic change. Mild chronic small-vessel disease.",
            impression: "Acute infarct, left middle cerebral artery territory.",
        },
        Study {
            name: "Transthoracic echocardiogram",
            loinc: None,
            after_h: 28,
            indication: "Stroke, source",
            findings: "Normal left ventricular size and function, ejection fraction 60 percent. Left atrium mildly enlarged. No thrombus, no shunt with agitated saline.",
            impression: "No cardiac source of embolism seen.",
        },
    ],
    procedures: &[],
    consults: &[
        "Neurology",
        "Speech therapy: swallow evaluation",
        "Physical and occupational therapy",
    ],
    precautions: &[
        Precaution::Falls,
        Precaution::Aspiration,
        Precaution::NothingByMouth,
    ],
    story: Story {
        complaint: "sudden right arm weakness and trouble finding words",
        history: &[
            "Last known well at bedtime. Woke with a weak right arm, a drooping right face and words coming out wrong; the family called at once.",
            "Outside the window for thrombolysis on arrival; no large-vessel occlusion that could be retrieved.",
            "No headache, no seizure, no recent surgery. Takes blood pressure tablets irregularly.",
            "Blood pressure on arrival {bp} mmHg; permissive hypertension was agreed for the first day.",
        ],
        exam: &[
            "Right facial droop, right arm drift, leg near normal.",
            "Expressive aphasia; follows two-step commands.",
            "Gaze full, no neglect. Heart regular.",
        ],
        exam_later: &[
            "Right arm 4 out of 5, hand clumsy.",
            "Short sentences with word-finding pauses; understands well.",
        ],
        says_ill: &[
            "Frustrated at not finding words; nods and points. No headache.",
            "Right hand still clumsy; coughs with water.",
        ],
        says_better: &[
            "Names most objects this morning. Held the cup in the right hand.",
            "Family at the bedside says speech is clearer.",
        ],
        plan_early: &[
            "Blood pressure {bp} mmHg; permissive up to 220/120 for the first day, labetalol only above the limit.",
            "Continue {rx:aspirin} with {rx:clopidogrel} for 21 days.",
            "LDL {ldl} mg/dL. Continue {rx:atorvastatin}.",
            "Nothing by mouth until the swallow test; neurologic checks every four hours; heart rhythm on telemetry.",
        ],
        plan_steady: &[
            "Deficit stable. Blood pressure {bp} mmHg, now lowering slowly towards 140/90.",
            "Continue {rx:clopidogrel} and {rx:atorvastatin}.",
            "Swallow test by speech therapy today; texture as they advise.",
            "Therapy recommends acute rehabilitation.",
        ],
        plan_late: &[
            "Deficit improving; blood pressure {bp} mmHg.",
            "Continue {rx:clopidogrel} and {rx:atorvastatin}.",
            "Rehabilitation bed accepted; event monitor for four weeks.",
        ],
        plan_worse: &[
            "Weaker and sleepier since last night; blood pressure {bp} mmHg, temperature {temp} °C.",
            "CT head now for hemorrhagic change or swelling; neurology at the bedside.",
        ],
        nursing: &[
            "Neurologic checks unchanged unless noted.",
            "Upright for all intake, mouth care every four hours.",
            "Right arm supported on a pillow.",
        ],
        next: [
            "Neuro checks; swallow test",
            "Swallow test 15:00",
            "Acute rehab bed",
            "CT head now",
        ],
    },
};
