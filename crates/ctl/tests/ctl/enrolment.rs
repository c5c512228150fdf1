//! What keeps a machine from becoming a workstation: each is said, and leaves nothing behind.

use std::time::Duration;

use charthold_testkit::Authority;
use charthold_testkit::programs::{Premises, Said, Station};

use crate::desk::{CANARY, answer, assert_failure, assert_holds_none, text_of};
use crate::tls12::OldServer;

const HOUR: Duration = Duration::from_secs(3_600);
const NOT_TRUSTED: (i32, &str) = (5, "central-not-trusted");
const UNREACHABLE: (i32, &str) = (5, "central-unreachable");
const CODE_REFUSED: (i32, &str) = (3, "code-refused");
const INVALID: (i32, &str) = (1, "invalid-input");

/// What is wrong, and what is given instead of what is right.
struct Case<'a> {
    what: &'a str,
    name: &'a str,
    central: &'a str,
    ca: &'a str,
    code: &'a str,
    refusal: (i32, &'a str),
}

async fn enrol(station: &Station, case: &Case<'_>) -> Said {
    let arguments = [
        "enroll",
        "--central",
        case.central,
        "--ca",
        case.ca,
        "--code",
        case.code,
        "--name",
        case.name,
    ];
    station.run(&arguments).await.expect("it starts")
}

#[tokio::test(flavor = "multi_thread")]
async fn an_enrolment_that_is_refused_says_why_and_leaves_nothing_behind() {
    let premises = Premises::open().await;
    let url = premises.site.central_url();
    let ca = text_of(&premises.site.ca_path());
    let [strange, no_pem, no_text] = wrong_certificates(&premises);
    let missing = text_of(&premises.folder.path().join(CANARY));
    let tls = &premises.site.central.server;
    let old = OldServer::start(&tls.tls_cert, &tls.tls_key);
    let dead_url = dead_url();
    let expired = premises.code(1, Duration::ZERO).await;
    let used = used_code(&premises).await;
    let good = premises.code(1, HOUR).await;

    let case = |what, central, ca, code, refusal| Case {
        what,
        name: "WS-4B-03",
        central,
        ca,
        code,
        refusal,
    };
    let endless = "W".repeat(65);
    let named = |what, name| Case {
        name,
        ..case(what, &*url, &*ca, &*good, INVALID)
    };
    let cases = [
        named("a name without an end", &*endless),
        named("no name", " "),
        case("a wrong CA", &*url, &*strange, &*good, NOT_TRUSTED),
        case("TLS 1.2", &old.url, &ca, &good, NOT_TRUSTED),
        case("a dead server", &dead_url, &ca, &good, UNREACHABLE),
        case("an expired code", &url, &ca, &expired, CODE_REFUSED),
        case("a used code", &url, &ca, &used, CODE_REFUSED),
        case("an invented code", &url, &ca, CANARY, CODE_REFUSED),
        case("no certificate", &url, &no_pem, &good, INVALID),
        case("no text", &url, &no_text, &good, INVALID),
        case("no file", &url, &missing, &good, INVALID),
        case("no TLS", "http://localhost:1", &ca, &good, INVALID),
        case("no address", CANARY, &ca, &good, INVALID),
    ];
    let station = premises.station("station").expect("it was built");
    let folder = text_of(premises.folder.path());
    for case in &cases {
        let said = enrol(&station, case).await;
        assert_failure(case.what, &said, case.refusal);
        assert_holds_none(case.what, &said, &[&folder, CANARY, &good, &used, &expired]);
        assert!(!station.home().exists(), "{}: no home is left", case.what);
        let is_old = case.what == "TLS 1.2";
        assert_eq!(
            said.out.contains("TLS 1.3"),
            is_old,
            "{}: {said:?}",
            case.what
        );
    }
    let right = case("nothing", &url, &ca, &good, (0, ""));
    answer(&enrol(&station, &right).await);

    let again = enrol(&station, &right).await;
    assert_failure("a second time", &again, (1, "already-enrolled"));
    let status = station.run(&["status"]).await.expect("it starts");
    assert_eq!(answer(&status)["enrolled"], true, "the first one stands");
}

/// Another authority's, a file that is no certificate, and one that is no text.
fn wrong_certificates(premises: &Premises) -> [String; 3] {
    let strange = Authority::make("another hospital").expect("an authority");
    [
        ("strange.pem", strange.pem().as_bytes()),
        ("no.pem", CANARY.as_bytes()),
        ("no-text.pem", b"caf\xe9"),
    ]
    .map(|(name, text)| {
        let path = premises.folder.path().join(name);
        std::fs::write(&path, text).expect("there is room");
        text_of(&path)
    })
}

/// Where nothing listens.
fn dead_url() -> String {
    let dead = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let port = dead.local_addr().expect("it has one").port();
    format!("https://localhost:{port}")
}

/// A code that made another workstation.
async fn used_code(premises: &Premises) -> String {
    let code = premises.code(1, HOUR).await;
    let other = premises.station("other").expect("it was built");
    let run = premises
        .enrol(&other, "WS-4B-01", &code)
        .expect("it starts");
    answer(&run.end().await.expect("it ends"));
    code
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_may_not_be_written_and_a_full_disk_make_no_home() {
    let premises = Premises::open().await;
    let code = premises.code(2, HOUR).await;
    let folder = premises.folder.path().join("shut");
    std::fs::create_dir(&folder).expect("there is room");
    crate::machine::set_mode(&folder, 0o555);
    let shut = premises.station("shut/home").expect("it was built");
    let shut = crate::machine::without_rights(&shut);
    let run = premises.enrol(&shut, "WS-4B-03", &code).expect("it starts");
    let said = run.end().await.expect("it ends");
    assert_failure("a shut folder", &said, (1, "home-not-writable"));
    assert!(!shut.home().exists(), "no home is left");
    crate::machine::set_mode(&folder, 0o755);

    let full = premises.station("full").expect("it was built");
    let on_full_disk = crate::machine::with_room_for(&full, 16);
    let run = premises.enrol(&on_full_disk, "WS-4B-03", &code);
    let said = run.expect("it starts").end().await.expect("it ends");
    crate::machine::assert_told_of_the_disk("no room for a journal", &said);
    assert!(!full.home().exists(), "no home is left");
    let said = premises.enrol(&full, "WS-4B-03", &code).expect("it starts");
    answer(&said.end().await.expect("it ends"));
}
