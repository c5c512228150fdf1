//! Cellulitis of the left leg, usually with diabetes.

use super::{Body, OxygenTarget, Scenario, Story, Study, repeat, shift};
use crate::hospital::analyte as lab;
use crate::hospital::formulary::{self as drug, Family};
use crate::hospital::problem::coded;
use crate::hospital::treatment::{DAILY, EVERY_6_H, EVERY_8_H, EVERY_12_H, Route, give, grams, mg};

pub(super) static SCENARIO: Scenario = Scenario {
    key: "cellulitis",
    weight: 8,
    problem: coded("Cellulitis of left leg", "L03.116", "128045006"),
    also: &[],
    likely: &["diabetes", "neuropathy"],
    never: &[],
    ages: (35, 84),
    days: (2, 5),
    body: Body {
        heart_rate: 18.0,
        resp_rate: 3.0,
        temp: 1.9,
        systolic: -6.0,
        spo2_drop: 1.0,
        pain: 6.0,
        confused_from: 2.0,
        half_life_h: 34.0,
        oxygen: OxygenTarget::Usual,
    },
    chemistry: &[
        shift(&lab::WBC, 15.6, 40.0),
        shift(&lab::NEUTROPHILS, 12.8, 40.0),
        shift(&lab::CRP, 142.0, 50.0),
        shift(&lab::PROCALCITONIN, 0.9, 34.0),
        shift(&lab::GLUCOSE, 286.0, 60.0),
        shift(&lab::GLUCOSE_POC, 274.0, 70.0),
    ],
    on_arrival: &[&lab::LACTATE_ONLY, &lab::INFLAMMATION, &lab::GLYCATED],
    repeats: &[repeat(&lab::INFLAMMATION, 48, 200)],
    treatments: &[
        give(&drug::CEFAZOLIN, grams("2"), Route::Intravenous, EVERY_8_H)
            .lasting(60)
            .unless(Family::Cephalosporin),
        give(&drug::CEPHALEXIN, mg("500"), Route::Oral, EVERY_6_H)
            .after(60)
            .unless(Family::Cephalosporin),
        give(
            &drug::VANCOMYCIN,
            mg("1250"),
            Route::Intravenous,
            EVERY_12_H,
        )
        .only_if(Family::Cephalosporin),
        give(&drug::ACETAMINOPHEN, mg("1000"), Route::Oral, EVERY_8_H),
        give(&drug::ENOXAPARIN, mg("40"), Route::Subcutaneous, DAILY),
    ],
    holds: &["metformin", "empagliflozin"],
    studies: &[Study {
        name: "Ultrasound of left leg veins",
        loinc: None,
        after_h: 4,
        indication: "Swollen leg",
        findings: "Compressible deep veins from groin to calf. Subcutaneous edema. No drainable collection.",
        impression: "No deep vein thrombosis.",
    }],
    procedures: &[],
    consults: &[
        "Diabetes educator: insulin adjustment",
        "Wound care: foot assessment",
    ],
    precautions: &[],
    story: Story {
        complaint: "red, painful left leg and fever",
        history: &[
            "Noticed a blister from new shoes a week ago; for two days the left leg has been red, hot and swelling, with chills last night.",
            "Redness moved above the ankle despite elevation. No bite, no water exposure, no earlier resistant infection.",
            "Fingersticks at home above 250 mg/dL since the fever began.",
            "On arrival temperature {temp} °C, heart rate {hr}/min, white count {wbc}.",
        ],
        exam: &[
            "Redness, warmth and swelling of the left leg to mid shin, margin marked.",
            "Clean blister base on the heel, no crepitus, no pain out of proportion.",
            "Foot pulses present, reduced sensation to monofilament.",
        ],
        exam_later: &[
            "Redness has moved inside the marked line; skin wrinkling.",
            "Blister dry, no discharge.",
        ],
        says_ill: &[
            "Leg throbs when it hangs down. Slept in pieces.",
            "Chills last evening; leg feels tight.",
        ],
        says_better: &[
            "Much less pain, could put the sock on.",
            "No chills since yesterday; walked to the window.",
        ],
        plan_early: &[
            "Temperature {temp} °C, peak {tmax} °C; white count {wbc}.",
            "Continue {rx:cefazolin}.",
            "Cephalosporin allergy: {rx:vancomycin}.",
            "Leg elevated, margin marked and photographed with consent.",
        ],
        plan_steady: &[
            "Redness receding; white count {wbc}, was {was:wbc}.",
            "Continue {rx:cefazolin}.",
            "Continue {rx:cephalexin}.",
            "Switch to oral treatment once without fever for a day.",
        ],
        plan_late: &[
            "Nearly resolved; temperature {temp} °C, pain {pain}/10.",
            "Continue {rx:cephalexin} to complete seven days.",
            "Home with foot care teaching; clinic check in three days.",
        ],
        plan_worse: &[
            "Pain and redness spreading again, temperature {temp} °C, heart rate {hr}/min.",
            "Surgery to see now for deep infection; broaden antibiotics; creatine kinase and lactate.",
        ],
        nursing: &[
            "Leg elevated on two pillows.",
            "Margin checked against the pen line.",
            "Foot washed and dried between the toes.",
        ],
        next: [
            "Watch the margin; cultures",
            "Oral switch when afebrile",
            "Adjust insulin; home tomorrow",
            "Surgical review now",
        ],
    },
};
