//! Acute gallstone pancreatitis.

use super::{Body, OxygenTarget, Precaution, Scenario, Story, Study, repeat, shift};
use crate::hospital::analyte as lab;
use crate::hospital::formulary::{self as drug, Family};
use crate::hospital::problem::coded;
use crate::hospital::treatment::{DAILY, EVERY_8_H, Need, Route, Schedule, give, mg, ml};

pub(super) static SCENARIO: Scenario = Scenario {
    key: "pancreatitis",
    weight: 6,
    problem: coded("Acute pancreatitis", "K85.10", "197456007"),
    also: &[coded("Gallstones", "K80.20", "235919008")],
    likely: &["lipids"],
    never: &[],
    ages: (28, 80),
    days: (2, 6),
    body: Body {
        heart_rate: 30.0,
        resp_rate: 6.0,
        temp: 1.2,
        systolic: -10.0,
        spo2_drop: 3.5,
        pain: 8.5,
        confused_from: 2.0,
        half_life_h: 34.0,
        oxygen: OxygenTarget::Usual,
    },
    chemistry: &[
        shift(&lab::LIPASE, 2840.0, 22.0),
        shift(&lab::WBC, 15.2, 44.0),
        shift(&lab::ALT, 264.0, 60.0),
        shift(&lab::AST, 218.0, 50.0),
        shift(&lab::ALP, 196.0, 90.0),
        shift(&lab::BILIRUBIN, 2.6, 50.0),
        shift(&lab::CRP, 172.0, 60.0),
        shift(&lab::CALCIUM, 8.2, 70.0),
        shift(&lab::UREA_NITROGEN, 24.0, 30.0),
    ],
    on_arrival: &[
        &lab::LIPASE_ONLY,
        &lab::HEPATIC,
        &lab::LACTATE_ONLY,
        &lab::INFLAMMATION,
        &lab::MINERALS,
    ],
    repeats: &[
        repeat(&lab::HEPATIC, 24, 200),
        repeat(&lab::LIPASE_ONLY, 24, 48),
    ],
    treatments: &[
        give(
            &drug::RINGERS_LACTATE,
            ml("125"),
            Route::Intravenous,
            Schedule::Infusion,
        )
        .lasting(36),
        give(
            &drug::HYDROMORPHONE,
            mg("0.5"),
            Route::Intravenous,
            Schedule::AsNeeded(3, Need::Pain),
        )
        .unless(Family::Opioid),
        give(
            &drug::ONDANSETRON,
            mg("4"),
            Route::Intravenous,
            Schedule::AsNeeded(6, Need::Nausea),
        ),
        give(&drug::ACETAMINOPHEN, mg("1000"), Route::Oral, EVERY_8_H).after(24),
        give(&drug::ENOXAPARIN, mg("40"), Route::Subcutaneous, DAILY),
    ],
    holds: &["lisinopril", "atorvastatin", "metformin"],
    studies: &[Study {
        name: "Ultrasound of abdomen",
        loinc: Some("24558-9"),
        after_h: 3,
        indication: "Epigastric pain, raised lipase",
        findings: "Multiple gallstones, wall 2 mm. Common bile duct 6 mm without a stone. Pancreas edematous where seen, no collection.",
        impression: "Gallstones; findings of acute pancreatitis.",
    }],
    procedures: &[],
    consults: &[
        "General surgery: cholecystectomy this admission",
        "Gastroenterology",
    ],
    precautions: &[Precaution::NothingByMouth],
    story: Story {
        complaint: "severe upper belly pain and vomiting",
        history: &[
            "Sudden pain in the upper belly going through to the back after a heavy meal, with repeated vomiting.",
            "Shorter attacks after fatty food over the last months. No alcohol beyond a glass on weekends.",
            "On arrival pain {pain}/10, heart rate {hr}/min; lipase {lipase} U/L and bilirubin {bilirubin} mg/dL.",
        ],
        exam: &[
            "Lies still, knees drawn up.",
            "Epigastric tenderness with voluntary guarding, quiet bowel sounds.",
            "No jaundice of the sclerae, no bruising of the flanks.",
        ],
        exam_later: &[
            "Mild epigastric tenderness, bowel sounds present.",
            "Abdomen soft, passing wind.",
        ],
        says_ill: &[
            "Pain comes back before the next dose. No vomiting since midnight.",
            "Thirsty, mouth dry, belly tight.",
        ],
        says_better: &[
            "Pain mild, broth stayed down.",
            "Hungry; walked twice around the unit.",
        ],
        plan_early: &[
            "Pain {pain}/10, heart rate {hr}/min, {spo2}% {oxygen}.",
            "Lipase {lipase}, bilirubin {bilirubin}, ALT {alt}.",
            "Continue {rx:lactated Ringer's}, guided by urine and urea nitrogen {bun}.",
            "Continue {rx:hydromorphone} with antiemetic; nothing by mouth until hungry.",
        ],
        plan_steady: &[
            "Pain {pain}/10, temperature {temp} °C; bilirubin {bilirubin}, was {was:bilirubin}.",
            "Low-fat diet as tolerated from today.",
            "Surgery plans cholecystectomy before discharge.",
        ],
        plan_late: &[
            "Eating with pain {pain}/10; ALT {alt}, bilirubin {bilirubin}.",
            "Cholecystectomy date confirmed with surgery; advance diet tonight.",
        ],
        plan_worse: &[
            "Fever and more pain: {temp} °C, heart rate {hr}/min, respiratory rate {rr}/min.",
            "CT with contrast for necrosis or collection; lactate and cultures now.",
        ],
        nursing: &[
            "Position of comfort, mouth care.",
            "Passing wind, no stool yet.",
            "Tolerating sips.",
        ],
        next: [
            "Fluids and pain control",
            "Diet as tolerated; surgery",
            "Advance diet tonight",
            "CT for necrosis",
        ],
    },
};
