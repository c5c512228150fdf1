//! A server on the network is spoken to over TLS, and only when the named authority vouches for it.

use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use charthold_central_store::{Hospital, PostgresStore, StoreError};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};

use crate::cluster::{Cluster, SUPERUSER};

struct Papers {
    authority: String,
    certificate: String,
    key: String,
}

fn papers() -> Papers {
    let authority_key = KeyPair::generate().unwrap();
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority_certificate = authority.self_signed(&authority_key).unwrap();
    let issuer = Issuer::new(authority, authority_key);
    let key = KeyPair::generate().unwrap();
    let server = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let certificate = server.signed_by(&key, &issuer).unwrap();
    Papers {
        authority: authority_certificate.pem(),
        certificate: certificate.pem(),
        key: key.serialize_pem(),
    }
}

fn lay(cluster: &Cluster, name: &str, text: &str) -> PathBuf {
    let path = cluster.folder().join(name);
    std::fs::write(&path, text).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    cluster.give(&path).unwrap();
    path
}

fn url(port: u16, authority: &Path) -> String {
    let authority = authority.display();
    format!("postgres://charthold@localhost:{port}/charthold?sslrootcert={authority}")
}

#[tokio::test]
async fn the_named_authority_has_to_vouch_for_the_server() {
    let (server, stranger) = (papers(), papers());
    let mut cluster = Cluster::start().unwrap();
    let authority = lay(&cluster, "authority.pem", &server.authority);
    let strange = lay(&cluster, "stranger.pem", &stranger.authority);
    let certificate = lay(&cluster, "server.pem", &server.certificate);
    let key = lay(&cluster, "server.key", &server.key);
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    cluster.crash().unwrap();
    for setting in [
        "listen_addresses=127.0.0.1".to_owned(),
        format!("port={port}"),
        "ssl=on".to_owned(),
        format!("ssl_cert_file={}", certificate.display()),
        format!("ssl_key_file={}", key.display()),
    ] {
        cluster.set(setting);
    }
    cluster.run().unwrap();

    let store = PostgresStore::open(&url(port, &authority)).await.unwrap();
    assert_eq!(store.find_hospital().await.unwrap(), None);
    let lines = "SELECT DISTINCT version FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
        WHERE application_name = 'charthold-store'";
    let said = cluster.sql_on(port, SUPERUSER, "charthold", lines).unwrap();
    assert_eq!(said.trim(), "TLSv1.3", "every connection of the store");

    let refused = PostgresStore::open(&url(port, &strange))
        .await
        .err()
        .unwrap();
    assert!(
        matches!(
            refused,
            StoreError::Database { .. } | StoreError::Unavailable { .. }
        ),
        "{refused}"
    );
    let nothing = cluster.folder().join("nothing.pem");
    let refused = PostgresStore::open(&url(port, &nothing))
        .await
        .err()
        .unwrap();
    assert!(matches!(refused, StoreError::Address { .. }), "{refused}");
}
