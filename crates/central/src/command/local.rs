//! Commands on the store itself.

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use charthold_central_store::{CentralStore, Damage, Verification, verify as verify_store};
use charthold_crypto::{OsEntropy, Secret};
use charthold_domain::{SystemClock, UnitId};

use super::{AddPerson, Code, Data, Ending, Init, say};
use crate::bootstrap::store_url;
use crate::{Bootstrap, CentralError, CodeTerms, NewPerson, epoch_file, open_store};

/// Longer is no password; keeps a wrong pipe out of memory.
const MAX_PASSWORD_BYTES: u64 = 1024;

pub(super) async fn init(command: Init) -> Result<Ending, CentralError> {
    let made = crate::init_at(
        &command.data.data,
        &url(&command.data),
        &command.hospital,
        &SystemClock,
        &mut OsEntropy,
    )
    .await?;
    let data = command.data.data.display();
    say(&format!(
        "Founded {name}.\n\
         Store:          {store}\n\
         Verifying key:  {key} (central_verifying_key of the key service)\n\
         \n\
         Next:\n\
         \x20 charthold-central add-unit --data {data} 4B\n\
         \x20 charthold-central add-person --data {data} --username NAME --display-name NAME \
         --role nurse --unit 4B --password-stdin\n\
         \x20 charthold-central code --data {data} --unit 4B\n\
         \x20 charthold-central serve --config FILE",
        name = made.hospital.name,
        store = made.store_url,
        key = STANDARD.encode(made.verifying_key.as_bytes()),
    ))
}

pub(super) async fn verify(data: &Data) -> Result<Ending, CentralError> {
    let store = open(data).await?;
    let found = verify_store(store.as_ref()).await?;
    tell(&found)
}

/// Says what a verification found.
pub(super) fn tell(found: &Verification) -> Result<Ending, CentralError> {
    say(&format!(
        "{} charts with {} entries, {} devices with {} audit events",
        found.charts, found.entries, found.devices, found.events
    ))?;
    for damage in &found.damage {
        say(&match damage {
            Damage::Chart { chart, seq } => format!("damaged: chart {chart} at entry {seq}"),
            Damage::Audit { device, seq } => format!("damaged: device {device} at event {seq}"),
        })?;
    }
    Ok(if found.damage.is_empty() {
        Ending::Done
    } else {
        Ending::Damaged
    })
}

pub(super) async fn add_unit(data: &Data, name: &str) -> Result<Ending, CentralError> {
    let store = open(data).await?;
    let unit = bootstrap(store.as_ref(), &mut OsEntropy)
        .add_unit(name)
        .await?;
    say(&unit.id.to_string())
}

pub(super) async fn add_person(command: AddPerson) -> Result<Ending, CentralError> {
    let store = open(&command.data).await?;
    let units = find_units(store.as_ref(), &command.units).await?;
    let password = if command.password_stdin {
        read_password()?
    } else {
        return Err(CentralError::Usage(
            "the password comes by --password-stdin",
        ));
    };
    let AddPerson {
        username,
        display_name,
        role,
        ..
    } = command;
    let new = NewPerson {
        username,
        display_name,
        role,
        units,
        password,
    };
    let person = bootstrap(store.as_ref(), &mut OsEntropy)
        .add_person(new)
        .await?;
    say(&person.id.to_string())
}

pub(super) async fn code(command: Code) -> Result<Ending, CentralError> {
    let store = open(&command.data).await?;
    let terms = CodeTerms {
        units: find_units(store.as_ref(), &command.units).await?,
        uses: command.uses,
        valid: std::time::Duration::from_secs(command.valid_s),
    };
    let code = bootstrap(store.as_ref(), &mut OsEntropy)
        .make_code(&terms)
        .await?;
    say(&code)
}

/// The store that belongs to a folder made by `init`, unless another was served since.
pub(super) async fn open(data: &Data) -> Result<Arc<dyn CentralStore>, CentralError> {
    let store = open_founded(&url(data)).await?;
    epoch_file::require(&data.data, store.load_epoch().await?)?;
    Ok(store)
}

/// A store with a hospital in it; a mistyped path makes no new one.
async fn open_founded(url: &str) -> Result<Arc<dyn CentralStore>, CentralError> {
    let path = url.strip_prefix("sqlite:").map(Path::new);
    if path.is_some_and(|path| !path.exists()) {
        return Err(CentralError::NotFounded);
    }
    let store = open_store(url).await?;
    match store.find_hospital().await? {
        Some(_) => Ok(store),
        None => Err(CentralError::NotFounded),
    }
}

pub(super) fn url(data: &Data) -> String {
    data.store.clone().unwrap_or_else(|| store_url(&data.data))
}

fn bootstrap<'a>(store: &'a dyn CentralStore, entropy: &'a mut OsEntropy) -> Bootstrap<'a> {
    Bootstrap {
        store,
        clock: &SystemClock,
        entropy,
    }
}

async fn find_units(
    store: &dyn CentralStore,
    names: &[String],
) -> Result<Vec<UnitId>, CentralError> {
    let known = store.list_units().await?;
    let find = |name: &String| {
        let unit = known.iter().find(|unit| unit.name == *name);
        unit.map(|unit| unit.id)
            .ok_or(CentralError::Usage("there is no unit of that name"))
    };
    names.iter().map(find).collect()
}

pub(super) fn read_password() -> Result<Secret<String>, CentralError> {
    let mut text = String::new();
    std::io::stdin()
        .take(MAX_PASSWORD_BYTES)
        .read_to_string(&mut text)
        .map_err(CentralError::file("reading the password"))?;
    let typed = Secret::new(text);
    // EXPOSE: the line's end is no part of the password.
    let line = typed.expose().trim_end_matches(['\r', '\n']).to_owned();
    Ok(Secret::new(line))
}
