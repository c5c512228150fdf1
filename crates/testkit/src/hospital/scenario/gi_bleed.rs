//! Upper gastrointestinal bleeding from a duodenal ulcer.

use super::{Body, Operation, OxygenTarget, Precaution, Scenario, Story, Study, repeat, shift};
use crate::hospital::analyte as lab;
use crate::hospital::formulary as drug;
use crate::hospital::problem::{classed, coded};
use crate::hospital::treatment::{Route, Schedule, TWICE, give, mcg, mg, ml};

pub(super) static SCENARIO: Scenario = Scenario {
    key: "gi-bleed",
    weight: 9,
    problem: coded("Upper gastrointestinal bleed", "K92.2", "37372002"),
    also: &[classed("Acute blood loss anemia", "D62")],
    likely: &["hypertension", "arthritis"],
    never: &["anemia"],
    ages: (42, 88),
    days: (2, 6),
    body: Body {
        heart_rate: 36.0,
        resp_rate: 6.0,
        temp: 0.1,
        systolic: -30.0,
        spo2_drop: 1.5,
        pain: 3.0,
        confused_from: 2.0,
        half_life_h: 30.0,
        oxygen: OxygenTarget::Usual,
    },
    chemistry: &[
        shift(&lab::HEMOGLOBIN, 7.6, 190.0),
        shift(&lab::UREA_NITROGEN, 44.0, 40.0),
        shift(&lab::LACTATE, 3.9, 9.0),
        shift(&lab::PLATELETS, 205.0, 90.0),
        shift(&lab::INR, 1.2, 60.0),
    ],
    on_arrival: &[
        &lab::LACTATE_ONLY,
        &lab::COAGULATION,
        &lab::HEPATIC,
        &lab::TROPONIN_ONLY,
        &lab::IRON,
    ],
    repeats: &[
        repeat(&lab::COUNT_ONLY, 8, 60),
        repeat(&lab::LACTATE_ONLY, 8, 24),
    ],
    treatments: &[
        give(&drug::PANTOPRAZOLE, mg("40"), Route::Intravenous, TWICE),
        give(
            &drug::RINGERS_LACTATE,
            ml("125"),
            Route::Intravenous,
            Schedule::Infusion,
        )
        .lasting(20),
        give(
            &drug::OCTREOTIDE,
            mcg("50"),
            Route::Intravenous,
            Schedule::Infusion,
        )
        .lasting(12),
    ],
    holds: &[
        "carvedilol",
        "spironolactone",
        "empagliflozin",
        "apixaban",
        "aspirin",
        "lisinopril",
        "metoprolol succinate",
        "pantoprazole",
    ],
    studies: &[Study {
        name: "Electrocardiogram, 12 leads",
        loinc: None,
        after_h: 1,
        indication: "Tachycardia with anemia",
        findings: "Sinus tachycardia. No ST-segment depression.",
        impression: "Sinus tachycardia, no ischemia.",
    }],
    procedures: &[
        Operation {
            name: "Transfusion of packed red cells, 2 units",
            snomed: Some("180207008"),
            after_h: 3,
            outcome: "Given without reaction.",
        },
        Operation {
            name: "Upper endoscopy with clip of duodenal ulcer",
            snomed: None,
            after_h: 12,
            outcome: "Duodenal ulcer with a visible vessel, two clips placed, hemostasis. Biopsies for Helicobacter pylori.",
        },
    ],
    consults: &[
        "Gastroenterology: endoscopy",
        "Blood bank: two units crossmatched",
    ],
    precautions: &[Precaution::NothingByMouth],
    story: Story {
        complaint: "black stools and lightheadedness",
        history: &[
            "Two days of black, sticky stools, then lightheaded on standing and one faint in the bathroom without head injury.",
            "Has taken ibuprofen most days for a month for joint pain. One episode of coffee-ground vomit this morning.",
            "No liver disease known, no previous ulcer.",
            "On arrival heart rate {hr}/min and blood pressure {bp} mmHg; hemoglobin {hb} g/dL, lactate {lactate} mmol/L.",
        ],
        exam: &[
            "Pale, cool hands, capillary refill three seconds.",
            "Epigastric tenderness without guarding.",
            "Black stool on rectal examination.",
        ],
        exam_later: &[
            "Abdomen soft, mild epigastric tenderness.",
            "Pink conjunctivae, warm hands.",
        ],
        says_ill: &[
            "Lightheaded when sitting up. One more black stool overnight.",
            "Weak, no appetite, no vomiting.",
        ],
        says_better: &[
            "No stool since yesterday, no lightheadedness.",
            "Asking for solid food.",
        ],
        plan_early: &[
            "Hemoglobin {hb} g/dL, blood pressure {bp} mmHg, heart rate {hr}/min.",
            "Transfuse below 7 g/dL. Continue {rx:pantoprazole}.",
            "Nothing by mouth until endoscopy; two large intravenous lines.",
            "{held:apixaban} held.",
            "{held:aspirin} held.",
        ],
        plan_steady: &[
            "Hemoglobin {hb} g/dL, was {was:hb}; no further melena reported on rounds.",
            "{since:13}Clips placed on the ulcer. Continue {rx:pantoprazole}.",
            "Clear fluids, then advance. Hemoglobin every 8 hours today.",
        ],
        plan_late: &[
            "Stable hemoglobin {hb} g/dL for more than a day, blood pressure {bp} mmHg.",
            "Oral pantoprazole twice a day for eight weeks, no NSAIDs, biopsy result to the clinic.",
        ],
        plan_worse: &[
            "Bleeding again is likely: heart rate {hr}/min, blood pressure {bp} mmHg, lactate {lactate} mmol/L.",
            "Rapid response called. Nothing by mouth, two units of red cells now, gastroenterology and interventional radiology informed.",
            "Hemoglobin {hb} g/dL may lag behind the loss.",
        ],
        nursing: &[
            "Two large intravenous lines, both patent.",
            "Stool chart kept.",
            "Stands slowly, one person beside.",
        ],
        next: [
            "Endoscopy; hemoglobin every 8 h",
            "Advance diet; hemoglobin tonight",
            "Oral PPI, home if stable",
            "Rapid response called",
        ],
    },
};
