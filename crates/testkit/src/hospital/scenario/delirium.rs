//! Delirium in an older person with a urinary infection.

use super::{Body, OxygenTarget, Precaution, Scenario, Story, Study, shift};
use crate::hospital::analyte as lab;
use crate::hospital::formulary::{self as drug, Family};
use crate::hospital::problem::{classed, coded};
use crate::hospital::treatment::{
    AFTERNOON, BEDTIME, DAILY, Need, Route, Schedule, give, grams, mg, ml,
};

pub(super) static SCENARIO: Scenario = Scenario {
    key: "delirium",
    weight: 6,
    problem: coded("Delirium", "F05", "2776000"),
    also: &[classed("Urinary tract infection", "N39.0")],
    likely: &["hypertension", "dementia"],
    never: &[],
    ages: (74, 95),
    days: (2, 7),
    body: Body {
        heart_rate: 14.0,
        resp_rate: 3.0,
        temp: 1.3,
        systolic: -4.0,
        spo2_drop: 0.3,
        pain: 2.0,
        confused_from: 0.3,
        half_life_h: 60.0,
        oxygen: OxygenTarget::Usual,
    },
    chemistry: &[
        shift(&lab::WBC, 12.9, 40.0),
        shift(&lab::CRP, 88.0, 50.0),
        shift(&lab::SODIUM, 148.0, 40.0),
        shift(&lab::UREA_NITROGEN, 32.0, 50.0),
        shift(&lab::CREATININE, 1.28, 50.0),
    ],
    on_arrival: &[
        &lab::LACTATE_ONLY,
        &lab::INFLAMMATION,
        &lab::HEPATIC,
        &lab::THYROID,
        &lab::MINERALS,
    ],
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
        give(&drug::LEVOFLOXACIN, mg("500"), Route::Oral, DAILY)
            .lasting(120)
            .only_if(Family::Penicillin),
        give(
            &drug::RINGERS_LACTATE,
            ml("75"),
            Route::Intravenous,
            Schedule::Infusion,
        )
        .lasting(20),
        give(
            &drug::QUETIAPINE,
            mg("12.5"),
            Route::Oral,
            Schedule::AsNeeded(8, Need::Agitation),
        ),
        give(&drug::MELATONIN, mg("3"), Route::Oral, BEDTIME),
        give(&drug::ENOXAPARIN, mg("40"), Route::Subcutaneous, DAILY),
    ],
    holds: &["lisinopril", "gabapentin", "metformin"],
    studies: &[Study {
        name: "CT head without contrast",
        loinc: Some("30799-1"),
        after_h: 3,
        indication: "New confusion",
        findings: "No hemorrhage, mass or acute infarct. Moderate volume loss and small-vessel change.",
        impression: "No acute abnormality.",
    }],
    procedures: &[],
    consults: &["Geriatrics", "Physical therapy"],
    precautions: &[Precaution::Falls, Precaution::Contact],
    story: Story {
        complaint: "new confusion",
        history: &[
            "The daughter noticed muddled speech and sleeping through the day for two days; awake and picking at the sheets at night. Usually plays cards and manages money with help.",
            "Strong-smelling urine and new incontinence. No fall, no new tablets except an over-the-counter sleep aid with diphenhydramine.",
            "On arrival temperature {temp} °C, heart rate {hr}/min; white count {wbc}, sodium {na}.",
        ],
        exam: &[
            "Drowsy then restless; cannot say the months backwards.",
            "No focal weakness, neck supple.",
            "Suprapubic tenderness, dry mouth.",
        ],
        exam_later: &[
            "Attention span brief, better in the morning.",
            "No focal weakness.",
        ],
        says_ill: &[
            "Does not know the month, asks for a sister who died years ago.",
            "Dozing; the night nurse reports restlessness until three.",
        ],
        says_better: &[
            "Knows the hospital and the day; asked for glasses and the newspaper.",
            "Slept through; ate with the daughter.",
        ],
        plan_early: &[
            "Fluctuating attention with temperature {temp} °C, white count {wbc}, sodium {na}.",
            "Urine infection, dehydration and diphenhydramine are the likely causes.",
            "Continue {rx:ceftriaxone}.",
            "Cephalosporin avoided: {rx:levofloxacin}.",
            "Fluids; no restraints, no benzodiazepines; family at the bedside, sleep protocol.",
        ],
        plan_steady: &[
            "Still inattentive, calmer. Temperature {temp} °C, white count {wbc}, was {was:wbc}; sodium {na}.",
            "Continue {rx:ceftriaxone}.",
            "Continue {rx:melatonin}; out of bed for every meal; hearing aids in.",
        ],
        plan_late: &[
            "Clear on two mornings. Sodium {na}, creatinine {cr}.",
            "Finish the antibiotic; list of medicines to avoid given to the daughter; home with visiting nurse.",
        ],
        plan_worse: &[
            "Drowsier and more confused since the night: heart rate {hr}/min, {spo2}% {oxygen}, temperature {temp} °C.",
            "Urgent review: gas, glucose, blood count, chest X-ray, bladder scan.",
        ],
        nursing: &[
            "Reoriented with clock and photographs.",
            "Bed alarm on, daughter until eight.",
            "Glasses and hearing aids worn.",
        ],
        next: [
            "Urgent review: new confusion",
            "Sleep protocol; geriatrics",
            "Home with visiting nurse",
            "Gas, glucose, bladder scan now",
        ],
    },
};
