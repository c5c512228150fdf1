//! Community-acquired pneumonia with hypoxia.

use super::{Body, OxygenTarget, Precaution, Scenario, Story, Study, repeat, shift};
use crate::hospital::analyte as lab;
use crate::hospital::formulary::{self as drug, Family};
use crate::hospital::problem::coded;
use crate::hospital::treatment::{AFTERNOON, DAILY, Need, Route, Schedule, give, grams, mg, ml};

pub(super) static SCENARIO: Scenario = Scenario {
    key: "pneumonia",
    weight: 13,
    problem: coded("Community-acquired pneumonia", "J18.9", "385093006"),
    also: &[coded("Hypoxemia", "R09.02", "389087006")],
    likely: &["hypertension"],
    never: &[],
    ages: (34, 92),
    days: (2, 7),
    body: Body {
        heart_rate: 34.0,
        resp_rate: 12.0,
        temp: 2.5,
        systolic: -16.0,
        spo2_drop: 11.0,
        pain: 4.0,
        confused_from: 1.35,
        half_life_h: 34.0,
        oxygen: OxygenTarget::Usual,
    },
    chemistry: &[
        shift(&lab::WBC, 17.4, 44.0),
        shift(&lab::NEUTROPHILS, 14.6, 44.0),
        shift(&lab::PROCALCITONIN, 3.2, 34.0),
        shift(&lab::CRP, 188.0, 48.0),
        shift(&lab::LACTATE, 2.3, 12.0),
        shift(&lab::SODIUM, 133.0, 50.0),
        shift(&lab::UREA_NITROGEN, 26.0, 48.0),
        shift(&lab::CREATININE, 1.32, 48.0),
    ],
    on_arrival: &[
        &lab::LACTATE_ONLY,
        &lab::INFLAMMATION,
        &lab::TROPONIN_ONLY,
        &lab::HEPATIC,
    ],
    repeats: &[
        repeat(&lab::LACTATE_ONLY, 6, 12),
        repeat(&lab::INFLAMMATION, 48, 200),
    ],
    treatments: &[
        give(
            &drug::CEFTRIAXONE,
            grams("1"),
            Route::Intravenous,
            AFTERNOON,
        )
        .lasting(168)
        .unless(Family::Penicillin),
        give(
            &drug::AZITHROMYCIN,
            mg("500"),
            Route::Intravenous,
            AFTERNOON,
        )
        .lasting(72)
        .unless(Family::Penicillin),
        give(&drug::LEVOFLOXACIN, mg("750"), Route::Oral, AFTERNOON)
            .lasting(120)
            .only_if(Family::Penicillin),
        give(
            &drug::RINGERS_LACTATE,
            ml("100"),
            Route::Intravenous,
            Schedule::Infusion,
        )
        .lasting(14),
        give(
            &drug::ALBUTEROL,
            mg("2.5"),
            Route::Inhaled,
            Schedule::AsNeeded(4, Need::Wheeze),
        ),
        give(&drug::ENOXAPARIN, mg("40"), Route::Subcutaneous, DAILY),
    ],
    holds: &["lisinopril", "metformin"],
    studies: &[
        Study {
            name: "Chest X-ray, two views",
            loinc: Some("36572-6"),
            after_h: 1,
            indication: "Fever, cough and hypoxia",
            findings: "Patchy airspace opacity in the right lower lobe with air bronchograms. No pleural effusion. No pneumothorax. Heart size is normal.",
            impression: "Right lower lobe pneumonia.",
        },
        Study {
            name: "Electrocardiogram, 12 leads",
            loinc: None,
            after_h: 1,
            indication: "Tachycardia",
            findings: "Sinus tachycardia, normal axis, normal intervals. No ST-segment change.",
            impression: "Sinus tachycardia.",
        },
    ],
    procedures: &[],
    consults: &["Respiratory therapy: airway clearance and oxygen titration"],
    precautions: &[Precaution::Droplet],
    story: Story {
        complaint: "cough, fever and shortness of breath",
        history: &[
            "Four days of productive cough with rust-colored sputum, then fever, a shaking chill and right-sided pain on breathing in.",
            "Became short of breath on one flight of stairs yesterday; at home the oxygen saturation on a pharmacy oximeter was in the eighties.",
            "No recent hospital stay, no antibiotics in the last 90 days, no travel. A grandchild had a cold last week.",
            "In the emergency department {temp} °C, heart rate {hr}/min, respiratory rate {rr}/min, oxygen saturation {spo2}% {oxygen}. Blood cultures were taken before the first antibiotic.",
        ],
        exam: &[
            "Looks unwell, speaks in short sentences.",
            "Coarse crackles and bronchial breath sounds at the right base, dull to percussion.",
            "Heart regular and fast, no murmur. Abdomen soft. No leg swelling.",
        ],
        exam_later: &[
            "Crackles at the right base, no bronchial breathing.",
            "Comfortable at rest, full sentences.",
        ],
        says_ill: &[
            "Slept poorly, more short of breath walking to the bathroom. No chest pain.",
            "Coughing through the night; pain on the right on deep breaths. Ate little.",
        ],
        says_better: &[
            "Breathing is easier and the sputum is clearing. Walked the corridor twice.",
            "Slept well, hungry, no chills since yesterday.",
        ],
        plan_early: &[
            "Temperature {temp} °C (peak {tmax} °C in 24 hours), {spo2}% {oxygen}.",
            "White count {wbc}.",
            "Lactate {lactate} mmol/L.",
            "Continue {rx:ceftriaxone} and {rx:azithromycin}.",
            "Penicillin allergy: {rx:levofloxacin} instead of a beta-lactam.",
            "Blood cultures {pending}; narrow when they report.",
            "Blood cultures {nogrowth}.",
            "Oxygen to keep SpO2 at 92–96%.",
        ],
        plan_steady: &[
            "Improving but still needs {flow} L/min of oxygen.",
            "Temperature {temp} °C, peak {tmax} °C in 24 hours; white count {wbc}, was {was:wbc}.",
            "Continue {rx:ceftriaxone}.",
            "Continue {rx:levofloxacin}.",
            "Wean oxygen to keep SpO2 at 92–96%; out of bed for meals; repeat chest X-ray only if the oxygen need rises.",
        ],
        plan_late: &[
            "Clinically stable: temperature {temp} °C, respiratory rate {rr}/min, {spo2}% {oxygen}.",
            "White count {wbc} from {first:wbc} on arrival.",
            "Complete {rx:ceftriaxone}; oral step-down at discharge.",
            "Complete {rx:levofloxacin}.",
            "Walk test on {roomair} before discharge; chest X-ray in six weeks because of age and smoking history where it applies.",
        ],
        plan_worse: &[
            "Worse since last night: respiratory rate {rr}/min and {spo2}% {oxygen}, temperature {temp} °C.",
            "Portable chest X-ray and venous gas now; think of effusion, mucus plugging and treatment failure.",
            "Broaden to cefepime and vancomycin if the film shows progression; rapid response criteria told to the nurse.",
        ],
        nursing: &[
            "Incentive spirometer every hour while awake.",
            "Productive cough, sputum yellow.",
            "Head of bed at 30 degrees.",
        ],
        next: [
            "Watch oxygen need; cultures at 48 h",
            "Wean oxygen; repeat chest X-ray",
            "Walk test, then home",
            "Rapid review: rising oxygen need",
        ],
    },
};
