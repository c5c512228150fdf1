//! Acute kidney injury on chronic kidney disease, with high potassium.

use super::{Body, OxygenTarget, Precaution, Scenario, Story, Study, repeat, shift};
use crate::hospital::analyte as lab;
use crate::hospital::formulary as drug;
use crate::hospital::problem::coded;
use crate::hospital::treatment::{
    DAILY, EVERY_12_H, MEALS, Route, Schedule, THRICE, give, mg, ml, units,
};

pub(super) static SCENARIO: Scenario = Scenario {
    key: "kidney-injury",
    weight: 7,
    problem: coded("Acute kidney injury", "N17.9", "14669001"),
    also: &[coded("Hyperkalemia", "E87.5", "14140009")],
    likely: &["kidney", "hypertension"],
    never: &[],
    ages: (55, 90),
    days: (3, 8),
    body: Body {
        heart_rate: 12.0,
        resp_rate: 5.0,
        temp: 0.0,
        systolic: -14.0,
        spo2_drop: 1.5,
        pain: 1.5,
        confused_from: 1.4,
        half_life_h: 56.0,
        oxygen: OxygenTarget::Usual,
    },
    chemistry: &[
        shift(&lab::CREATININE, 4.3, 64.0),
        shift(&lab::UREA_NITROGEN, 78.0, 64.0),
        shift(&lab::POTASSIUM, 6.1, 30.0),
        shift(&lab::BICARBONATE, 15.0, 56.0),
        shift(&lab::PHOSPHATE, 6.0, 70.0),
        shift(&lab::CALCIUM, 8.2, 90.0),
        shift(&lab::SODIUM, 133.0, 60.0),
    ],
    on_arrival: &[
        &lab::VENOUS_GAS,
        &lab::MINERALS,
        &lab::MUSCLE,
        &lab::HEPATIC,
    ],
    repeats: &[repeat(&lab::BASIC, 6, 24), repeat(&lab::MINERALS, 24, 400)],
    treatments: &[
        give(
            &drug::SODIUM_CHLORIDE,
            ml("75"),
            Route::Intravenous,
            Schedule::Infusion,
        )
        .lasting(30),
        give(&drug::SODIUM_BICARBONATE, mg("650"), Route::Oral, THRICE),
        give(&drug::SEVELAMER, mg("800"), Route::Oral, MEALS),
        give(&drug::AMLODIPINE, mg("5"), Route::Oral, DAILY).after(48),
        give(
            &drug::HEPARIN,
            units("5000"),
            Route::Subcutaneous,
            EVERY_12_H,
        ),
    ],
    holds: &[
        "lisinopril",
        "metformin",
        "spironolactone",
        "empagliflozin",
        "apixaban",
    ],
    studies: &[
        Study {
            name: "Ultrasound of kidneys and bladder",
            loinc: Some("38036-0"),
            after_h: 5,
            indication: "Kidney injury, obstruction?",
            findings: "Kidneys 9.4 and 9.6 cm with thin echogenic cortex. No hydronephrosis. Bladder 120 mL after voiding.",
            impression: "Chronic kidney disease; no obstruction.",
        },
        Study {
            name: "Electrocardiogram, 12 leads",
            loinc: None,
            after_h: 1,
            indication: "High potassium",
            findings: "Sinus rhythm, peaked T waves in V2 to V4, QRS 98 ms.",
            impression: "T waves consistent with high potassium.",
        },
    ],
    procedures: &[],
    consults: &["Nephrology", "Dietitian: potassium and phosphate"],
    precautions: &[Precaution::Falls],
    story: Story {
        complaint: "weakness and little urine",
        history: &[
            "Five days of diarrhea and poor intake while still taking the usual blood pressure tablets, then weak and passing little urine.",
            "Clinic blood test showed a creatinine far above the usual and the clinic sent the patient in.",
            "Took ibuprofen twice for back pain. No obstruction symptoms.",
            "On arrival creatinine {cr} mg/dL, potassium {k} mmol/L, blood pressure {bp} mmHg; calcium, insulin with dextrose and fluids were given.",
        ],
        exam: &[
            "Dry mouth, flat neck veins, poor skin turgor.",
            "Lungs clear, no rub.",
            "No bladder distension, no edema.",
        ],
        exam_later: &["Moist mouth, no edema.", "Lungs clear."],
        says_ill: &[
            "Tired, food tastes of metal. No vomiting today.",
            "Legs feel weak; passing a little more urine.",
        ],
        says_better: &[
            "Passing plenty of urine, appetite back.",
            "Walked to the bathroom alone.",
        ],
        plan_early: &[
            "Creatinine {cr} mg/dL (eGFR {egfr}), potassium {k}, bicarbonate {bicarbonate}.",
            "Prerenal after diarrhea on an ACE inhibitor and NSAID, perhaps tubular injury.",
            "Continue {rx:sodium chloride 0.9%}; urine {urine} mL in 24 hours.",
            "{held:lisinopril} held, no contrast, no NSAID.",
            "Dialysis is not needed today; the criteria were discussed.",
        ],
        plan_steady: &[
            "Recovering: creatinine {cr}, was {was:cr}; potassium {k}; bicarbonate {bicarbonate}.",
            "Urine {urine} mL, net {net} in 24 hours.",
            "Continue {rx:sodium bicarbonate} and {rx:sevelamer}.",
        ],
        plan_late: &[
            "Creatinine {cr} from {first:cr} on arrival, close to the usual level; potassium {k}.",
            "Discharge with a blood test in three days and a list of tablets to pause on sick days.",
        ],
        plan_worse: &[
            "Drowsier with respiratory rate {rr}/min; creatinine {cr}, potassium {k} this morning.",
            "Gas, electrocardiogram and potassium now; nephrology called about dialysis tonight.",
        ],
        nursing: &[
            "Strict intake and output.",
            "Bladder scan below 150 mL after voiding.",
            "Low potassium tray explained.",
        ],
        next: [
            "Potassium every 6 h; nephrology",
            "Creatinine daily; fluids",
            "Blood test in 3 days, home",
            "Nephrology about dialysis",
        ],
    },
};
