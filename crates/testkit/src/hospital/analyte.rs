//! What the laboratory measures: LOINC code, UCUM unit, decimals, adult reference range, critical
//! limits, and where the healthy lie. Ranges are this invented laboratory's own, of the usual size.

/// One measured quantity.
#[derive(Debug)]
pub(crate) struct Analyte {
    /// Short name in tables and notes.
    pub(crate) key: &'static str,
    /// Name on the report.
    pub(crate) name: &'static str,
    pub(crate) loinc: &'static str,
    pub(crate) ucum: &'static str,
    pub(crate) places: u32,
    /// Reference range; either end may be open.
    pub(crate) low: Option<f64>,
    pub(crate) high: Option<f64>,
    /// Critical limits.
    pub(crate) critical: (f64, f64),
    /// Mean of the healthy, and the standard deviation of one person's repeats.
    pub(crate) usual: f64,
    pub(crate) wobble: f64,
}

/// No critical limit.
const NEVER: (f64, f64) = (-1.0, 1e9);

macro_rules! analytes {
    ($($constant:ident: $key:literal, $name:literal, $loinc:literal, $ucum:literal, $places:literal,
       $low:expr, $high:expr, $critical:expr, $usual:literal, $wobble:literal;)*) => {$(
        pub(crate) static $constant: Analyte = Analyte {
            key: $key, name: $name, loinc: $loinc, ucum: $ucum, places: $places,
            low: $low, high: $high, critical: $critical, usual: $usual, wobble: $wobble,
        };
    )*};
}

analytes! {
    SODIUM: "na", "Sodium", "2951-2", "mmol/L", 0, Some(135.0), Some(145.0), (120.0, 160.0), 139.0, 1.2;
    POTASSIUM: "k", "Potassium", "2823-3", "mmol/L", 1, Some(3.5), Some(5.1), (2.8, 6.2), 4.1, 0.15;
    CHLORIDE: "cl", "Chloride", "2075-0", "mmol/L", 0, Some(98.0), Some(107.0), (80.0, 120.0), 103.0, 1.0;
    BICARBONATE: "bicarbonate", "Carbon dioxide, total", "2028-9", "mmol/L", 0, Some(22.0), Some(29.0), (10.0, 40.0), 25.0, 0.8;
    ANION_GAP: "anion_gap", "Anion gap", "33037-3", "mmol/L", 0, Some(6.0), Some(14.0), NEVER, 10.0, 0.8;
    UREA_NITROGEN: "bun", "Urea nitrogen", "3094-0", "mg/dL", 0, Some(7.0), Some(20.0), (-1.0, 100.0), 14.0, 1.5;
    CREATININE: "cr", "Creatinine", "2160-0", "mg/dL", 2, Some(0.6), Some(1.2), (-1.0, 7.0), 0.85, 0.04;
    EGFR: "egfr", "Estimated GFR (CKD-EPI 2021)", "98979-8", "mL/min/{1.73_m2}", 0, Some(60.0), None, NEVER, 90.0, 0.0;
    GLUCOSE: "glucose", "Glucose", "2345-7", "mg/dL", 0, Some(70.0), Some(99.0), (50.0, 450.0), 96.0, 7.0;
    CALCIUM: "ca", "Calcium", "17861-6", "mg/dL", 1, Some(8.6), Some(10.2), (6.5, 13.0), 9.2, 0.15;
    WBC: "wbc", "Leukocytes", "6690-2", "10*3/uL", 1, Some(4.0), Some(11.0), (1.5, 40.0), 7.2, 0.5;
    HEMOGLOBIN: "hb", "Hemoglobin", "718-7", "g/dL", 1, Some(12.0), Some(16.5), (7.0, 20.0), 13.6, 0.15;
    HEMATOCRIT: "hct", "Hematocrit", "4544-3", "%", 1, Some(36.0), Some(50.0), (20.0, 60.0), 41.0, 0.4;
    MCV: "mcv", "Mean corpuscular volume", "787-2", "fL", 1, Some(80.0), Some(100.0), NEVER, 89.0, 0.3;
    PLATELETS: "plt", "Platelets", "777-3", "10*3/uL", 0, Some(150.0), Some(400.0), (30.0, 1000.0), 245.0, 11.0;
    NEUTROPHILS: "neut", "Neutrophils", "751-8", "10*3/uL", 1, Some(1.8), Some(7.7), (0.5, 40.0), 4.4, 0.3;
    ALBUMIN: "albumin", "Albumin", "1751-7", "g/dL", 1, Some(3.5), Some(5.0), NEVER, 3.9, 0.1;
    AST: "ast", "Aspartate aminotransferase", "1920-8", "U/L", 0, Some(10.0), Some(40.0), (-1.0, 1000.0), 24.0, 2.5;
    ALT: "alt", "Alanine aminotransferase", "1742-6", "U/L", 0, Some(7.0), Some(45.0), (-1.0, 1000.0), 25.0, 2.5;
    ALP: "alp", "Alkaline phosphatase", "6768-6", "U/L", 0, Some(40.0), Some(130.0), NEVER, 78.0, 4.0;
    BILIRUBIN: "bilirubin", "Bilirubin, total", "1975-2", "mg/dL", 1, Some(0.2), Some(1.2), (-1.0, 15.0), 0.6, 0.08;
    PROTEIN: "protein", "Protein, total", "2885-2", "g/dL", 1, Some(6.0), Some(8.3), NEVER, 7.0, 0.15;
    LACTATE: "lactate", "Lactate", "2524-7", "mmol/L", 1, Some(0.5), Some(2.0), (-1.0, 4.0), 1.1, 0.12;
    TROPONIN: "troponin", "Troponin I, high sensitivity", "89579-7", "ng/L", 0, None, Some(34.0), (-1.0, 120.0), 8.0, 1.2;
    NT_PROBNP: "ntprobnp", "NT-proBNP", "33762-6", "pg/mL", 0, None, Some(450.0), NEVER, 180.0, 25.0;
    PROCALCITONIN: "procalcitonin", "Procalcitonin", "33959-8", "ng/mL", 2, None, Some(0.1), NEVER, 0.06, 0.01;
    CRP: "crp", "C-reactive protein", "1988-5", "mg/L", 1, None, Some(5.0), NEVER, 2.4, 0.5;
    INR: "inr", "INR", "6301-6", "{INR}", 1, Some(0.9), Some(1.2), (-1.0, 5.0), 1.0, 0.04;
    D_DIMER: "ddimer", "D-dimer FEU", "48065-7", "ng/mL{FEU}", 0, None, Some(500.0), NEVER, 310.0, 30.0;
    MAGNESIUM: "mg", "Magnesium", "19123-9", "mg/dL", 1, Some(1.7), Some(2.4), (1.0, 5.0), 2.0, 0.08;
    PHOSPHATE: "phosphate", "Phosphate", "2777-1", "mg/dL", 1, Some(2.5), Some(4.5), (1.0, 9.0), 3.4, 0.2;
    LIPASE: "lipase", "Lipase", "3040-3", "U/L", 0, Some(10.0), Some(60.0), NEVER, 32.0, 4.0;
    HBA1C: "hba1c", "Hemoglobin A1c", "4548-4", "%", 1, None, Some(5.6), NEVER, 5.4, 0.0;
    KETONES: "ketones", "Beta-hydroxybutyrate", "6873-4", "mmol/L", 1, None, Some(0.4), (-1.0, 5.0), 0.2, 0.05;
    PH_VENOUS: "ph", "pH, venous", "2746-6", "[pH]", 2, Some(7.32), Some(7.42), (7.1, 7.6), 7.37, 0.01;
    PCO2_VENOUS: "pco2", "Carbon dioxide, venous", "2021-4", "mm[Hg]", 0, Some(41.0), Some(51.0), (20.0, 75.0), 46.0, 1.2;
    GLUCOSE_POC: "poc", "Glucose, fingerstick", "41653-7", "mg/dL", 0, Some(70.0), Some(140.0), (50.0, 450.0), 118.0, 16.0;
    LDL: "ldl", "LDL cholesterol, calculated", "13457-7", "mg/dL", 0, None, Some(100.0), NEVER, 92.0, 4.0;
    TSH: "tsh", "Thyrotropin", "3016-3", "m[IU]/L", 2, Some(0.4), Some(4.5), NEVER, 1.9, 0.1;
    FERRITIN: "ferritin", "Ferritin", "2276-4", "ng/mL", 0, Some(20.0), Some(300.0), NEVER, 96.0, 5.0;
    CK: "ck", "Creatine kinase", "2157-6", "U/L", 0, Some(30.0), Some(200.0), (-1.0, 10000.0), 96.0, 9.0;
    ETHANOL: "ethanol", "Ethanol", "5643-2", "mg/dL", 0, None, Some(10.0), (-1.0, 400.0), 0.0, 0.0;
}

/// Analytes drawn and reported together.
#[derive(Debug)]
pub(crate) struct Panel {
    pub(crate) name: &'static str,
    pub(crate) loinc: Option<&'static str>,
    pub(crate) analytes: &'static [&'static Analyte],
}

macro_rules! panels {
    ($($constant:ident: $name:literal, $loinc:expr, [$($analyte:ident),*];)*) => {$(
        pub(crate) static $constant: Panel =
            Panel { name: $name, loinc: $loinc, analytes: &[$(&$analyte),*] };
    )*};
}

panels! {
    BASIC: "Basic metabolic panel", Some("24321-2"), [SODIUM, POTASSIUM, CHLORIDE, BICARBONATE, ANION_GAP, UREA_NITROGEN, CREATININE, EGFR, GLUCOSE, CALCIUM];
    BLOOD_COUNT: "Complete blood count", Some("58410-2"), [WBC, NEUTROPHILS, HEMOGLOBIN, HEMATOCRIT, MCV, PLATELETS];
    HEPATIC: "Hepatic function panel", Some("24325-3"), [ALBUMIN, PROTEIN, AST, ALT, ALP, BILIRUBIN];
    VENOUS_GAS: "Venous blood gas", Some("24339-4"), [PH_VENOUS, PCO2_VENOUS];
    LACTATE_ONLY: "Lactate", None, [LACTATE];
    TROPONIN_ONLY: "Troponin I, high sensitivity", None, [TROPONIN];
    PEPTIDE: "NT-proBNP", None, [NT_PROBNP];
    INFLAMMATION: "Inflammation markers", None, [PROCALCITONIN, CRP];
    COAGULATION: "Coagulation", None, [INR];
    CLOT: "D-dimer", None, [D_DIMER];
    MINERALS: "Magnesium and phosphate", None, [MAGNESIUM, PHOSPHATE];
    LIPASE_ONLY: "Lipase", None, [LIPASE];
    GLYCATED: "Hemoglobin A1c", None, [HBA1C];
    KETONES_ONLY: "Beta-hydroxybutyrate", None, [KETONES];
    LIPIDS: "LDL cholesterol", None, [LDL];
    THYROID: "Thyrotropin", None, [TSH];
    IRON: "Ferritin", None, [FERRITIN];
    MUSCLE: "Creatine kinase", None, [CK];
    ALCOHOL: "Ethanol", None, [ETHANOL];
    COUNT_ONLY: "Hemoglobin and hematocrit", Some("24360-0"), [HEMOGLOBIN, HEMATOCRIT];
    FINGERSTICK: "Glucose, fingerstick", None, [GLUCOSE_POC];
}
