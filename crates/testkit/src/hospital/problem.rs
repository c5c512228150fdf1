//! Diagnoses and the chronic illnesses people bring with them: ICD-10-CM (public domain, NCHS),
//! a SNOMED CT code where there is one we are sure of, home medication, what is said on rounds.

use super::analyte::{
    Analyte, CREATININE, FERRITIN, GLUCOSE, GLUCOSE_POC, HBA1C, HEMOGLOBIN, MCV, PHOSPHATE, TSH,
    UREA_NITROGEN,
};
use super::formulary as drug;
use super::treatment::{
    BEDTIME, DAILY, EVENING, MEALS, Route, THRICE, TWICE, Treatment, give, mcg, mg, units,
};

/// A diagnosis.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Problem {
    pub(crate) text: &'static str,
    pub(crate) icd10: &'static str,
    pub(crate) snomed: Option<&'static str>,
}

/// A diagnosis with both codes.
pub(crate) const fn coded(
    text: &'static str,
    icd10: &'static str,
    snomed: &'static str,
) -> Problem {
    Problem {
        text,
        icd10,
        snomed: Some(snomed),
    }
}

/// A diagnosis with its ICD-10-CM code only.
pub(crate) const fn classed(text: &'static str, icd10: &'static str) -> Problem {
    Problem {
        text,
        icd10,
        snomed: None,
    }
}

/// A long-standing illness.
#[derive(Debug)]
pub(crate) struct Chronic {
    /// What scenarios call it.
    pub(crate) key: &'static str,
    pub(crate) problem: Problem,
    /// Age from which it is common, and percent of people who then have it.
    pub(crate) from_age: i64,
    pub(crate) percent: i64,
    pub(crate) drugs: &'static [Treatment],
    /// Values this person lives with.
    pub(crate) lives_with: &'static [(&'static Analyte, f64)],
    /// Sentences for rounds; one with a fact the chart lacks is left out.
    pub(crate) rounds: &'static [&'static str],
}

/// The illness a scenario calls `key`.
pub(crate) fn chronic(key: &str) -> Option<&'static Chronic> {
    CHRONIC.iter().find(|illness| illness.key == key)
}

/// Every chronic illness, most common first.
pub(crate) const CHRONIC: &[Chronic] = &[
    Chronic {
        key: "hypertension",
        problem: coded("Essential hypertension", "I10", "59621000"),
        from_age: 45,
        percent: 48,
        drugs: &[give(&drug::LISINOPRIL, mg("10"), Route::Oral, DAILY)],
        lives_with: &[],
        rounds: &[
            "Blood pressure {bp} mmHg this morning.",
            "Continue {rx:lisinopril}.",
            "{held:lisinopril} on hold; restart when blood pressure and creatinine allow.",
        ],
    },
    Chronic {
        key: "diabetes",
        problem: coded("Type 2 diabetes mellitus", "E11.9", "44054006"),
        from_age: 40,
        percent: 24,
        drugs: &[
            give(&drug::METFORMIN, mg("1000"), Route::Oral, TWICE),
            give(
                &drug::INSULIN_GLARGINE,
                units("14"),
                Route::Subcutaneous,
                BEDTIME,
            ),
            give(
                &drug::INSULIN_LISPRO,
                units("4"),
                Route::Subcutaneous,
                MEALS,
            ),
        ],
        lives_with: &[(&GLUCOSE, 168.0), (&GLUCOSE_POC, 176.0), (&HBA1C, 7.6)],
        rounds: &[
            "Fingerstick glucose {poc_range} mg/dL in the last 24 hours.",
            "Continue {rx:insulin glargine} with insulin lispro before meals.",
            "{held:metformin} on hold in hospital.",
        ],
    },
    Chronic {
        key: "lipids",
        problem: coded("Hyperlipidemia", "E78.5", "55822004"),
        from_age: 45,
        percent: 38,
        drugs: &[give(&drug::ATORVASTATIN, mg("40"), Route::Oral, BEDTIME)],
        lives_with: &[],
        rounds: &["Continue {rx:atorvastatin}."],
    },
    Chronic {
        key: "heart-failure",
        problem: coded(
            "Heart failure with reduced ejection fraction",
            "I50.22",
            "703272007",
        ),
        from_age: 62,
        percent: 12,
        drugs: &[
            give(&drug::FUROSEMIDE_TABLET, mg("40"), Route::Oral, DAILY),
            give(&drug::CARVEDILOL, mg("12.5"), Route::Oral, TWICE),
            give(&drug::SPIRONOLACTONE, mg("25"), Route::Oral, DAILY),
            give(&drug::EMPAGLIFLOZIN, mg("10"), Route::Oral, DAILY),
        ],
        lives_with: &[],
        rounds: &[
            "Ejection fraction 35% on the last echocardiogram.",
            "Weight {weight} kg, net {net} in 24 hours.",
            "Continue {rx:carvedilol}.",
            "{held:empagliflozin} on hold while eating poorly.",
        ],
    },
    Chronic {
        key: "fibrillation",
        problem: coded("Paroxysmal atrial fibrillation", "I48.0", "282825002"),
        from_age: 64,
        percent: 17,
        drugs: &[
            give(&drug::APIXABAN, mg("5"), Route::Oral, TWICE),
            give(&drug::METOPROLOL_SUCCINATE, mg("50"), Route::Oral, DAILY),
        ],
        lives_with: &[],
        rounds: &[
            "Heart rate {hr}/min.",
            "Continue {rx:apixaban}.",
            "{held:apixaban} on hold because of bleeding risk.",
        ],
    },
    Chronic {
        key: "kidney",
        problem: coded("Chronic kidney disease, stage 3b", "N18.32", "700379002"),
        from_age: 60,
        percent: 14,
        drugs: &[],
        lives_with: &[
            (&CREATININE, 1.62),
            (&UREA_NITROGEN, 28.0),
            (&HEMOGLOBIN, 11.4),
            (&PHOSPHATE, 4.3),
        ],
        rounds: &[
            "Creatinine {cr} mg/dL, estimated GFR {egfr}.",
            "Avoid nephrotoxins; dose for kidney function.",
        ],
    },
    Chronic {
        key: "coronary",
        problem: coded("Coronary artery disease", "I25.10", "53741008"),
        from_age: 58,
        percent: 16,
        drugs: &[
            give(&drug::ASPIRIN, mg("81"), Route::Oral, DAILY),
            give(
                &drug::NITROGLYCERIN,
                mg("0.4"),
                Route::Sublingual,
                super::treatment::Schedule::AsNeeded(1, super::treatment::Need::Pressure),
            ),
        ],
        lives_with: &[],
        rounds: &[
            "No chest pain.",
            "Continue {rx:aspirin}.",
            "{held:aspirin} on hold.",
        ],
    },
    Chronic {
        key: "copd",
        problem: coded("Chronic obstructive pulmonary disease", "J44.9", "13645005"),
        from_age: 55,
        percent: 10,
        drugs: &[give(&drug::TIOTROPIUM, mcg("18"), Route::Inhaled, DAILY)],
        lives_with: &[],
        rounds: &["Breathing at baseline; continue {rx:tiotropium}."],
    },
    Chronic {
        key: "reflux",
        problem: coded("Gastroesophageal reflux disease", "K21.9", "235595009"),
        from_age: 35,
        percent: 22,
        drugs: &[give(
            &drug::PANTOPRAZOLE_TABLET,
            mg("40"),
            Route::Oral,
            DAILY,
        )],
        lives_with: &[],
        rounds: &["Continue {rx:pantoprazole}."],
    },
    Chronic {
        key: "thyroid",
        problem: coded("Hypothyroidism", "E03.9", "40930008"),
        from_age: 40,
        percent: 12,
        drugs: &[give(
            &drug::LEVOTHYROXINE,
            mcg("75"),
            Route::Oral,
            super::treatment::Schedule::Daily(&[6], "once daily before breakfast"),
        )],
        lives_with: &[(&TSH, 3.1)],
        rounds: &["Continue {rx:levothyroxine}."],
    },
    Chronic {
        key: "depression",
        problem: coded("Major depressive disorder", "F32.A", "35489007"),
        from_age: 20,
        percent: 16,
        drugs: &[give(&drug::SERTRALINE, mg("100"), Route::Oral, DAILY)],
        lives_with: &[],
        rounds: &["Mood stable; continue {rx:sertraline}."],
    },
    Chronic {
        key: "neuropathy",
        problem: classed("Diabetic polyneuropathy", "E11.42"),
        from_age: 200,
        percent: 0,
        drugs: &[give(&drug::GABAPENTIN, mg("300"), Route::Oral, THRICE)],
        lives_with: &[],
        rounds: &["Foot care daily; continue {rx:gabapentin}."],
    },
    Chronic {
        key: "arthritis",
        problem: coded("Osteoarthritis", "M19.90", "396275006"),
        from_age: 58,
        percent: 24,
        drugs: &[],
        lives_with: &[],
        rounds: &["Pain {pain}/10; acetaminophen first, no NSAIDs."],
    },
    Chronic {
        key: "osteoporosis",
        problem: coded("Osteoporosis", "M81.0", "64859006"),
        from_age: 68,
        percent: 18,
        drugs: &[give(
            &drug::CALCIUM_CARBONATE,
            mg("500"),
            Route::Oral,
            EVENING,
        )],
        lives_with: &[],
        rounds: &["Continue {rx:calcium carbonate}."],
    },
    Chronic {
        key: "prostate",
        problem: coded("Benign prostatic hyperplasia", "N40.0", "266569009"),
        from_age: 200,
        percent: 0,
        drugs: &[give(&drug::TAMSULOSIN, mg("0.4"), Route::Oral, BEDTIME)],
        lives_with: &[],
        rounds: &["Voiding without a catheter; continue {rx:tamsulosin}."],
    },
    Chronic {
        key: "anemia",
        problem: coded("Iron deficiency anemia", "D50.9", "87522002"),
        from_age: 50,
        percent: 11,
        drugs: &[give(&drug::FERROUS_SULFATE, mg("325"), Route::Oral, DAILY)],
        lives_with: &[(&HEMOGLOBIN, 10.6), (&MCV, 77.0), (&FERRITIN, 12.0)],
        rounds: &["Hemoglobin {hb} g/dL.", "Continue {rx:ferrous sulfate}."],
    },
    Chronic {
        key: "asthma",
        problem: coded("Asthma", "J45.909", "195967001"),
        from_age: 18,
        percent: 7,
        drugs: &[give(&drug::FLUTICASONE, mcg("220"), Route::Inhaled, TWICE)],
        lives_with: &[],
        rounds: &["Chest clear; continue {rx:fluticasone}."],
    },
    Chronic {
        key: "gout",
        problem: coded("Gout", "M10.9", "90560007"),
        from_age: 50,
        percent: 8,
        drugs: &[give(&drug::ALLOPURINOL, mg("100"), Route::Oral, DAILY)],
        lives_with: &[],
        rounds: &["No flare; continue {rx:allopurinol}."],
    },
    Chronic {
        key: "apnea",
        problem: coded("Obstructive sleep apnea", "G47.33", "78275009"),
        from_age: 45,
        percent: 12,
        drugs: &[],
        lives_with: &[],
        rounds: &["Own CPAP at night."],
    },
    Chronic {
        key: "smoking",
        problem: coded("Tobacco use, cigarettes", "F17.210", "77176002"),
        from_age: 25,
        percent: 14,
        drugs: &[give(&drug::NICOTINE, mg("14"), Route::Transdermal, DAILY)],
        lives_with: &[],
        rounds: &["Wants to stop; {rx:nicotine}."],
    },
    Chronic {
        key: "dementia",
        problem: coded("Dementia", "F03.90", "52448006"),
        from_age: 76,
        percent: 16,
        drugs: &[give(&drug::DONEPEZIL, mg("10"), Route::Oral, BEDTIME)],
        lives_with: &[],
        rounds: &["Orientation board, glasses and hearing aids; continue {rx:donepezil}."],
    },
    Chronic {
        key: "alcohol",
        problem: coded("Alcohol use disorder", "F10.20", "7200002"),
        from_age: 200,
        percent: 0,
        drugs: &[],
        lives_with: &[(&MCV, 101.0)],
        rounds: &["Addiction medicine to see before discharge."],
    },
];
