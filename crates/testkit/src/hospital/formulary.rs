//! The drugs of the hospital: generic name, RxNorm ingredient code (public domain, NLM), the form
//! stocked. Doses and schedules belong to who orders them.

/// What an allergy to one drug says about another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    Penicillin,
    Cephalosporin,
    Quinolone,
    Sulfonamide,
    Opioid,
    Salicylate,
    AceInhibitor,
    Other,
}

/// One drug.
#[derive(Debug)]
pub(crate) struct Drug {
    /// Generic name, lower case.
    pub(crate) name: &'static str,
    /// RxNorm concept of the ingredient.
    pub(crate) rxcui: &'static str,
    /// "tablet", "injection" …
    pub(crate) form: &'static str,
    pub(crate) family: Family,
}

macro_rules! drugs {
    ($($constant:ident: $name:literal, $rxcui:literal, $form:literal, $family:ident;)*) => {$(
        pub(crate) static $constant: Drug =
            Drug { name: $name, rxcui: $rxcui, form: $form, family: Family::$family };
    )*};
}

drugs! {
    ACETAMINOPHEN: "acetaminophen", "161", "tablet", Other;
    ALBUTEROL: "albuterol", "435", "nebulizer solution", Other;
    ALLOPURINOL: "allopurinol", "519", "tablet", Other;
    AMLODIPINE: "amlodipine", "17767", "tablet", Other;
    APIXABAN: "apixaban", "1364430", "tablet", Other;
    ASPIRIN: "aspirin", "1191", "tablet", Salicylate;
    ATORVASTATIN: "atorvastatin", "83367", "tablet", Other;
    AZITHROMYCIN: "azithromycin", "18631", "injection", Other;
    CALCIUM_CARBONATE: "calcium carbonate", "1897", "tablet", Other;
    CARVEDILOL: "carvedilol", "20352", "tablet", Other;
    CEFAZOLIN: "cefazolin", "2180", "injection", Cephalosporin;
    CEFEPIME: "cefepime", "20481", "injection", Cephalosporin;
    CEFTRIAXONE: "ceftriaxone", "2193", "injection", Cephalosporin;
    CEPHALEXIN: "cephalexin", "2231", "capsule", Cephalosporin;
    CHLORDIAZEPOXIDE: "chlordiazepoxide", "2356", "capsule", Other;
    CLOPIDOGREL: "clopidogrel", "32968", "tablet", Other;
    DONEPEZIL: "donepezil", "135447", "tablet", Other;
    EMPAGLIFLOZIN: "empagliflozin", "1545653", "tablet", Other;
    ENOXAPARIN: "enoxaparin", "67108", "injection", Other;
    FERROUS_SULFATE: "ferrous sulfate", "24947", "tablet", Other;
    FLUTICASONE: "fluticasone", "41126", "inhaler", Other;
    FOLIC_ACID: "folic acid", "4511", "tablet", Other;
    FUROSEMIDE: "furosemide", "4603", "injection", Other;
    FUROSEMIDE_TABLET: "furosemide", "4603", "tablet", Other;
    GABAPENTIN: "gabapentin", "25480", "capsule", Other;
    HEPARIN: "heparin", "5224", "injection", Other;
    HYDROMORPHONE: "hydromorphone", "3423", "injection", Opioid;
    INSULIN_GLARGINE: "insulin glargine", "274783", "injection", Other;
    INSULIN_LISPRO: "insulin lispro", "86009", "injection", Other;
    INSULIN_REGULAR: "insulin regular", "253182", "infusion", Other;
    IPRATROPIUM: "ipratropium", "7213", "nebulizer solution", Other;
    LABETALOL: "labetalol", "6185", "injection", Other;
    LEVOFLOXACIN: "levofloxacin", "82122", "tablet", Quinolone;
    LEVOFLOXACIN_IV: "levofloxacin", "82122", "injection", Quinolone;
    LEVOTHYROXINE: "levothyroxine", "10582", "tablet", Other;
    LISINOPRIL: "lisinopril", "29046", "tablet", AceInhibitor;
    LORAZEPAM: "lorazepam", "6470", "injection", Other;
    MAGNESIUM_SULFATE: "magnesium sulfate", "6585", "infusion", Other;
    MELATONIN: "melatonin", "6711", "tablet", Other;
    METFORMIN: "metformin", "6809", "tablet", Other;
    METHYLPREDNISOLONE: "methylprednisolone", "6902", "injection", Other;
    METOPROLOL_SUCCINATE: "metoprolol succinate", "221124", "extended-release tablet", Other;
    METRONIDAZOLE: "metronidazole", "6922", "injection", Other;
    MONTELUKAST: "montelukast", "88249", "tablet", Other;
    NICOTINE: "nicotine", "7407", "patch", Other;
    NITROGLYCERIN: "nitroglycerin", "4917", "sublingual tablet", Other;
    NOREPINEPHRINE: "norepinephrine", "7512", "infusion", Other;
    OCTREOTIDE: "octreotide", "7617", "infusion", Other;
    ONDANSETRON: "ondansetron", "26225", "injection", Other;
    OXYCODONE: "oxycodone", "7804", "tablet", Opioid;
    PANTOPRAZOLE: "pantoprazole", "40790", "injection", Other;
    PANTOPRAZOLE_TABLET: "pantoprazole", "40790", "delayed-release tablet", Other;
    PIPERACILLIN_TAZOBACTAM: "piperacillin and tazobactam", "74169", "injection", Penicillin;
    POLYETHYLENE_GLYCOL: "polyethylene glycol 3350", "221147", "powder", Other;
    POTASSIUM_CHLORIDE: "potassium chloride", "8591", "extended-release tablet", Other;
    PREDNISONE: "prednisone", "8640", "tablet", Other;
    QUETIAPINE: "quetiapine", "51272", "tablet", Other;
    RINGERS_LACTATE: "lactated Ringer's", "847630", "infusion", Other;
    SENNA: "sennosides", "36387", "tablet", Other;
    SERTRALINE: "sertraline", "36437", "tablet", Other;
    SEVELAMER: "sevelamer", "214824", "tablet", Other;
    SODIUM_BICARBONATE: "sodium bicarbonate", "36676", "tablet", Other;
    SODIUM_CHLORIDE: "sodium chloride 0.9%", "9863", "infusion", Other;
    SPIRONOLACTONE: "spironolactone", "9997", "tablet", Other;
    TAMSULOSIN: "tamsulosin", "77492", "capsule", Other;
    THIAMINE: "thiamine", "10454", "tablet", Other;
    THIAMINE_IV: "thiamine", "10454", "injection", Other;
    TIOTROPIUM: "tiotropium", "69120", "inhaler", Other;
    TRANEXAMIC_ACID: "tranexamic acid", "10691", "injection", Other;
    VANCOMYCIN: "vancomycin", "11124", "injection", Other;
}
