//! Acute pyelonephritis.

use super::{Body, OxygenTarget, Scenario, Story, Study, shift};
use crate::hospital::analyte as lab;
use crate::hospital::formulary::{self as drug, Family};
use crate::hospital::problem::coded;
use crate::hospital::treatment::{AFTERNOON, Need, Route, Schedule, give, grams, mg, ml};

pub(super) static SCENARIO: Scenario = Scenario {
    key: "pyelonephritis",
    weight: 6,
    problem: coded("Acute pyelonephritis", "N10", "45816000"),
    also: &[],
    likely: &[],
    never: &[],
    ages: (19, 78),
    days: (2, 4),
    body: Body {
        heart_rate: 28.0,
        resp_rate: 4.0,
        temp: 2.4,
        systolic: -12.0,
        spo2_drop: 0.8,
        pain: 6.0,
        confused_from: 2.0,
        half_life_h: 22.0,
        oxygen: OxygenTarget::Usual,
    },
    chemistry: &[
        shift(&lab::WBC, 16.8, 30.0),
        shift(&lab::NEUTROPHILS, 14.0, 30.0),
        shift(&lab::CRP, 164.0, 44.0),
        shift(&lab::PROCALCITONIN, 2.4, 26.0),
        shift(&lab::CREATININE, 1.14, 40.0),
        shift(&lab::LACTATE, 1.8, 12.0),
    ],
    on_arrival: &[&lab::LACTATE_ONLY, &lab::INFLAMMATION],
    repeats: &[],
    treatments: &[
        give(
            &drug::CEFTRIAXONE,
            grams("1"),
            Route::Intravenous,
            AFTERNOON,
        )
        .lasting(120)
        .unless(Family::Penicillin),
        give(
            &drug::LEVOFLOXACIN_IV,
            mg("750"),
            Route::Intravenous,
            AFTERNOON,
        )
        .lasting(120)
        .only_if(Family::Penicillin),
        give(
            &drug::SODIUM_CHLORIDE,
            ml("100"),
            Route::Intravenous,
            Schedule::Infusion,
        )
        .lasting(16),
        give(
            &drug::ONDANSETRON,
            mg("4"),
            Route::Intravenous,
            Schedule::AsNeeded(6, Need::Nausea),
        ),
    ],
    holds: &["lisinopril", "metformin", "empagliflozin"],
    studies: &[Study {
        name: "Ultrasound of kidneys",
        loinc: Some("38036-0"),
        after_h: 6,
        indication: "Flank pain and fever",
        findings: "Right kidney mildly enlarged with loss of corticomedullary definition. No hydronephrosis, no stone, no abscess.",
        impression: "Consistent with right pyelonephritis; no obstruction.",
    }],
    procedures: &[],
    consults: &[],
    precautions: &[],
    story: Story {
        complaint: "fever, chills and right flank pain",
        history: &[
            "Burning on urination for four days, then fever with shaking chills and right flank pain; could not keep fluids down today.",
            "Two bladder infections in the past year, both treated at the clinic. Not pregnant where that applies.",
            "On arrival temperature {temp} °C, heart rate {hr}/min. Urine dip positive for nitrite and leukocyte esterase; culture sent before ceftriaxone.",
        ],
        exam: &[
            "Right costovertebral angle tenderness.",
            "Abdomen soft, suprapubic tenderness.",
            "Looks flushed, dry mouth.",
        ],
        exam_later: &["Mild right flank tenderness.", "Abdomen soft."],
        says_ill: &[
            "Flank aches, one vomit overnight. Chills in the evening.",
            "Could drink half a cup of tea.",
        ],
        says_better: &[
            "Eating, no nausea, flank only sore on pressing.",
            "No fever, wants to go home.",
        ],
        plan_early: &[
            "Temperature {temp} °C, peak {tmax} °C in 24 hours; white count {wbc}.",
            "Continue {rx:ceftriaxone}; adjust to the culture.",
            "Beta-lactam allergy: {rx:levofloxacin}.",
            "Fluids and antiemetic until drinking.",
        ],
        plan_steady: &[
            "Fever settling: {temp} °C now, peak {tmax} °C; white count {wbc}, was {was:wbc}.",
            "Culture grows {grown}, susceptible to ceftriaxone.",
            "Continue {rx:ceftriaxone}; oral from tomorrow if eating.",
        ],
        plan_late: &[
            "Well: temperature {temp} °C, heart rate {hr}/min, creatinine {cr}.",
            "Oral antibiotic to complete seven days; discharge today with return advice.",
        ],
        plan_worse: &[
            "Fever and pain are back: {temp} °C, heart rate {hr}/min, blood pressure {bp} mmHg.",
            "CT for abscess or obstruction; repeat blood cultures and lactate.",
        ],
        nursing: &[
            "Drinking two liters a day.",
            "Urine clear yellow, no burning now.",
            "Heat pack to the flank.",
        ],
        next: [
            "Culture; fluids until drinking",
            "Oral switch tomorrow",
            "Discharge today, ride at 16:30",
            "CT for abscess",
        ],
    },
};
