use charthold_crypto::SlotParams;

use super::*;

const KEY: &str = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

fn text() -> String {
    format!(
        "listen = \"127.0.0.1:7443\"\ndata = \"/srv/keys\"\ncentral_verifying_key = \"{KEY}\"\n\
         [tls]\ncert = \"cert.pem\"\nkey = \"key.pem\"\n"
    )
}

fn reason(text: &str) -> String {
    KeysConfig::parse(text, |_| None).unwrap_err().to_string()
}

#[test]
fn a_file_is_read_and_the_environment_overrides_it() {
    let config = KeysConfig::parse(&text(), |_| None).unwrap();
    assert_eq!(config.listen.port(), 7443);
    assert_eq!(config.central_verifying_key, VerifyingKey([1; 32]));
    assert_eq!(config.master, MasterConfig::File);

    let config = KeysConfig::parse(&text(), |name| match name {
        "CHARTHOLD_KEYS_LISTEN" => Some("[::1]:1".to_owned()),
        "CHARTHOLD_KEYS_TLS_CERT" => Some("other.pem".to_owned()),
        "CHARTHOLD_KEYS_MASTER_PROVIDER" => Some("file".to_owned()),
        _ => None,
    });
    let config = config.unwrap();
    assert_eq!(config.listen.port(), 1);
    assert_eq!(config.tls.cert, Path::new("other.pem"));
    assert_eq!(config.tls.key, Path::new("key.pem"));
}

#[test]
fn what_is_wrong_is_named_and_not_shown() {
    assert!(reason("").contains("listen"));
    assert!(reason(&text().replace("[tls]", "[tls]\ntypo = 1")).contains("typo"));
    let reason = reason(&text().replace(KEY, "c2VjcmV0"));
    assert!(
        reason.contains("32 bytes") && !reason.contains("c2VjcmV0"),
        "{reason}"
    );
}

#[test]
fn a_provider_this_version_does_not_have_is_refused() {
    let text = format!("{}[master]\nprovider = \"vault\"\n", text());
    assert!(reason(&text).contains("provider") || reason(&text).contains("variant"));
}

#[test]
fn a_sealed_file_needs_its_passphrase_and_a_plain_one_takes_none() {
    let sealed = |rest: &str| format!("{}[master]\nprovider = \"sealed-file\"\n{rest}", text());
    assert!(reason(&sealed("")).contains("master.passphrase_file"));
    let config = KeysConfig::parse(&sealed("passphrase_file = \"/run/p\"\n"), |_| None).unwrap();
    let costing = |params| MasterConfig::SealedFile {
        passphrase_file: PathBuf::from("/run/p"),
        params,
    };
    assert_eq!(config.master, costing(SlotParams::STANDARD));
    let cheaper = sealed("passphrase_file = \"/run/p\"\npassphrase_memory_mib = 64\n");
    let config = KeysConfig::parse(&cheaper, |_| None).unwrap();
    assert_eq!(config.master, costing(SlotParams::FALLBACK));
    let config = KeysConfig::parse(&cheaper, |name| {
        (name == "CHARTHOLD_KEYS_MASTER_PASSPHRASE_MEMORY_MIB").then(|| "256".to_owned())
    });
    assert_eq!(config.unwrap().master, costing(SlotParams::STANDARD));
    assert!(reason(&cheaper.replace("64", "18")).contains("from 19"));
    let plain = format!("{}[master]\npassphrase_file = \"/run/p\"\n", text());
    assert!(reason(&plain).contains("no other setting"));
}

#[test]
fn a_home_is_read_before_the_rest_is_known() {
    let text = "data = \"/srv/keys\"\n[master]\nprovider = \"sealed-file\"\n";
    let home = KeysConfig::parse_home(text, |name| {
        (name == "CHARTHOLD_KEYS_MASTER_PASSPHRASE_FILE").then(|| "/run/p".to_owned())
    });
    let home = home.unwrap();
    assert_eq!(home.data, Path::new("/srv/keys"));
    assert!(matches!(home.master, MasterConfig::SealedFile { .. }));
}

#[test]
fn a_token_needs_all_of_its_settings_and_no_passphrase() {
    let all = "module = \"/m.so\"\ntoken = \"clinic\"\npin_file = \"/run/pin\"\n";
    let token = |rest: &str| format!("{}[master]\nprovider = \"pkcs11\"\n{rest}", text());
    let config = KeysConfig::parse(&token(all), |_| None).unwrap();
    assert!(matches!(config.master, MasterConfig::Pkcs11 { token, .. } if token == "clinic"));
    for line in all.lines() {
        let without = token(&all.replace(line, ""));
        assert!(reason(&without).contains("needs master.module"), "{line}");
    }
    let with = token(&format!("{all}passphrase_file = \"/p\"\n"));
    assert!(reason(&with).contains("no setting of a passphrase"));
}
