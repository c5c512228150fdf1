use tokio_postgres::config::SslMode;

use super::Address;
use crate::StoreError;

fn why(url: &str) -> &'static str {
    match Address::parse(url) {
        Err(StoreError::Address { why }) => why,
        other => panic!("{url} must be refused, and is {other:?}"),
    }
}

#[test]
fn a_socket_and_loopback_need_no_tls() {
    for url in [
        "postgres:///charthold?host=/run/postgresql&user=charthold",
        "postgres://charthold@localhost/charthold",
        "postgres://charthold@127.0.0.1:5433/charthold",
        "postgres://charthold@[::1]/charthold",
    ] {
        let address = Address::parse(url).unwrap();
        assert_eq!(address.config.get_ssl_mode(), SslMode::Disable, "{url}");
        assert!(address.authority.is_none());
    }
}

#[test]
fn another_machine_without_tls_is_refused_however_it_is_written() {
    for url in [
        "postgres://charthold@db.hospital.example/charthold",
        "postgres://charthold@10.0.0.5/charthold",
        "postgres://charthold@db.hospital.example/charthold?sslmode=disable",
        "postgres://charthold@db.hospital.example/charthold?sslmode=require",
        "postgres://charthold@localhost,db.hospital.example/charthold",
        "postgres://charthold@localhost/charthold?hostaddr=10.0.0.5",
    ] {
        assert!(why(url).contains("TLS"), "{url}");
    }
}

#[test]
fn an_authority_makes_tls_required() {
    let url = "postgres://charthold@db.hospital.example/charthold?sslrootcert=/etc/charthold/ca.pem&sslmode=disable";
    let address = Address::parse(url).unwrap();
    assert_eq!(address.config.get_ssl_mode(), SslMode::Require);
    assert_eq!(
        address.authority.unwrap().to_str(),
        Some("/etc/charthold/ca.pem")
    );
}

#[test]
fn a_password_in_the_settings_is_refused() {
    assert!(why("postgres://charthold:secret@localhost/charthold").contains("passfile"));
    assert!(why("postgres://charthold@localhost/charthold?password=secret").contains("passfile"));
    let named =
        Address::parse("postgres://charthold@localhost/charthold?passfile=/etc/charthold/pg");
    assert!(named.unwrap().password_file.is_some());
}

#[test]
fn what_is_no_url_is_refused_without_an_echo() {
    let refused = Address::parse("postgres://charthold@localhost/charthold?secret=1").unwrap_err();
    assert!(!refused.to_string().contains("secret"), "{refused}");
}
