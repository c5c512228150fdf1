//! Hip fracture after surgery in an older person.

use super::{Body, Operation, OxygenTarget, Precaution, Scenario, Story, Study, repeat, shift};
use crate::hospital::analyte as lab;
use crate::hospital::formulary::{self as drug, Family};
use crate::hospital::problem::{classed, coded};
use crate::hospital::treatment::{
    BEDTIME, DAILY, EVERY_8_H, Need, Route, Schedule, give, grams, mg,
};

pub(super) static SCENARIO: Scenario = Scenario {
    key: "hip-fracture",
    weight: 9,
    problem: coded(
        "Hip fracture, right, after fixation",
        "S72.141A",
        "359817006",
    ),
    also: &[classed("Acute blood loss anemia", "D62")],
    likely: &["osteoporosis", "hypertension"],
    never: &[],
    ages: (70, 95),
    days: (2, 8),
    body: Body {
        heart_rate: 16.0,
        resp_rate: 4.0,
        temp: 0.7,
        systolic: -8.0,
        spo2_drop: 3.5,
        pain: 7.5,
        confused_from: 1.15,
        half_life_h: 60.0,
        oxygen: OxygenTarget::Usual,
    },
    chemistry: &[
        shift(&lab::HEMOGLOBIN, 8.1, 220.0),
        shift(&lab::WBC, 11.8, 50.0),
        shift(&lab::CRP, 96.0, 80.0),
        shift(&lab::CK, 320.0, 40.0),
        shift(&lab::ALBUMIN, 3.2, 300.0),
    ],
    on_arrival: &[&lab::COAGULATION, &lab::HEPATIC, &lab::MUSCLE],
    repeats: &[repeat(&lab::MINERALS, 48, 300)],
    treatments: &[
        give(&drug::CEFAZOLIN, grams("2"), Route::Intravenous, EVERY_8_H)
            .lasting(24)
            .unless(Family::Cephalosporin),
        give(
            &drug::TRANEXAMIC_ACID,
            grams("1"),
            Route::Intravenous,
            Schedule::Once(600),
        ),
        give(&drug::ACETAMINOPHEN, mg("1000"), Route::Oral, EVERY_8_H),
        give(
            &drug::OXYCODONE,
            mg("2.5"),
            Route::Oral,
            Schedule::AsNeeded(4, Need::Pain),
        )
        .unless(Family::Opioid),
        give(
            &drug::HYDROMORPHONE,
            mg("0.2"),
            Route::Intravenous,
            Schedule::AsNeeded(4, Need::Pain),
        )
        .lasting(48)
        .unless(Family::Opioid),
        give(&drug::ENOXAPARIN, mg("40"), Route::Subcutaneous, DAILY).after(24),
        give(&drug::SENNA, mg("17.2"), Route::Oral, BEDTIME),
        give(&drug::POLYETHYLENE_GLYCOL, grams("17"), Route::Oral, DAILY),
    ],
    holds: &["apixaban", "lisinopril", "empagliflozin", "metformin"],
    studies: &[Study {
        name: "X-ray of pelvis and right hip",
        loinc: None,
        after_h: 1,
        indication: "Fall, hip pain",
        findings: "Displaced intertrochanteric fracture of the right femur. Pelvic ring intact. Diffuse osteopenia.",
        impression: "Displaced right intertrochanteric fracture.",
    }],
    procedures: &[Operation {
        name: "Cephalomedullary nail, right femur",
        snomed: None,
        after_h: 14,
        outcome: "Spinal anesthesia, estimated blood loss 300 mL, no complication. Weight bearing as tolerated.",
    }],
    consults: &[
        "Orthopedic surgery",
        "Physical therapy: weight bearing as tolerated",
        "Geriatrics: delirium prevention",
    ],
    precautions: &[Precaution::Falls],
    story: Story {
        complaint: "right hip pain after a fall",
        history: &[
            "Tripped on a rug at home the evening before, landed on the right side, could not stand. No head strike, no loss of consciousness.",
            "Lived alone with a walking stick, independent in dressing and cooking.",
            "Lay on the floor for about three hours until a neighbor came.",
            "On arrival blood pressure {bp} mmHg, heart rate {hr}/min, pain {pain}/10 on movement.",
        ],
        exam: &[
            "Right leg short and turned outward, foot warm with good pulses.",
            "Sensation and movement of toes intact.",
            "Heart regular, lungs clear.",
        ],
        exam_later: &[
            "{since:16}Dressing dry, thigh soft, foot warm with good pulses.",
            "{since:16}Straight leg raise with help.",
        ],
        says_ill: &[
            "Pain on turning in bed, settled after the tablet. Slept in stretches.",
            "Stood at the bedside with two people; dizzy for a moment.",
        ],
        says_better: &[
            "Walked ten meters with the frame. Pain only on stairs.",
            "Sat in the chair for lunch and dinner.",
        ],
        plan_early: &[
            "Pain {pain}/10, blood pressure {bp} mmHg, {spo2}% {oxygen}.",
            "Hemoglobin {hb} g/dL; transfuse below 8 or with symptoms.",
            "Continue {rx:acetaminophen}; opioid only for breakthrough pain.",
            "Delirium prevention: glasses, daylight, sleep, no sedatives.",
        ],
        plan_steady: &[
            "Hemoglobin {hb} g/dL, was {was:hb}.",
            "Pain {pain}/10 with {rx:acetaminophen}.",
            "Continue {rx:enoxaparin} for 28 days after surgery.",
            "Physical therapy twice a day, weight bearing as tolerated; bowel regimen.",
        ],
        plan_late: &[
            "Walking with a frame, pain {pain}/10, hemoglobin {hb} g/dL.",
            "Rehabilitation place requested; osteoporosis treatment to start at the fracture clinic.",
        ],
        plan_worse: &[
            "New problem since the night: heart rate {hr}/min, respiratory rate {rr}/min, {spo2}% {oxygen}.",
            "Consider pulmonary embolism, pneumonia and bleeding; hemoglobin {hb} g/dL. Imaging and blood count now.",
        ],
        nursing: &[
            "Pillow between the knees, heels off the bed.",
            "Dressing dry and intact.",
            "Two people and frame to the chair.",
        ],
        next: [
            "Pain control; hemoglobin tonight",
            "Transfuse 1 unit; physical therapy",
            "Rehabilitation place",
            "Imaging for new hypoxia",
        ],
    },
};
