//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::rate::Rate;

/// The workstation without a window.
#[derive(Debug, Parser)]
#[command(name = "chartholdctl", version, disable_help_subcommand = false)]
pub(crate) struct Arguments {
    /// The workstation home (default: CHARTHOLD_HOME, else the platform's data directory).
    #[arg(long, global = true)]
    pub(crate) home: Option<PathBuf>,
    /// Print one JSON value on standard output and nothing else there.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Who does it.
    #[arg(long, global = true, value_name = "USERNAME")]
    pub(crate) user: Option<String>,
    #[command(flatten)]
    pub(crate) password: PasswordSource,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Where the password is.
#[derive(Debug, Args)]
pub(crate) struct PasswordSource {
    /// Read the password from standard input.
    #[arg(long, global = true, conflicts_with = "password_file")]
    pub(crate) password_stdin: bool,
    /// Read the password from a file.
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) password_file: Option<PathBuf>,
    /// Read the password before it from a file: once, after it was changed.
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) previous_password_file: Option<PathBuf>,
    /// Read what an authenticator app shows from a file: when central wants a code beside the password. Each is good once.
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) second_factor_file: Option<PathBuf>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make this a workstation of a hospital.
    Enroll(Enroll),
    /// How things stand here.
    Status,
    /// Exchange with central once.
    Sync,
    /// Set your authenticator app up with a code from IT, and print the link for it: once.
    SecondFactor {
        /// Read the code from a file.
        #[arg(long, value_name = "FILE")]
        code_file: PathBuf,
    },
    /// Sign in by the hospital's page, which is printed, with the password of this workstation, which somebody new chooses.
    SignOn,
    /// Get back what a wiped keyring or a forgotten password closed, with two operators of the key service.
    #[command(subcommand)]
    Recover(Recover),
    /// Find patients by name, record number or date of birth.
    Search {
        /// What their name, number or date of birth begins with; empty lists your units.
        #[arg(default_value = "")]
        text: String,
    },
    /// Print a chart as a FHIR R4 Bundle.
    Chart {
        /// Record number of the patient.
        mrn: String,
        /// Only resources of this type.
        #[arg(long)]
        kind: Option<String>,
    },
    /// Create or revise one FHIR resource.
    Put(Put),
    /// List what needs a clinician's decision.
    Conflicts {
        /// Only of the patient with this record number.
        mrn: Option<String>,
    },
    /// Settle a record about which authors disagree.
    Reconcile(Reconcile),
    /// Write a progress note.
    Note(Note),
    /// Add to a signed note.
    Addendum(Addendum),
    /// Bring in FHIR R4 bundles or NDJSON.
    Import {
        /// The unit of patients new to the hospital (default: your first).
        #[arg(long)]
        unit: Option<String>,
        /// Files or folders.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
    /// Write a chart to a file as a FHIR R4 Bundle.
    Export {
        /// Record number of the patient.
        mrn: String,
        /// The file to write; must not exist.
        #[arg(long)]
        out: PathBuf,
    },
    /// This device's audit chain.
    #[command(subcommand)]
    Audit(Audit),
    /// Look for what may be wrong.
    Doctor,
    /// Measure a TEST hospital: many workstations that chart at once. Never at a hospital that has patients.
    Load(Load),
}

/// Real workstation cores, all in this process, enrol at a central, chart sets of vitals on a schedule and exchange as the
/// app does. Says how long saving, exchanging and being seen elsewhere took, and proves that nothing was lost.
///
/// FOR A TEST HOSPITAL: each run leaves its workstations and patients at central, where nothing is ever deleted. It
/// charts for patients it makes itself (family name LOADTEST), in a unit made for it: where anybody else is in the
/// unit, or in another unit of the code, it refuses. `--home` is a new or empty folder for the homes; they are
/// removed at the end. Their secrets are in this process's memory alone, not in the keyring of the operating
/// system, so that nobody can open what a kill leaves behind. `--user` is a nurse or a physician of the unit.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Load {
    /// Central's address, https.
    #[arg(long)]
    pub(crate) central: String,
    /// The certificates to trust, PEM.
    #[arg(long, value_name = "FILE")]
    pub(crate) ca: PathBuf,
    /// A code from IT for the unit, good for as many workstations (`charthold-central code --uses N`).
    #[arg(long)]
    pub(crate) code: String,
    /// The unit made for the test; nobody else may be in it.
    #[arg(long)]
    pub(crate) unit: String,
    /// How many workstations.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(2..=500))]
    pub(crate) workstations: u16,
    /// Sets of vitals a second, all workstations together.
    #[arg(long, value_name = "R")]
    pub(crate) rate: Rate,
    /// For how many seconds.
    #[arg(long = "for", value_name = "S", value_parser = clap::value_parser!(u32).range(1..=86_400))]
    pub(crate) seconds: u32,
    /// How many patients are charted for.
    #[arg(long, value_name = "P", default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=1_000))]
    pub(crate) patients: u16,
}

/// A recovery: of the workstation, or with `--user` of that person on it.
#[derive(Debug, Subcommand)]
pub(crate) enum Recover {
    /// Write a request for the operators, and print its fingerprint for them to compare.
    Request {
        /// The file to write; must not exist.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Take the operators' answer. With `--user`, the password is the new one, which central takes already.
    Finish {
        /// The operators' answer.
        #[arg(long, value_name = "FILE")]
        answer: PathBuf,
    },
}

/// Enrolling.
#[derive(Debug, Args)]
pub(crate) struct Enroll {
    /// Central's address, https.
    #[arg(long)]
    pub(crate) central: String,
    /// The certificates to trust, PEM.
    #[arg(long, value_name = "FILE")]
    pub(crate) ca: PathBuf,
    /// The code from IT.
    #[arg(long)]
    pub(crate) code: String,
    /// The workstation's name, as WS-4B-03.
    #[arg(long)]
    pub(crate) name: String,
}

/// Writing a resource.
#[derive(Debug, Args)]
pub(crate) struct Put {
    /// Record number of the patient.
    pub(crate) mrn: String,
    /// The resource, JSON.
    pub(crate) file: PathBuf,
    /// A head you have seen; may be given several times.
    #[arg(long)]
    pub(crate) base: Vec<String>,
}

/// Settling a record.
#[derive(Debug, Args)]
pub(crate) struct Reconcile {
    /// Record number of the patient.
    pub(crate) mrn: String,
    /// The record, as `conflicts` names it.
    pub(crate) record: String,
    /// The side to take: a head, or the operation that left a value.
    #[arg(long, value_name = "HEAD", required_unless_present = "field")]
    pub(crate) take: Option<String>,
    /// The value of one field instead, as `conflicts` names it, by the operation that left it; may be
    /// given for several. A field without one stays in question.
    #[arg(long, value_name = "PATH=HEAD", conflicts_with = "take")]
    pub(crate) field: Vec<String>,
    /// A head you have seen; may be given several times. Without it, those there are.
    #[arg(long, value_name = "HEAD")]
    pub(crate) base: Vec<String>,
}

/// Writing a note.
#[derive(Debug, Args)]
pub(crate) struct Note {
    /// Record number of the patient.
    pub(crate) mrn: String,
    /// The text.
    #[arg(long, value_name = "FILE")]
    pub(crate) text_file: PathBuf,
    /// Sign it; otherwise it is kept as your draft.
    #[arg(long)]
    pub(crate) sign: bool,
}

/// Adding to a note.
#[derive(Debug, Args)]
pub(crate) struct Addendum {
    /// Record number of the patient.
    pub(crate) mrn: String,
    /// The signed note.
    pub(crate) record: String,
    /// The text.
    #[arg(long, value_name = "FILE")]
    pub(crate) text_file: PathBuf,
}

/// The audit chain.
#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// Recompute the chain and compare with central.
    Verify,
    /// List events, newest first.
    List {
        /// Only about this patient.
        #[arg(long, value_name = "MRN")]
        patient: Option<String>,
        /// Only since this RFC 3339 time.
        #[arg(long)]
        since: Option<String>,
    },
}
