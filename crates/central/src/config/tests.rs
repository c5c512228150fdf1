use std::path::Path;

use super::{Config, LimitsSection, SecondFactorRule, UsernameClaim};
use crate::CentralError;

const TEXT: &str = r#"
[server]
listen = "127.0.0.1:8443"
data = "data"
tls_cert = "cert.pem"
tls_key = "key.pem"
[store]
url = "sqlite:central.db"
[keys]
url = "https://localhost:8444"
ca = "ca.pem"
"#;

#[test]
fn what_is_not_said_has_a_default() {
    let config = Config::read(TEXT, &|_| None).unwrap();
    assert_eq!(config.policy.inactivity_limit_s, 900);
    assert_eq!(config.limits.max_bytes, 4 << 20);
    assert_eq!(config.sign_in.second_factor, SecondFactorRule::IfSet);
}

#[test]
fn every_setting_can_come_from_the_environment() {
    let variables = [
        ("CHARTHOLD_SERVER_LISTEN", "[::1]:1"),
        ("CHARTHOLD_SERVER_DATA", "d"),
        ("CHARTHOLD_SERVER_TLS_CERT", "c"),
        ("CHARTHOLD_SERVER_TLS_KEY", "k"),
        ("CHARTHOLD_STORE_URL", "sqlite:s"),
        ("CHARTHOLD_KEYS_URL", "https://k"),
        ("CHARTHOLD_KEYS_CA", "a"),
        ("CHARTHOLD_SIGN_IN_SECOND_FACTOR", "required"),
        ("CHARTHOLD_LIMITS_MAX_BYTES", "70000"),
        ("CHARTHOLD_LIMITS_MAX_OPS", "7"),
        ("CHARTHOLD_LIMITS_LIVE_LISTENERS", "8"),
        ("CHARTHOLD_LIMITS_LIVE_KEEPALIVE_S", "9"),
        ("CHARTHOLD_LIMITS_LIVE_HEARTBEAT_MS", "11"),
        ("CHARTHOLD_POLICY_INACTIVITY_LIMIT_S", "60"),
        ("CHARTHOLD_POLICY_OFFLINE_LEASE_S", "61"),
        ("CHARTHOLD_POLICY_HELP_DESK", "x"),
    ];
    let config = Config::read("", &|name| value_in(&variables, name)).unwrap();
    assert_eq!(config.server.listen, "[::1]:1".parse().unwrap());
    assert_eq!(config.server.data, Path::new("d"));
    assert_eq!(config.server.tls_cert, Path::new("c"));
    assert_eq!(config.server.tls_key, Path::new("k"));
    assert_eq!(config.store.url, "sqlite:s");
    assert_eq!(
        (config.keys.url.as_str(), config.keys.ca.as_path()),
        ("https://k", Path::new("a"))
    );
    assert_eq!(config.sign_in.second_factor, SecondFactorRule::Required);
    assert_eq!(
        (config.limits.max_bytes, config.limits.max_ops),
        (70_000, 7)
    );
    assert_eq!(
        (config.limits.live_listeners, config.limits.live_keepalive_s),
        (8, 9)
    );
    assert_eq!(config.limits.live_heartbeat_ms, 11);
    assert_eq!(
        (
            config.policy.inactivity_limit_s,
            config.policy.offline_lease_s
        ),
        (60, 61)
    );
    assert_eq!(config.policy.help_desk.as_deref(), Some("x"));
}

/// The value of a variable, in an environment of these.
fn value_in(variables: &[(&str, &str)], name: &str) -> Option<String> {
    let found = variables.iter().find(|(known, _)| *known == name);
    found.map(|(_, value)| (*value).to_owned())
}

#[test]
fn the_provider_can_come_from_the_environment() {
    let variables = [
        ("CHARTHOLD_SINGLE_SIGN_ON_ISSUER", "https://i"),
        ("CHARTHOLD_SINGLE_SIGN_ON_CLIENT_ID", "charthold"),
        ("CHARTHOLD_SINGLE_SIGN_ON_CLIENT_SECRET", "s"),
        ("CHARTHOLD_SINGLE_SIGN_ON_CA", "o"),
        ("CHARTHOLD_SINGLE_SIGN_ON_USERNAME_CLAIM", "email"),
        ("CHARTHOLD_SINGLE_SIGN_ON_ONLY", "true"),
    ];
    let config = Config::read(TEXT, &|name| value_in(&variables, name)).unwrap();
    let provider = config.single_sign_on.unwrap();
    assert_eq!(
        (provider.issuer.as_str(), provider.client_id.as_str()),
        ("https://i", "charthold")
    );
    assert_eq!(provider.client_secret.as_deref(), Some(Path::new("s")));
    assert_eq!(provider.ca.as_deref(), Some(Path::new("o")));
    assert_eq!(
        (provider.username_claim, provider.only),
        (UsernameClaim::Email, true)
    );
}

#[test]
fn a_rule_nobody_knows_is_no_rule() {
    for rule in ["", "on", "Required", "optional"] {
        let text = format!("{TEXT}[sign_in]\nsecond_factor = \"{rule}\"\n");
        let refused = Config::read(&text, &|_| None);
        assert!(matches!(refused, Err(CentralError::Settings(_))), "{rule}");
    }
}

#[test]
fn without_tls_there_is_no_configuration() {
    let text = TEXT.replace("tls_key", "other_key");
    assert!(matches!(
        Config::read(&text, &|_| None),
        Err(CentralError::Settings(_))
    ));
    let text = TEXT.replace("tls_key = \"key.pem\"\n", "");
    assert!(matches!(
        Config::read(&text, &|_| None),
        Err(CentralError::Settings(_))
    ));
}

#[test]
fn limits_stay_within_what_memory_can_hold() {
    let wild = LimitsSection {
        max_bytes: u32::MAX,
        max_ops: 0,
        room_bytes: 0,
        bytes_per_s: 0,
        live_listeners: u32::MAX,
        live_keepalive_s: u32::MAX,
        live_heartbeat_ms: 0,
    }
    .in_force();
    assert_eq!((wild.max_bytes, wild.max_ops), (16 << 20, 1));
    assert_eq!(wild.room_bytes, 64 << 10);
    assert_eq!(
        (wild.live_listeners, wild.live_keepalive_s),
        (100_000, charthold_protocol::LIVE_KEEPALIVE_S)
    );
    assert_eq!(wild.live_heartbeat_ms, 10);
}
