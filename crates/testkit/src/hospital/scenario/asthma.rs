//! Asthma exacerbation.

use super::{Body, OxygenTarget, Scenario, Story, Study, repeat, shift};
use crate::hospital::analyte as lab;
use crate::hospital::formulary as drug;
use crate::hospital::problem::coded;
use crate::hospital::treatment::{
    BEDTIME, DAILY, EVERY_4_H, EVERY_6_H, EVERY_12_H, Route, Schedule, give, grams, mg,
};

pub(super) static SCENARIO: Scenario = Scenario {
    key: "asthma",
    weight: 5,
    problem: coded("Asthma exacerbation", "J45.901", "708038006"),
    also: &[],
    likely: &["asthma"],
    never: &["copd", "heart-failure"],
    ages: (18, 58),
    days: (2, 5),
    body: Body {
        heart_rate: 38.0,
        resp_rate: 12.0,
        temp: 0.2,
        systolic: 8.0,
        spo2_drop: 6.0,
        pain: 1.0,
        confused_from: 2.0,
        half_life_h: 24.0,
        oxygen: OxygenTarget::Usual,
    },
    chemistry: &[
        shift(&lab::WBC, 12.2, 60.0),
        shift(&lab::POTASSIUM, 3.4, 26.0),
        shift(&lab::LACTATE, 2.9, 10.0),
        shift(&lab::GLUCOSE, 158.0, 60.0),
        shift(&lab::PCO2_VENOUS, 38.0, 12.0),
    ],
    on_arrival: &[&lab::VENOUS_GAS, &lab::LACTATE_ONLY, &lab::MINERALS],
    repeats: &[repeat(&lab::VENOUS_GAS, 4, 8)],
    treatments: &[
        give(
            &drug::METHYLPREDNISOLONE,
            mg("40"),
            Route::Intravenous,
            EVERY_12_H,
        )
        .lasting(24),
        give(&drug::PREDNISONE, mg("40"), Route::Oral, DAILY)
            .after(20)
            .lasting(120),
        give(&drug::ALBUTEROL, mg("2.5"), Route::Inhaled, EVERY_4_H),
        give(&drug::IPRATROPIUM, mg("0.5"), Route::Inhaled, EVERY_6_H).lasting(24),
        give(
            &drug::MAGNESIUM_SULFATE,
            grams("2"),
            Route::Intravenous,
            Schedule::Once(40),
        ),
        give(&drug::MONTELUKAST, mg("10"), Route::Oral, BEDTIME),
    ],
    holds: &[],
    studies: &[Study {
        name: "Chest X-ray, two views",
        loinc: Some("36572-6"),
        after_h: 1,
        indication: "Severe wheeze",
        findings: "Hyperinflation. No pneumothorax, no consolidation.",
        impression: "Hyperinflation only.",
    }],
    procedures: &[],
    consults: &["Respiratory therapy: inhaler and spacer technique"],
    precautions: &[],
    story: Story {
        complaint: "wheeze and shortness of breath",
        history: &[
            "A cold three days ago, then tightness and wheeze; the rescue inhaler was empty by last night.",
            "Stopped the daily inhaler in the summer when feeling well. One earlier hospital stay, never intubated.",
            "On arrival respiratory rate {rr}/min, {spo2}% {oxygen}, heart rate {hr}/min; two hours of continuous nebulizer and magnesium in the emergency department.",
        ],
        exam: &[
            "Speaks in phrases, using neck muscles.",
            "Loud expiratory wheeze everywhere, long expiration.",
            "No hives, no swelling.",
        ],
        exam_later: &[
            "Wheeze only at the end of expiration.",
            "Full sentences, no accessory muscles.",
        ],
        says_ill: &[
            "Tight again three hours after each nebulizer.",
            "Shaky from the nebulizer; slept sitting.",
        ],
        says_better: &[
            "Slept lying down; climbed one flight with the therapist.",
            "Understands why the daily inhaler matters.",
        ],
        plan_early: &[
            "Respiratory rate {rr}/min, {spo2}% {oxygen}; venous carbon dioxide {pco2}.",
            "Continue {rx:albuterol} and {rx:ipratropium}.",
            "Continue {rx:methylprednisolone}.",
            "Potassium {k}; peak flow before and after nebulizers.",
        ],
        plan_steady: &[
            "Respiratory rate {rr}/min, {spo2}% {oxygen}.",
            "Wean nebulizers to every four to six hours. Continue {rx:prednisone}.",
            "Potassium {k}.",
        ],
        plan_late: &[
            "Respiratory rate {rr}/min and {spo2}% {oxygen} with walking.",
            "Finish {rx:prednisone}; daily inhaler restarted, written action plan, clinic in a week.",
        ],
        plan_worse: &[
            "Tiring: respiratory rate {rr}/min, {spo2}% {oxygen}, heart rate {hr}/min.",
            "Continuous nebulizer, gas, intensive care review now.",
        ],
        nursing: &[
            "Peak flow recorded.",
            "Spacer technique taught back.",
            "Sits forward over the table.",
        ],
        next: [
            "Nebulizers every 4 h; peak flow",
            "Wean nebulizers",
            "Action plan, home",
            "ICU review: tiring",
        ],
    },
};
