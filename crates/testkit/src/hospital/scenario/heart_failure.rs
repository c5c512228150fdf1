//! Acute on chronic systolic heart failure.

use super::{Body, OxygenTarget, Precaution, Scenario, Story, Study, repeat, shift};
use crate::hospital::analyte as lab;
use crate::hospital::formulary as drug;
use crate::hospital::problem::{classed, coded};
use crate::hospital::treatment::{DAILY, Route, Schedule, give, meq, mg};

pub(super) static SCENARIO: Scenario = Scenario {
    key: "heart-failure",
    weight: 12,
    problem: classed("Acute on chronic systolic heart failure", "I50.23"),
    also: &[coded("Hypoxemia", "R09.02", "389087006")],
    likely: &["heart-failure", "coronary", "hypertension"],
    never: &[],
    ages: (58, 93),
    days: (3, 8),
    body: Body {
        heart_rate: 22.0,
        resp_rate: 10.0,
        temp: 0.1,
        systolic: 8.0,
        spo2_drop: 9.0,
        pain: 1.0,
        confused_from: 2.0,
        half_life_h: 52.0,
        oxygen: OxygenTarget::Usual,
    },
    chemistry: &[
        shift(&lab::NT_PROBNP, 7800.0, 90.0),
        shift(&lab::TROPONIN, 42.0, 60.0),
        shift(&lab::SODIUM, 132.0, 70.0),
        shift(&lab::POTASSIUM, 4.7, 60.0),
        shift(&lab::UREA_NITROGEN, 34.0, 90.0),
        shift(&lab::CREATININE, 1.48, 90.0),
        shift(&lab::AST, 58.0, 70.0),
    ],
    on_arrival: &[
        &lab::PEPTIDE,
        &lab::TROPONIN_ONLY,
        &lab::HEPATIC,
        &lab::MINERALS,
        &lab::THYROID,
    ],
    repeats: &[
        repeat(&lab::TROPONIN_ONLY, 3, 6),
        repeat(&lab::MINERALS, 24, 400),
        repeat(&lab::PEPTIDE, 72, 400),
    ],
    treatments: &[
        give(
            &drug::FUROSEMIDE,
            mg("40"),
            Route::Intravenous,
            Schedule::Daily(&[8, 15], "twice a day"),
        ),
        give(&drug::POTASSIUM_CHLORIDE, meq("20"), Route::Oral, DAILY),
        give(&drug::ENOXAPARIN, mg("40"), Route::Subcutaneous, DAILY),
    ],
    holds: &["empagliflozin", "metformin"],
    studies: &[
        Study {
            name: "Chest X-ray, two views",
            loinc: Some("36572-6"),
            after_h: 1,
            indication: "Shortness of breath",
            findings: "Enlarged heart. Cephalization of vessels, interstitial edema and small bilateral pleural effusions. No consolidation.",
            impression: "Congestive heart failure with small effusions.",
        },
        Study {
            name: "Transthoracic echocardiogram",
            loinc: None,
            after_h: 22,
            indication: "Heart failure, function",
            findings: "Left ventricle dilated, ejection fraction 30 to 35 percent with global hypokinesis. Moderate functional mitral regurgitation. Right ventricle mildly reduced. Inferior vena cava dilated.",
            impression: "Reduced ejection fraction, 30 to 35 percent; moderate mitral regurgitation.",
        },
    ],
    procedures: &[],
    consults: &[
        "Cardiology: diuretic plan and guideline therapy",
        "Dietitian: 2 g sodium diet",
        "Palliative care: goals of care",
    ],
    precautions: &[Precaution::Falls],
    story: Story {
        complaint: "shortness of breath and leg swelling",
        history: &[
            "Two weeks of increasing leg swelling and shortness of breath, four pillows at night and twice woken gasping.",
            "Weight at home up about five kilograms. Ran out of the diuretic ten days ago and had salty food at a family celebration.",
            "No chest pain, no fever, no cough beyond the usual morning one.",
            "On arrival {spo2}% {oxygen}, respiratory rate {rr}/min, blood pressure {bp} mmHg. Furosemide was given intravenously in the emergency department.",
        ],
        exam: &[
            "Sitting upright, jugular venous pressure 14 cm.",
            "Crackles to the mid zones, third heart sound, apical systolic murmur.",
            "Pitting edema to the knees on both sides, warm skin.",
        ],
        exam_later: &[
            "Jugular venous pressure 9 cm, fine crackles at the bases.",
            "Edema to the mid shin, less than yesterday.",
        ],
        says_ill: &[
            "Slept in the chair again. Legs heavy. No chest pain.",
            "Still short of breath lying flat.",
        ],
        says_better: &[
            "Slept with two pillows. Legs feel lighter.",
            "Walked to the nurses' station without stopping.",
        ],
        plan_early: &[
            "Volume overloaded: {spo2}% {oxygen}, weight {weight} kg.",
            "NT-proBNP {ntprobnp} pg/mL; potassium {k}, creatinine {cr}.",
            "Continue {rx:furosemide}; aim for net negative 1 to 2 L a day.",
            "Daily weight, strict intake and output, potassium above 4.",
            "Cause is most likely missed diuretic and sodium.",
        ],
        plan_steady: &[
            "Net {net} in 24 hours, weight {weight} kg, {spo2}% {oxygen}.",
            "Still congested. Continue {rx:furosemide}.",
            "Creatinine {cr}, was {was:cr}; potassium {k}.",
            "Continue {rx:carvedilol}.",
        ],
        plan_late: &[
            "Near dry weight at {weight} kg, {spo2}% {oxygen}.",
            "Change to oral furosemide tomorrow; check potassium {k} and creatinine {cr} again before discharge.",
            "Clinic visit within seven days and a scale at home.",
        ],
        plan_worse: &[
            "More short of breath since the evening: respiratory rate {rr}/min, {spo2}% {oxygen}, blood pressure {bp} mmHg.",
            "Extra furosemide 80 mg intravenously now, electrocardiogram and chest X-ray; noninvasive ventilation if no response in an hour.",
        ],
        nursing: &[
            "Legs elevated, edema to the shins.",
            "Fluid restriction 1.5 L kept.",
            "Weighed before breakfast on the same scale.",
        ],
        next: [
            "IV furosemide; weight and potassium",
            "IV furosemide; palliative consult",
            "Oral diuretic, clinic in 7 days",
            "Extra diuretic; reassess in 1 h",
        ],
    },
};
