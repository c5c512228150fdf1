use charthold_central::{
    Config, KeysSection, LimitsSection, SecondFactorRule, ServerSection, SignInSection,
    SingleSignOnSection, StoreSection, UsernameClaim,
};
use charthold_crypto::VerifyingKey;
use charthold_keys::{KeysConfig, MasterConfig, TlsFiles};
use charthold_protocol::Policy;

use super::{of_central, of_keys};

#[test]
fn central_reads_back_what_was_written() {
    let config = Config {
        server: ServerSection {
            listen: "127.0.0.1:8443".parse().unwrap(),
            data: "a \"quoted\" folder".into(),
            tls_cert: "cert.pem".into(),
            tls_key: "key.pem".into(),
        },
        store: StoreSection {
            url: "sqlite:central.db".into(),
        },
        keys: KeysSection {
            url: "https://localhost:8444".into(),
            ca: "ca.pem".into(),
        },
        sign_in: SignInSection {
            second_factor: SecondFactorRule::Required,
        },
        single_sign_on: Some(SingleSignOnSection {
            issuer: "https://sso.example/realm".into(),
            client_id: "charthold".into(),
            client_secret: Some("a secret's file".into()),
            ca: Some("other.pem".into()),
            username_claim: UsernameClaim::Email,
            only: true,
        }),
        limits: LimitsSection {
            max_bytes: 65_536,
            max_ops: 7,
            ..LimitsSection::default()
        },
        policy: Policy {
            inactivity_limit_s: 120,
            offline_lease_s: 3_600,
            help_desk: Some("ext. 4411".into()),
            pin: None,
            single_sign_on: None,
        },
    };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("central.toml");
    std::fs::write(&file, of_central(&config).unwrap()).unwrap();
    let read = Config::load(&file, &|_| None).unwrap();
    assert_eq!(format!("{read:?}"), format!("{config:?}"));
}

#[test]
fn the_key_service_reads_back_what_was_written() {
    let config = KeysConfig {
        listen: "[::1]:9".parse().unwrap(),
        data: "data".into(),
        central_verifying_key: VerifyingKey([9; 32]),
        tls: TlsFiles {
            cert: "cert.pem".into(),
            key: "key.pem".into(),
        },
        master: MasterConfig::default(),
    };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keys.toml");
    std::fs::write(&file, of_keys(&config).unwrap()).unwrap();
    let read = KeysConfig::load(&file, |_| None).unwrap();
    assert_eq!(format!("{read:?}"), format!("{config:?}"));
}
