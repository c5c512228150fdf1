//! Exacerbation of COPD in somebody who retains carbon dioxide: oxygen to 88–92 %.

use super::{Body, Operation, OxygenTarget, Precaution, Scenario, Story, Study, repeat, shift};
use crate::hospital::analyte as lab;
use crate::hospital::formulary as drug;
use crate::hospital::problem::{classed, coded};
use crate::hospital::treatment::{AFTERNOON, DAILY, EVERY_4_H, EVERY_6_H, Route, give, mg};

pub(super) static SCENARIO: Scenario = Scenario {
    key: "copd",
    weight: 10,
    problem: coded("COPD exacerbation", "J44.1", "195951007"),
    also: &[classed(
        "Acute and chronic respiratory failure with hypoxia",
        "J96.21",
    )],
    likely: &["copd", "smoking", "hypertension"],
    never: &["asthma"],
    ages: (56, 86),
    days: (2, 6),
    body: Body {
        heart_rate: 26.0,
        resp_rate: 12.0,
        temp: 0.6,
        systolic: 10.0,
        spo2_drop: 9.0,
        pain: 1.0,
        confused_from: 1.4,
        half_life_h: 46.0,
        oxygen: OxygenTarget::Retainer,
    },
    chemistry: &[
        shift(&lab::WBC, 12.6, 60.0),
        shift(&lab::PH_VENOUS, 7.27, 16.0),
        shift(&lab::PCO2_VENOUS, 68.0, 30.0),
        shift(&lab::BICARBONATE, 31.0, 200.0),
        shift(&lab::GLUCOSE, 178.0, 90.0),
        shift(&lab::PROCALCITONIN, 0.22, 40.0),
    ],
    on_arrival: &[
        &lab::VENOUS_GAS,
        &lab::PEPTIDE,
        &lab::TROPONIN_ONLY,
        &lab::INFLAMMATION,
    ],
    repeats: &[repeat(&lab::VENOUS_GAS, 6, 18)],
    treatments: &[
        give(&drug::PREDNISONE, mg("40"), Route::Oral, DAILY).lasting(120),
        give(&drug::IPRATROPIUM, mg("0.5"), Route::Inhaled, EVERY_6_H),
        give(&drug::ALBUTEROL, mg("2.5"), Route::Inhaled, EVERY_4_H),
        give(
            &drug::AZITHROMYCIN,
            mg("500"),
            Route::Intravenous,
            AFTERNOON,
        )
        .lasting(72),
        give(&drug::ENOXAPARIN, mg("40"), Route::Subcutaneous, DAILY),
    ],
    holds: &["tiotropium"],
    studies: &[Study {
        name: "Chest X-ray, two views",
        loinc: Some("36572-6"),
        after_h: 1,
        indication: "Shortness of breath, COPD",
        findings: "Hyperinflated lungs with flattened diaphragms. No consolidation, no pneumothorax, no effusion.",
        impression: "Emphysema without acute consolidation.",
    }],
    procedures: &[Operation {
        name: "Bilevel noninvasive ventilation",
        snomed: None,
        after_h: 2,
        outcome: "Tolerated for four hours; carbon dioxide fell and the patient was weaned to nasal oxygen.",
    }],
    consults: &[
        "Respiratory therapy: inhaler technique",
        "Home oxygen assessment",
    ],
    precautions: &[Precaution::SaturationTarget],
    story: Story {
        complaint: "worse shortness of breath and wheeze",
        history: &[
            "Three days of more cough, more sputum and a change to green, after a cold in the household.",
            "Used the rescue inhaler every two hours overnight. Second exacerbation this year; never intubated.",
            "On arrival {spo2}% {oxygen} with a respiratory rate of {rr}/min and accessory muscle use.",
            "Known to retain carbon dioxide, so oxygen was titrated to 88–92% from the start.",
        ],
        exam: &[
            "Tripod position, pursed lips, prolonged expiration.",
            "Diffuse expiratory wheeze, little air movement at the bases.",
            "No leg swelling, no calf tenderness.",
        ],
        exam_later: &[
            "Scattered wheeze, better air entry.",
            "No accessory muscle use.",
        ],
        says_ill: &[
            "Tight chest, could not finish breakfast. Sputum still green.",
            "Woke twice for a nebulizer.",
        ],
        says_better: &[
            "Chest is loosening; walked to the bathroom without stopping.",
            "Slept five hours in a row.",
        ],
        plan_early: &[
            "Respiratory rate {rr}/min, {spo2}% {oxygen}; target 88–92%.",
            "Venous pH {ph} with carbon dioxide {pco2} mmHg.",
            "Continue {rx:prednisone} for five days in all.",
            "Continue {rx:ipratropium} and {rx:albuterol}.",
            "Continue {rx:azithromycin}.",
        ],
        plan_steady: &[
            "{spo2}% {oxygen}, within the 88–92% target where oxygen is needed; respiratory rate {rr}/min.",
            "Space nebulizers as wheeze allows.",
            "Continue {rx:prednisone}.",
            "Nicotine replacement and referral to pulmonary rehabilitation.",
        ],
        plan_late: &[
            "Back near baseline: respiratory rate {rr}/min, {spo2}% {oxygen}.",
            "Finish {rx:prednisone}.",
            "Restart tiotropium, check inhaler technique, assess for home oxygen before discharge.",
        ],
        plan_worse: &[
            "Tiring: respiratory rate {rr}/min, {spo2}% {oxygen}, heart rate {hr}/min.",
            "Venous gas now; back to bilevel ventilation if pH is below 7.35. Avoid oxygen above the target.",
        ],
        nursing: &[
            "Oxygen by Venturi or cannula to 88–92%.",
            "Spacer technique taught back correctly.",
            "Rests between tasks.",
        ],
        next: [
            "Nebulizers every 4 h; repeat gas",
            "Space nebulizers; rehab referral",
            "Home oxygen review, then home",
            "Venous gas; may need bilevel",
        ],
    },
};
