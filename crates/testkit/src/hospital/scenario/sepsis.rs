//! Sepsis with organ dysfunction, abdominal or unknown source.

use super::{Body, Operation, OxygenTarget, Scenario, Story, Study, repeat, shift};
use crate::hospital::analyte as lab;
use crate::hospital::formulary::{self as drug, Family};
use crate::hospital::problem::{classed, coded};
use crate::hospital::treatment::{
    DAILY, EVERY_6_H, EVERY_8_H, EVERY_12_H, Route, Schedule, give, grams, mcg, mg, ml, units,
};

pub(super) static SCENARIO: Scenario = Scenario {
    key: "sepsis",
    weight: 8,
    problem: coded("Sepsis", "A41.9", "91302008"),
    also: &[
        classed("Severe sepsis without septic shock", "R65.20"),
        coded("Acute kidney injury", "N17.9", "14669001"),
    ],
    likely: &["hypertension"],
    never: &[],
    ages: (36, 90),
    days: (3, 9),
    body: Body {
        heart_rate: 44.0,
        resp_rate: 12.0,
        temp: 2.4,
        systolic: -36.0,
        spo2_drop: 5.0,
        pain: 4.0,
        confused_from: 1.02,
        half_life_h: 40.0,
        oxygen: OxygenTarget::Usual,
    },
    chemistry: &[
        shift(&lab::WBC, 21.2, 44.0),
        shift(&lab::NEUTROPHILS, 18.4, 44.0),
        shift(&lab::LACTATE, 4.6, 12.0),
        shift(&lab::PROCALCITONIN, 18.5, 30.0),
        shift(&lab::CRP, 264.0, 60.0),
        shift(&lab::CREATININE, 2.1, 48.0),
        shift(&lab::UREA_NITROGEN, 42.0, 54.0),
        shift(&lab::BICARBONATE, 17.0, 26.0),
        shift(&lab::PLATELETS, 128.0, 80.0),
        shift(&lab::BILIRUBIN, 1.9, 60.0),
        shift(&lab::INR, 1.5, 60.0),
        shift(&lab::ALBUMIN, 2.7, 300.0),
        shift(&lab::GLUCOSE, 168.0, 40.0),
    ],
    on_arrival: &[
        &lab::LACTATE_ONLY,
        &lab::INFLAMMATION,
        &lab::HEPATIC,
        &lab::COAGULATION,
        &lab::VENOUS_GAS,
        &lab::TROPONIN_ONLY,
        &lab::LIPASE_ONLY,
    ],
    repeats: &[
        repeat(&lab::LACTATE_ONLY, 4, 24),
        repeat(&lab::INFLAMMATION, 24, 120),
        repeat(&lab::HEPATIC, 24, 200),
        repeat(&lab::MINERALS, 24, 300),
    ],
    treatments: &[
        give(
            &drug::PIPERACILLIN_TAZOBACTAM,
            grams("4.5"),
            Route::Intravenous,
            EVERY_6_H,
        )
        .lasting(168)
        .unless(Family::Penicillin),
        give(&drug::CEFEPIME, grams("2"), Route::Intravenous, EVERY_8_H)
            .lasting(168)
            .only_if(Family::Penicillin),
        give(
            &drug::METRONIDAZOLE,
            mg("500"),
            Route::Intravenous,
            EVERY_8_H,
        )
        .lasting(168)
        .only_if(Family::Penicillin),
        give(
            &drug::VANCOMYCIN,
            mg("1250"),
            Route::Intravenous,
            EVERY_12_H,
        )
        .lasting(48),
        give(
            &drug::RINGERS_LACTATE,
            ml("150"),
            Route::Intravenous,
            Schedule::Infusion,
        )
        .lasting(26),
        give(
            &drug::NOREPINEPHRINE,
            mcg("300"),
            Route::Intravenous,
            Schedule::Infusion,
        )
        .lasting(15),
        give(&drug::PANTOPRAZOLE, mg("40"), Route::Intravenous, DAILY).lasting(96),
        give(
            &drug::HEPARIN,
            units("5000"),
            Route::Subcutaneous,
            EVERY_8_H,
        ),
    ],
    holds: &[
        "lisinopril",
        "metformin",
        "empagliflozin",
        "spironolactone",
        "carvedilol",
        "metoprolol succinate",
    ],
    studies: &[
        Study {
            name: "Chest X-ray, one view",
            loinc: Some("36572-6"),
            after_h: 1,
            indication: "Fever and low blood pressure",
            findings: "Low lung volumes. No consolidation. Right internal jugular line tip at the cavoatrial junction.",
            impression: "No pneumonia; line well placed.",
        },
        Study {
            name: "CT abdomen and pelvis with contrast",
            loinc: None,
            after_h: 5,
            indication: "Sepsis, source",
            findings: "Thickened sigmoid colon with surrounding stranding and a 2 cm pericolic collection. No free air. Kidneys without obstruction.",
            impression: "Acute diverticulitis with a small contained abscess, not drainable.",
        },
    ],
    procedures: &[Operation {
        name: "Central venous catheter, right internal jugular",
        snomed: None,
        after_h: 3,
        outcome: "Ultrasound guided, one pass, tip position confirmed by X-ray.",
    }],
    consults: &["Intensive care", "General surgery", "Infectious diseases"],
    precautions: &[],
    story: Story {
        complaint: "fever, chills and confusion",
        history: &[
            "Two days of left lower belly pain, then shaking chills, and since this morning muddled according to the family.",
            "Poor intake and little urine for a day. No cough, no burning on urination.",
            "On arrival temperature {temp} °C, heart rate {hr}/min, blood pressure {bp} mmHg, lactate {lactate} mmol/L.",
            "Thirty milliliters per kilogram of fluid, cultures and antibiotics were given within the first hour; norepinephrine was needed for part of the first day.",
        ],
        exam: &[
            "Flushed, warm skin, capillary refill four seconds.",
            "Left lower quadrant tenderness with guarding.",
            "Disoriented to date, follows commands.",
        ],
        exam_later: &[
            "Abdomen soft, mild left lower tenderness.",
            "Warm and well perfused.",
        ],
        says_ill: &[
            "Weak, aching, belly still sore. Little appetite.",
            "Shivered once in the evening.",
        ],
        says_better: &[
            "Belly pain nearly gone, ate half of breakfast.",
            "Clear-headed again, asks what happened.",
        ],
        plan_early: &[
            "Lactate {lactate} from {first:lactate} mmol/L, blood pressure {bp} mmHg, heart rate {hr}/min.",
            "Diverticular abscess is the source.",
            "Continue {rx:piperacillin and tazobactam}.",
            "Penicillin allergy: {rx:cefepime} with metronidazole.",
            "Continue {rx:vancomycin} until the cultures report.",
            "{rx:norepinephrine}: wean for a mean pressure of 65.",
            "Creatinine {cr}; urine {urine} mL in 24 hours.",
        ],
        plan_steady: &[
            "Recovering: temperature {temp} °C (peak {tmax}), white count {wbc}, was {was:wbc}; procalcitonin {procalcitonin}.",
            "Continue {rx:piperacillin and tazobactam}.",
            "Creatinine {cr} from {first:cr}; net {net} in 24 hours.",
            "Surgery agrees to continue without drainage.",
        ],
        plan_late: &[
            "Sepsis resolved: temperature {temp} °C, blood pressure {bp} mmHg, white count {wbc}.",
            "Oral antibiotics to complete ten days; repeat CT only if pain returns; colonoscopy in eight weeks.",
        ],
        plan_worse: &[
            "Deteriorating since the night: temperature {temp} °C, heart rate {hr}/min, blood pressure {bp} mmHg, respiratory rate {rr}/min.",
            "New cultures, lactate now, fluid bolus; repeat CT for a larger collection. Intensive care informed.",
        ],
        nursing: &[
            "Skin warm, turned every two hours.",
            "Urine measured hourly while on the monitor.",
            "Line dressing clean and dry.",
        ],
        next: [
            "Lactate, source control decision",
            "IV antibiotics day by day; surgery review",
            "Oral switch, home plan",
            "Sepsis bundle again; ICU informed",
        ],
    },
};
