//! Diabetic ketoacidosis in type 1 diabetes.

use super::{Body, OxygenTarget, Scenario, Story, Study, repeat, shift};
use crate::hospital::analyte as lab;
use crate::hospital::formulary as drug;
use crate::hospital::problem::coded;
use crate::hospital::treatment::{
    BEDTIME, MEALS, Need, Route, Schedule, TWICE, give, meq, mg, ml, units,
};

pub(super) static SCENARIO: Scenario = Scenario {
    key: "dka",
    weight: 6,
    problem: coded("Diabetic ketoacidosis", "E10.10", "420422005"),
    also: &[coded("Type 1 diabetes mellitus", "E10.9", "46635009")],
    likely: &[],
    never: &["diabetes", "hypertension"],
    ages: (19, 46),
    days: (2, 4),
    body: Body {
        heart_rate: 40.0,
        resp_rate: 13.0,
        temp: 0.2,
        systolic: -18.0,
        spo2_drop: 0.5,
        pain: 5.0,
        confused_from: 1.3,
        half_life_h: 15.0,
        oxygen: OxygenTarget::Usual,
    },
    chemistry: &[
        shift(&lab::GLUCOSE, 486.0, 7.0),
        shift(&lab::GLUCOSE_POC, 430.0, 9.0),
        shift(&lab::BICARBONATE, 9.0, 9.0),
        shift(&lab::ANION_GAP, 27.0, 7.0),
        shift(&lab::POTASSIUM, 5.4, 6.0),
        shift(&lab::SODIUM, 130.0, 10.0),
        shift(&lab::PH_VENOUS, 7.14, 8.0),
        shift(&lab::PCO2_VENOUS, 27.0, 9.0),
        shift(&lab::KETONES, 6.4, 8.0),
        shift(&lab::CREATININE, 1.52, 16.0),
        shift(&lab::WBC, 15.8, 22.0),
        shift(&lab::PHOSPHATE, 2.2, 30.0),
        shift(&lab::HBA1C, 10.8, 9000.0),
    ],
    on_arrival: &[
        &lab::VENOUS_GAS,
        &lab::KETONES_ONLY,
        &lab::MINERALS,
        &lab::GLYCATED,
        &lab::LIPASE_ONLY,
    ],
    repeats: &[
        repeat(&lab::BASIC, 4, 20),
        repeat(&lab::VENOUS_GAS, 4, 16),
        repeat(&lab::KETONES_ONLY, 4, 16),
        repeat(&lab::FINGERSTICK, 1, 10),
    ],
    treatments: &[
        give(
            &drug::INSULIN_REGULAR,
            units("6"),
            Route::Intravenous,
            Schedule::Infusion,
        )
        .lasting(16),
        give(
            &drug::SODIUM_CHLORIDE,
            ml("250"),
            Route::Intravenous,
            Schedule::Infusion,
        )
        .lasting(18),
        give(&drug::POTASSIUM_CHLORIDE, meq("20"), Route::Oral, TWICE).lasting(48),
        give(
            &drug::INSULIN_GLARGINE,
            units("18"),
            Route::Subcutaneous,
            BEDTIME,
        )
        .after(14),
        give(
            &drug::INSULIN_LISPRO,
            units("5"),
            Route::Subcutaneous,
            MEALS,
        )
        .after(16),
        give(
            &drug::ONDANSETRON,
            mg("4"),
            Route::Intravenous,
            Schedule::AsNeeded(6, Need::Nausea),
        ),
    ],
    holds: &[],
    studies: &[Study {
        name: "Chest X-ray, two views",
        loinc: Some("36572-6"),
        after_h: 2,
        indication: "Ketoacidosis, look for infection",
        findings: "Clear lungs. Normal heart and mediastinum.",
        impression: "No acute disease.",
    }],
    procedures: &[],
    consults: &[
        "Endocrinology",
        "Diabetes educator: sick-day rules, pump supplies",
    ],
    precautions: &[],
    story: Story {
        complaint: "vomiting and thirst",
        history: &[
            "Two days of thirst, frequent urination and then vomiting and belly pain. Type 1 diabetes since childhood.",
            "Ran short of insulin while between jobs and halved the dose for a week.",
            "No fever, no cough, no urinary symptoms, no alcohol.",
            "On arrival glucose {glucose} mg/dL, pH {ph}, bicarbonate {bicarbonate}, ketones {ketones} mmol/L; breathing {rr}/min, deep.",
        ],
        exam: &[
            "Deep, fast breathing, fruity breath, dry mouth.",
            "Abdomen diffusely tender without guarding.",
            "Alert, follows commands.",
        ],
        exam_later: &[
            "Moist mouth, calm breathing.",
            "Abdomen soft and not tender.",
        ],
        says_ill: &[
            "Nausea is less; still very thirsty.",
            "Tired, belly sore, one vomit overnight.",
        ],
        says_better: &[
            "Ate a full breakfast, no nausea.",
            "Wants to go home and has questions about sick-day rules.",
        ],
        plan_early: &[
            "Anion gap {anion_gap}, bicarbonate {bicarbonate}, glucose {glucose} mg/dL, potassium {k}.",
            "Continue {rx:insulin regular} until the gap closes twice, then overlap basal insulin by two hours.",
            "Continue {rx:sodium chloride 0.9%}; potassium with each liter.",
        ],
        plan_steady: &[
            "Gap closed at {anion_gap}; fingersticks {poc_range} mg/dL.",
            "Continue {rx:insulin glargine} and {rx:insulin lispro}.",
            "Potassium {k}, phosphate {phosphate}.",
        ],
        plan_late: &[
            "Resolved: bicarbonate {bicarbonate}, anion gap {anion_gap}, fingersticks {poc_range} mg/dL.",
            "Continue {rx:insulin glargine} and {rx:insulin lispro}.",
            "Educator today; insulin and strips in hand before leaving; clinic within a week.",
        ],
        plan_worse: &[
            "Vomiting again, heart rate {hr}/min, respiratory rate {rr}/min; suspect rebound ketoacidosis.",
            "Metabolic panel, gas and ketones now; back to the insulin infusion if the gap reopens.",
        ],
        nursing: &[
            "Fingersticks as ordered, results to the team.",
            "Kept fluids down.",
            "Self-injected insulin with correct technique.",
        ],
        next: [
            "Insulin infusion; gap every 4 h",
            "Basal-bolus; educator",
            "Diabetes educator; home tonight",
            "Recheck gap and ketones now",
        ],
    },
};
