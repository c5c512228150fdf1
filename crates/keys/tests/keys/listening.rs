//! A real listener: TLS 1.3, and nothing else.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::Arc;

use charthold_crypto::{OsEntropy, SigningSecret};
use charthold_domain::SystemClock;
use charthold_keys::{Home, KeysConfig, KeysError, MasterConfig, RunningKeys, TlsFiles, start};
use rustls::pki_types::{CertificateDer, ServerName};
use tempfile::TempDir;
use tokio::sync::oneshot;

struct Listening {
    home: TempDir,
    authority: CertificateDer<'static>,
    running: RunningKeys,
    stop: oneshot::Sender<()>,
}

#[tokio::test(flavor = "multi_thread")]
async fn it_answers_over_tls_1_3_until_it_is_stopped() {
    let Listening {
        home: _home,
        authority,
        running,
        stop,
    } = listen().await;
    let (address, key) = (running.address(), running.verifying_key());
    let fetch = |path: &'static str| {
        let authority = authority.clone();
        tokio::task::spawn_blocking(move || get(address, authority, path))
    };
    let answer = fetch("/v1/verifying-key").await.unwrap();
    assert!(answer.ends_with(key.as_bytes()));
    let counted = String::from_utf8(fetch("/metrics").await.unwrap()).unwrap();
    let line = "charthold_keys_requests_total{route=\"/v1/verifying-key\",status=\"200\"} 1";
    assert!(counted.contains(line), "{counted}");
    stop.send(()).unwrap();
    running.stopped().await.unwrap();
    assert!(TcpStream::connect(address).is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_tls_is_refused() {
    let Listening {
        home: _home,
        authority: _,
        running,
        stop,
    } = listen().await;
    let address = running.address();
    let connects = |version: &'static str| {
        let command = move || {
            let mut client = Command::new("openssl");
            client.args(["s_client", version, "-connect", &address.to_string()]);
            client.stdin(Stdio::null()).output().unwrap()
        };
        tokio::task::spawn_blocking(command)
    };
    assert!(connects("-tls1_3").await.unwrap().status.success());
    let refused = connects("-tls1_2").await.unwrap();
    assert!(!refused.status.success());
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("protocol version"), "{said}");
    stop.send(()).unwrap();
    running.stopped().await.unwrap();
}

#[tokio::test]
async fn it_does_not_listen_without_tls() {
    let home = tempfile::tempdir().unwrap();
    let config = configured(&home);
    std::fs::write(&config.tls.cert, "no certificate").unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (clock, entropy) = (Arc::new(SystemClock), Box::new(OsEntropy));
    let refused = start(config, clock, entropy, listener, std::future::pending()).await;
    assert!(matches!(refused.err(), Some(KeysError::Tls)));
}

async fn listen() -> Listening {
    let home = tempfile::tempdir().unwrap();
    let config = configured(&home);
    let certificate = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    std::fs::write(&config.tls.cert, certificate.cert.pem()).unwrap();
    std::fs::write(&config.tls.key, certificate.signing_key.serialize_pem()).unwrap();
    let authority = certificate.cert.der().clone();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (stop, stopped) = oneshot::channel();
    let shutdown = async move {
        let _dropped = stopped.await;
    };
    let (clock, entropy) = (Arc::new(SystemClock), Box::new(OsEntropy));
    let running = start(config, clock, entropy, listener, shutdown)
        .await
        .unwrap();
    Listening {
        home,
        authority,
        running,
        stop,
    }
}

fn configured(home: &TempDir) -> KeysConfig {
    let data = home.path().join("keys");
    charthold_keys::init(&Home::plain(&data), &SystemClock, &mut OsEntropy).unwrap();
    let (cert, key) = (home.path().join("cert.pem"), home.path().join("key.pem"));
    KeysConfig {
        listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        data,
        central_verifying_key: SigningSecret::make(&mut OsEntropy).public(),
        tls: TlsFiles { cert, key },
        master: MasterConfig::default(),
    }
}

/// The bytes of an HTTP/1.1 answer.
fn get(address: SocketAddr, authority: CertificateDer<'static>, path: &str) -> Vec<u8> {
    let mut roots = rustls::RootCertStore::empty();
    roots.add(authority).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::from(address.ip());
    let client = rustls::ClientConnection::new(Arc::new(config), name).unwrap();
    let mut stream = rustls::StreamOwned::new(client, TcpStream::connect(address).unwrap());
    let request = format!("GET {path} HTTP/1.1\r\nHost: keys\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    answer
}
