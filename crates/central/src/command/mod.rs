//! The command line of `charthold-central`. Everything but `serve` works on the store directly, on
//! the server's own machine.

mod backup;
mod local;
mod migrate;
mod restore;
mod second_factor;
mod serve;
mod withdraw;

use std::io::Write;
use std::path::PathBuf;

use charthold_central_store::WithdrawalReason;
use charthold_domain::{DeviceId, Role};
use clap::{Args, Parser, Subcommand};

use crate::{CentralError, openapi_document};

/// Orders, stores and forwards sealed charts.
#[derive(Parser)]
#[command(name = "charthold-central", version)]
pub struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make a hospital: store, signing key, epoch 1.
    Init(Init),
    /// Serve until told to stop.
    Serve {
        /// Settings, TOML; each also as CHARTHOLD_<SECTION>_<KEY>.
        #[arg(long)]
        config: PathBuf,
    },
    /// Move a clinic's store into a hospital's database and prove both equal; exit 7 when they are not.
    Migrate {
        /// The store as it is, `sqlite:PATH`. Stop its central first.
        #[arg(long)]
        from: String,
        /// An empty database, `postgres://USER@HOST/DATABASE`.
        #[arg(long)]
        to: String,
    },
    /// Copy the store, as it is now, into a new folder and prove the copy; exit 7 on damage. Central may go on serving.
    Backup {
        #[command(flatten)]
        data: Data,
        /// A new folder. The signing key is not in it: keep that one elsewhere.
        #[arg(long)]
        to: PathBuf,
    },
    /// Write down how much the store has, before PostgreSQL is backed up with its own tools.
    Measure {
        #[command(flatten)]
        data: Data,
        /// The file to write.
        #[arg(long)]
        to: PathBuf,
    },
    /// Say that a backup begun after `measure` is there and was proven: workstations may let go of what is in it.
    BackedUp {
        #[command(flatten)]
        data: Data,
        /// The file that `measure` wrote.
        #[arg(long)]
        measured: PathBuf,
    },
    /// Put a backup in the place of the store and begin a new epoch, by which devices bring back what it lacks; exit 7 on
    /// damage. Stop central first.
    Restore {
        #[command(flatten)]
        data: Data,
        /// The folder made by `backup`; left out when PostgreSQL was put back with its own tools.
        #[arg(long)]
        from: Option<PathBuf>,
    },
    /// Recompute every chart chain and every device's audit chain; exit 7 on damage.
    Verify(Data),
    /// Print the description of the endpoints.
    Openapi,
    /// Add a unit.
    AddUnit {
        #[command(flatten)]
        data: Data,
        /// Its name, as "4B".
        name: String,
    },
    /// Add a person.
    AddPerson(AddPerson),
    /// Make an enrolment code and print it.
    Code(Code),
    /// List devices: enrolled, last here, withdrawn and why, wiped.
    Devices(Data),
    /// Withdraw a device for good, from its next request on. What it still holds is taken and kept aside.
    WithdrawDevice {
        #[command(flatten)]
        data: Data,
        /// Its id, as `devices` lists it.
        device: DeviceId,
        /// Why.
        #[arg(long, value_parser = of_devices)]
        reason: WithdrawalReason,
    },
    /// Close an account: sessions end at once, and nobody signs in with it.
    CloseAccount {
        #[command(flatten)]
        data: Data,
        /// What the person signs in with.
        username: String,
        /// Why.
        #[arg(long, value_parser = of_accounts)]
        reason: WithdrawalReason,
    },
    /// Open a closed account again.
    OpenAccount {
        #[command(flatten)]
        data: Data,
        /// What the person signs in with.
        username: String,
    },
    /// Set a password anew: sessions end at once, and every device asks for the new one.
    SetPassword {
        #[command(flatten)]
        data: Data,
        /// What the person signs in with.
        username: String,
        /// Read the password from standard input.
        #[arg(long, required = true)]
        password_stdin: bool,
    },
    /// Set, reset or remove what a person shows beside their password: the codes of an authenticator app.
    #[command(subcommand)]
    SecondFactor(SecondFactor),
}

#[derive(Subcommand)]
enum SecondFactor {
    /// Set one, in the place of any before, and print the link for the person's app: once. Let nobody but them see it.
    Set {
        #[command(flatten)]
        data: Data,
        /// What the person signs in with.
        username: String,
    },
    /// Make what is set up worthless, as for a lost phone, and print a code with which the person sets another up.
    Reset {
        #[command(flatten)]
        data: Data,
        /// What the person signs in with.
        username: String,
        /// For how long the code is good, in seconds.
        #[arg(long, default_value_t = 86_400)]
        valid_s: u64,
    },
    /// Remove one: no code is wanted of this person, unless the hospital wants one of everybody.
    Remove {
        #[command(flatten)]
        data: Data,
        /// What the person signs in with.
        username: String,
    },
    /// List everybody: username, and whether a code is wanted and set up.
    List(Data),
}

fn of_devices(word: &str) -> Result<WithdrawalReason, String> {
    one_of(word, &WithdrawalReason::OF_DEVICES)
}

fn of_accounts(word: &str) -> Result<WithdrawalReason, String> {
    one_of(word, &WithdrawalReason::OF_ACCOUNTS)
}

fn one_of(word: &str, known: &[WithdrawalReason]) -> Result<WithdrawalReason, String> {
    let found = known.iter().find(|reason| reason.code() == word);
    found.copied().ok_or_else(|| {
        let words: Vec<&str> = known.iter().map(|reason| reason.code()).collect();
        format!("one of {}", words.join(", "))
    })
}

/// The folder made by `init`.
#[derive(Args)]
struct Data {
    /// The folder made by `init`.
    #[arg(long)]
    data: PathBuf,
    /// The store, as the settings of `serve` have it; without it, the file in that folder.
    #[arg(long)]
    store: Option<String>,
}

#[derive(Args)]
struct Init {
    #[command(flatten)]
    data: Data,
    /// The hospital's name.
    #[arg(long, default_value = "Charthold")]
    hospital: String,
}

#[derive(Args)]
struct AddPerson {
    #[command(flatten)]
    data: Data,
    /// What they sign in with.
    #[arg(long)]
    username: String,
    /// How they are shown, as "Tomas Berg, RN".
    #[arg(long)]
    display_name: String,
    /// physician, resident, nurse, pharmacist, unit-clerk, billing, privacy-officer or it-admin.
    #[arg(long)]
    role: Role,
    /// The name of a unit they work in; can be given several times.
    #[arg(long = "unit")]
    units: Vec<String>,
    /// Read the password from standard input.
    #[arg(long, required = true)]
    password_stdin: bool,
}

#[derive(Args)]
struct Code {
    #[command(flatten)]
    data: Data,
    /// The name of a unit the workstation serves; can be given several times.
    #[arg(long = "unit")]
    units: Vec<String>,
    /// How many workstations.
    #[arg(long, default_value_t = 1)]
    uses: u32,
    /// For how long, in seconds.
    #[arg(long, default_value_t = 900)]
    valid_s: u64,
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// As asked.
    Done,
    /// A chain does not hold.
    Damaged,
}

impl CommandLine {
    /// Carries the command out.
    ///
    /// # Errors
    /// [`CentralError`]: it could not be done.
    pub async fn run(self) -> Result<Ending, CentralError> {
        match self.command {
            Command::Init(command) => local::init(command).await,
            Command::Serve { config } => serve::serve(&config).await,
            Command::Migrate { from, to } => migrate::migrate(&from, &to).await,
            Command::Backup { data, to } => backup::backup(&data, &to).await,
            Command::Measure { data, to } => backup::measure(&data, &to).await,
            Command::BackedUp { data, measured } => backup::backed_up(&data, &measured).await,
            Command::Restore { data, from } => restore::restore(&data, from.as_deref()).await,
            Command::Verify(data) => local::verify(&data).await,
            Command::Openapi => say(&format!("{:#}", openapi_document())),
            Command::AddUnit { data, name } => local::add_unit(&data, &name).await,
            Command::AddPerson(command) => local::add_person(command).await,
            Command::Code(command) => local::code(command).await,
            Command::Devices(data) => withdraw::devices(&data).await,
            Command::WithdrawDevice {
                data,
                device,
                reason,
            } => withdraw::device(&data, device, reason).await,
            Command::CloseAccount {
                data,
                username,
                reason,
            } => withdraw::close_account(&data, &username, reason).await,
            Command::OpenAccount { data, username } => {
                withdraw::open_account(&data, &username).await
            }
            Command::SetPassword { data, username, .. } => {
                withdraw::set_password(&data, &username).await
            }
            Command::SecondFactor(command) => second_factor::run(command).await,
        }
    }
}

/// Prints the result of a command.
fn say(text: &str) -> Result<Ending, CentralError> {
    writeln!(std::io::stdout(), "{text}").map_err(CentralError::file("printing"))?;
    Ok(Ending::Done)
}
