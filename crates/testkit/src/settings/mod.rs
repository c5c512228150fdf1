//! The settings of the two servers as the TOML files that their own `load` reads. The servers only
//! ever read settings, so that writing them is the business of whoever sets a site up.

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use charthold_central::{Config, SecondFactorRule, SingleSignOnSection, UsernameClaim};
use charthold_keys::{KeysConfig, MasterConfig};
use toml::{Table, Value};

/// `central.toml`.
///
/// # Errors
/// When the policy has no TOML form.
pub(crate) fn of_central(config: &Config) -> Result<String, toml::ser::Error> {
    let server = section([
        ("listen", config.server.listen.to_string().into()),
        ("data", path(&config.server.data)),
        ("tls_cert", path(&config.server.tls_cert)),
        ("tls_key", path(&config.server.tls_key)),
    ]);
    let keys = section([
        ("url", config.keys.url.clone().into()),
        ("ca", path(&config.keys.ca)),
    ]);
    let rule = match config.sign_in.second_factor {
        SecondFactorRule::Off => "off",
        SecondFactorRule::IfSet => "if-set",
        SecondFactorRule::Required => "required",
    };
    let limits = section([
        ("max_bytes", i64::from(config.limits.max_bytes).into()),
        ("max_ops", i64::from(config.limits.max_ops).into()),
        ("room_bytes", i64::from(config.limits.room_bytes).into()),
        ("bytes_per_s", i64::from(config.limits.bytes_per_s).into()),
        (
            "live_listeners",
            i64::from(config.limits.live_listeners).into(),
        ),
        (
            "live_keepalive_s",
            i64::from(config.limits.live_keepalive_s).into(),
        ),
        (
            "live_heartbeat_ms",
            i64::from(config.limits.live_heartbeat_ms).into(),
        ),
    ]);
    let mut all = section([
        ("server", server),
        ("store", section([("url", config.store.url.clone().into())])),
        ("keys", keys),
        ("sign_in", section([("second_factor", rule.into())])),
        ("limits", limits),
        ("policy", Value::try_from(&config.policy)?),
    ]);
    if let (Some(provider), Value::Table(all)) = (&config.single_sign_on, &mut all) {
        all.insert("single_sign_on".to_owned(), of_provider(provider));
    }
    toml::to_string(&all)
}

fn of_provider(provider: &SingleSignOnSection) -> Value {
    let claim = match provider.username_claim {
        UsernameClaim::PreferredUsername => "preferred_username",
        UsernameClaim::Email => "email",
        UsernameClaim::Sub => "sub",
    };
    let mut section = Table::from_iter([
        ("issuer".to_owned(), provider.issuer.clone().into()),
        ("client_id".to_owned(), provider.client_id.clone().into()),
        ("username_claim".to_owned(), claim.into()),
        ("only".to_owned(), provider.only.into()),
    ]);
    let files = [
        ("client_secret", &provider.client_secret),
        ("ca", &provider.ca),
    ];
    for (name, file) in files {
        if let Some(file) = file {
            section.insert(name.to_owned(), path(file));
        }
    }
    section.into()
}

/// `keys.toml`.
///
/// # Errors
/// None that is known: every value is text.
pub(crate) fn of_keys(config: &KeysConfig) -> Result<String, toml::ser::Error> {
    let provider = match config.master {
        MasterConfig::File => "file",
        // Sites are made here with a master key in a file; another provider has settings of its own.
        _ => {
            return Err(serde::ser::Error::custom(
                "an unknown keeper of the master key",
            ));
        }
    };
    let key = STANDARD.encode(config.central_verifying_key.as_bytes());
    let tls = section([
        ("cert", path(&config.tls.cert)),
        ("key", path(&config.tls.key)),
    ]);
    let all = section([
        ("listen", config.listen.to_string().into()),
        ("data", path(&config.data)),
        ("central_verifying_key", key.into()),
        ("tls", tls),
        ("master", section([("provider", provider.into())])),
    ]);
    toml::to_string(&all)
}

fn section<const N: usize>(entries: [(&str, Value); N]) -> Value {
    let entries = entries
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value));
    Value::Table(entries.collect::<Table>())
}

fn path(path: &Path) -> Value {
    Value::String(path.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests;
