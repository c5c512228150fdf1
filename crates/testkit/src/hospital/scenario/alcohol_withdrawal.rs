//! Alcohol withdrawal.

use super::{Body, OxygenTarget, Precaution, Scenario, Story, Study, repeat, shift};
use crate::hospital::analyte as lab;
use crate::hospital::formulary as drug;
use crate::hospital::problem::{classed, coded};
use crate::hospital::treatment::{
    DAILY, EVERY_6_H, Need, Route, Schedule, THRICE, TWICE, give, grams, meq, mg,
};

pub(super) static SCENARIO: Scenario = Scenario {
    key: "alcohol-withdrawal",
    weight: 6,
    problem: coded("Alcohol withdrawal", "F10.239", "85561006"),
    also: &[classed("Hypomagnesemia", "E83.42")],
    likely: &["alcohol", "smoking"],
    never: &[],
    ages: (32, 68),
    days: (2, 5),
    body: Body {
        heart_rate: 42.0,
        resp_rate: 6.0,
        temp: 0.9,
        systolic: 34.0,
        spo2_drop: 1.0,
        pain: 2.0,
        confused_from: 0.95,
        half_life_h: 42.0,
        oxygen: OxygenTarget::Usual,
    },
    chemistry: &[
        shift(&lab::ETHANOL, 148.0, 5.0),
        shift(&lab::AST, 118.0, 110.0),
        shift(&lab::ALT, 62.0, 110.0),
        shift(&lab::MAGNESIUM, 1.3, 36.0),
        shift(&lab::PHOSPHATE, 2.1, 40.0),
        shift(&lab::POTASSIUM, 3.3, 36.0),
        shift(&lab::PLATELETS, 118.0, 150.0),
        shift(&lab::SODIUM, 133.0, 60.0),
    ],
    on_arrival: &[
        &lab::ALCOHOL,
        &lab::HEPATIC,
        &lab::MINERALS,
        &lab::COAGULATION,
        &lab::LIPASE_ONLY,
    ],
    repeats: &[repeat(&lab::MINERALS, 24, 400)],
    treatments: &[
        give(&drug::CHLORDIAZEPOXIDE, mg("25"), Route::Oral, EVERY_6_H).lasting(72),
        give(
            &drug::LORAZEPAM,
            mg("2"),
            Route::Intravenous,
            Schedule::AsNeeded(2, Need::Agitation),
        ),
        give(&drug::THIAMINE_IV, mg("500"), Route::Intravenous, THRICE).lasting(60),
        give(&drug::THIAMINE, mg("100"), Route::Oral, DAILY).after(60),
        give(&drug::FOLIC_ACID, mg("1"), Route::Oral, DAILY),
        give(
            &drug::MAGNESIUM_SULFATE,
            grams("2"),
            Route::Intravenous,
            Schedule::Once(120),
        ),
        give(&drug::POTASSIUM_CHLORIDE, meq("40"), Route::Oral, TWICE).lasting(36),
    ],
    holds: &[],
    studies: &[Study {
        name: "CT head without contrast",
        loinc: Some("30799-1"),
        after_h: 2,
        indication: "Fall while withdrawing",
        findings: "No hemorrhage or fracture. Mild volume loss.",
        impression: "No acute abnormality.",
    }],
    procedures: &[],
    consults: &["Addiction medicine", "Social work"],
    precautions: &[Precaution::Falls],
    story: Story {
        complaint: "shaking and sweating after stopping alcohol",
        history: &[
            "Drinks about a liter of vodka every two days; stopped the day before because of vomiting. Since the morning shaking, sweating and seeing things at the edge of vision.",
            "One withdrawal seizure two years ago, never intubated. Slipped in the bathroom without losing consciousness.",
            "On arrival heart rate {hr}/min, blood pressure {bp} mmHg, temperature {temp} °C.",
        ],
        exam: &[
            "Coarse tremor of outstretched hands, sweating, restless.",
            "Spider nevi on the chest; liver edge two fingers below the ribs.",
            "Pupils equal, no nystagmus, gait wide.",
        ],
        exam_later: &[
            "Fine tremor only, skin dry.",
            "Liver edge palpable, no asterixis.",
        ],
        says_ill: &[
            "Anxious, did not sleep, saw spiders on the wall at night.",
            "Shaky hands, cannot hold the cup.",
        ],
        says_better: &[
            "Slept six hours, hands steadier.",
            "Wants to talk about treatment after discharge.",
        ],
        plan_early: &[
            "Heart rate {hr}/min, blood pressure {bp} mmHg, temperature {temp} °C.",
            "CIWA-Ar every hour. Continue {rx:chlordiazepoxide} with lorazepam by score.",
            "Continue {rx:thiamine} before glucose.",
            "Magnesium {mg}, phosphate {phosphate}, potassium {k}: replace.",
        ],
        plan_steady: &[
            "Settling: heart rate {hr}/min, blood pressure {bp} mmHg.",
            "Continue {rx:chlordiazepoxide} and taper; CIWA-Ar every four hours.",
            "Magnesium {mg}, potassium {k}.",
            "Addiction medicine to discuss naltrexone.",
        ],
        plan_late: &[
            "Withdrawal over: heart rate {hr}/min, no benzodiazepine by score for a day.",
            "Continue {rx:thiamine} and {rx:folic acid}; place in an outpatient program arranged.",
        ],
        plan_worse: &[
            "Delirium tremens: heart rate {hr}/min, blood pressure {bp} mmHg, temperature {temp} °C, confused.",
            "Lorazepam by front loading; step-down bed requested; look for infection and bleeding.",
        ],
        nursing: &[
            "CIWA-Ar scored and documented.",
            "Bed low, rails padded.",
            "Calm room, clock in view.",
        ],
        next: [
            "CIWA every hour",
            "Taper; addiction medicine",
            "Outpatient program, home",
            "Step-down bed requested",
        ],
    },
};
