//! Acute cholecystitis before and after laparoscopic cholecystectomy.

use super::{Body, Operation, OxygenTarget, Scenario, Story, Study, repeat, shift};
use crate::hospital::analyte as lab;
use crate::hospital::formulary::{self as drug, Family};
use crate::hospital::problem::coded;
use crate::hospital::treatment::{
    AFTERNOON, EVERY_6_H, EVERY_8_H, Need, Route, Schedule, give, grams, mg, ml,
};

pub(super) static SCENARIO: Scenario = Scenario {
    key: "cholecystitis",
    weight: 5,
    problem: coded("Acute cholecystitis", "K81.0", "65275009"),
    also: &[],
    likely: &[],
    never: &[],
    ages: (26, 79),
    days: (2, 5),
    body: Body {
        heart_rate: 18.0,
        resp_rate: 4.0,
        temp: 1.4,
        systolic: 4.0,
        spo2_drop: 1.5,
        pain: 7.0,
        confused_from: 2.0,
        half_life_h: 26.0,
        oxygen: OxygenTarget::Usual,
    },
    chemistry: &[
        shift(&lab::WBC, 14.8, 34.0),
        shift(&lab::CRP, 112.0, 44.0),
        shift(&lab::ALT, 66.0, 60.0),
        shift(&lab::ALP, 146.0, 80.0),
        shift(&lab::BILIRUBIN, 1.4, 60.0),
    ],
    on_arrival: &[
        &lab::HEPATIC,
        &lab::LIPASE_ONLY,
        &lab::INFLAMMATION,
        &lab::COAGULATION,
    ],
    repeats: &[repeat(&lab::HEPATIC, 24, 200)],
    treatments: &[
        give(
            &drug::PIPERACILLIN_TAZOBACTAM,
            grams("3.375"),
            Route::Intravenous,
            EVERY_6_H,
        )
        .lasting(72)
        .unless(Family::Penicillin),
        give(
            &drug::LEVOFLOXACIN_IV,
            mg("750"),
            Route::Intravenous,
            AFTERNOON,
        )
        .lasting(72)
        .only_if(Family::Penicillin),
        give(&drug::ACETAMINOPHEN, mg("1000"), Route::Oral, EVERY_8_H),
        give(
            &drug::OXYCODONE,
            mg("5"),
            Route::Oral,
            Schedule::AsNeeded(4, Need::Pain),
        )
        .unless(Family::Opioid),
        give(
            &drug::ONDANSETRON,
            mg("4"),
            Route::Intravenous,
            Schedule::AsNeeded(6, Need::Nausea),
        ),
        give(
            &drug::RINGERS_LACTATE,
            ml("100"),
            Route::Intravenous,
            Schedule::Infusion,
        )
        .lasting(18),
    ],
    holds: &["metformin", "apixaban"],
    studies: &[Study {
        name: "Ultrasound of abdomen",
        loinc: Some("24558-9"),
        after_h: 2,
        indication: "Right upper quadrant pain",
        findings: "Distended gallbladder with a 1.4 cm stone in the neck, wall 5 mm, pericholecystic fluid. Sonographic Murphy sign positive. Common bile duct 4 mm.",
        impression: "Acute cholecystitis.",
    }],
    procedures: &[Operation {
        name: "Laparoscopic cholecystectomy",
        snomed: Some("45595009"),
        after_h: 22,
        outcome: "Inflamed gallbladder removed, critical view obtained, blood loss 30 mL, no drain.",
    }],
    consults: &["General surgery"],
    precautions: &[],
    story: Story {
        complaint: "right upper belly pain and vomiting",
        history: &[
            "Twelve hours of constant right upper belly pain going to the shoulder blade, with vomiting and a temperature at home.",
            "Earlier attacks lasted an hour after fried food. No jaundice, no dark urine.",
            "On arrival temperature {temp} °C, pain {pain}/10, white count {wbc}.",
        ],
        exam: &[
            "Right upper quadrant tenderness, Murphy sign positive.",
            "No jaundice.",
            "Bowel sounds present.",
        ],
        exam_later: &[
            "{since:24}Four small dressings dry, abdomen soft.",
            "{since:24}Shoulder-tip discomfort, bowel sounds present.",
        ],
        says_ill: &[
            "Pain bearable after the dose, nausea with smells.",
            "Sore across the belly, dozed between checks.",
        ],
        says_better: &[
            "Walking, drinking, sore only on coughing.",
            "Ate toast; the ache is fading.",
        ],
        plan_early: &[
            "Temperature {temp} °C, white count {wbc}, bilirubin {bilirubin}.",
            "Continue {rx:piperacillin and tazobactam}.",
            "Penicillin allergy: {rx:levofloxacin}.",
            "Surgery within 24 hours; nothing by mouth from midnight.",
        ],
        plan_steady: &[
            "Pain {pain}/10, temperature {temp} °C, white count {wbc}, was {was:wbc}.",
            "{since:24}Stop antibiotics 24 hours after the operation; diet as tolerated.",
            "Surgery to see at 15:30.",
        ],
        plan_late: &[
            "Recovering: pain {pain}/10, temperature {temp} °C.",
            "{since:24}Home with acetaminophen; wound check in two weeks.",
        ],
        plan_worse: &[
            "More pain with {temp} °C and heart rate {hr}/min: bile leak, bleeding or retained stone.",
            "Hepatic panel and CT now; surgery informed.",
        ],
        nursing: &[
            "Dressings dry.",
            "Walked to the bathroom with one person.",
            "Nausea less after the dose.",
        ],
        next: [
            "Operating room list; NPO at midnight",
            "Surgery consult 15:30",
            "Home with wound advice",
            "CT; surgery informed",
        ],
    },
};
