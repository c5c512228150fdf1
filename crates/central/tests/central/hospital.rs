//! Central on a hospital's PostgreSQL: founded there, served there, away with it and back with it,
//! and moved there from a clinic's file by the program itself.

use std::path::Path;
use std::process::{Command, Output};

use charthold_central::LimitsSection;
use charthold_protocol::{OpOutcome, PushReply, RefusalCode};

use crate::cluster::{Cluster, SUPERUSER};
use crate::site::Site;
use crate::workstation::get;

fn central(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_charthold-central"))
        .args(arguments)
        .output()
        .unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[tokio::test]
async fn a_database_that_is_away_is_503_until_it_is_back() {
    let mut cluster = Cluster::start().unwrap();
    let site = Site::open_on(LimitsSection::default(), Some(cluster.url())).await;
    let mut site = site;
    let mut device = site.workstation().await;
    let first = device.write(device.facility);
    device.push(&site, std::slice::from_ref(&first)).await;
    assert_eq!(get(&site, "/readyz").await.status, 200);

    cluster.crash().unwrap();
    let away = get(&site, "/readyz").await;
    assert_eq!(
        (away.status, &away.headers["retry-after"]),
        (503, &"5".parse().unwrap())
    );
    assert_eq!(away.refused(), RefusalCode::StoreUnavailable);
    assert_eq!(
        get(&site, "/healthz").await.status,
        200,
        "central itself is well"
    );

    cluster.run().unwrap();
    assert_eq!(
        get(&site, "/readyz").await.status,
        200,
        "nobody started central anew"
    );
    let second = device.write(device.facility);
    device.push(&site, &[first, second]).await;
    let page = site.store.read_log(device.facility, 0, 10).await.unwrap();
    assert_eq!(
        page.entries.len(),
        2,
        "what was acknowledged before is there once"
    );
}

#[test]
fn a_hospital_is_founded_on_a_database_from_the_command_line() {
    let cluster = Cluster::start().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("central");
    let (data, url) = (text(&data), &cluster.url());
    let place = ["--data", data, "--store", url];
    assert!(central(&[&["init"], &place[..]].concat()).status.success());
    assert!(
        central(&[&["add-unit", "4B"], &place[..]].concat())
            .status
            .success()
    );
    let code = central(&[&["code", "--unit", "4B"], &place[..]].concat());
    assert_eq!(stdout(&code).trim().len(), 32);
    let verified = central(&[&["verify"], &place[..]].concat());
    assert!(stdout(&verified).contains("1 charts with 0 entries"));
    assert!(
        !Path::new(data).join("central.db").exists(),
        "no file was made beside it"
    );
}

#[tokio::test]
async fn a_clinic_moves_to_a_hospital_and_cannot_be_served_from_the_old_file() {
    let cluster = Cluster::start().unwrap();
    let mut site = Site::open().await;
    let mut device = site.workstation().await;
    let operation = device.write(device.facility);
    device.push(&site, &[operation]).await;
    let data = site.folder().join("central");
    let old = format!("sqlite:{}", data.join("central.db").display());
    site.handle.unwrap().stop().await.unwrap();

    let moved = central(&["migrate", "--from", &old, "--to", &cluster.url()]);
    let said = stdout(&moved);
    assert!(moved.status.success(), "{said}");
    assert!(
        said.contains("moved entry: 1\n") && said.contains("Both are equal"),
        "{said}"
    );
    let again = central(&["migrate", "--from", &old, "--to", &cluster.url()]);
    assert_eq!(again.status.code(), Some(1), "it is not empty any more");
    let backwards = central(&["migrate", "--from", &cluster.url(), "--to", &old]);
    assert_eq!(backwards.status.code(), Some(2));

    let data = text(&data);
    let here = central(&["verify", "--data", data, "--store", &cluster.url()]);
    assert_eq!(here.status.code(), Some(0), "{}", stdout(&here));
    // As `serve` writes down when it starts on the new store.
    std::fs::write(Path::new(data).join("epoch"), "2").unwrap();
    let old_file = central(&["verify", "--data", data]);
    assert_eq!(
        old_file.status.code(),
        Some(7),
        "the data folder knows that it was moved"
    );
}

/// Privileges and triggers stop whoever serves and whoever owns; nothing stops the database's
/// administrator but that it is found out.
#[tokio::test]
async fn what_the_administrator_changed_is_found_by_the_program_and_named_with_its_place() {
    let cluster = Cluster::start().unwrap();
    let mut site = Site::open_on(LimitsSection::default(), Some(cluster.url())).await;
    let mut device = site.workstation().await;
    let operations = [1, 2, 3].map(|_| device.write(device.facility));
    let reply: PushReply = device.push(&site, &operations).await.cbor();
    let outcomes = reply.results.iter().map(|result| &result.outcome);
    let accepted = [1, 2, 3].map(|seq| OpOutcome::Accepted { seq });
    assert!(outcomes.eq(&accepted), "all of it was acknowledged");

    let data = site.folder().join("central");
    let verify = || {
        let place = ["verify", "--data", text(&data), "--store", &cluster.url()];
        let output = central(&place);
        (output.status.code(), stdout(&output))
    };
    let change = |sql: &str| {
        let sql = format!("SET session_replication_role = replica; {sql}");
        cluster.sql(SUPERUSER, "charthold", &sql).unwrap();
    };
    let place = |seq: u64| format!("damaged: chart {} at entry {seq}\n", device.facility);
    assert_eq!(verify().0, Some(0));

    let flip = "UPDATE entry SET body = set_bit(body, 500, 1 - get_bit(body, 500)) WHERE seq = 2";
    change(flip);
    let (code, said) = verify();
    assert!(code == Some(7) && said.contains(&place(2)), "{said}");
    change(flip);
    assert_eq!(verify().0, Some(0), "it was that bit alone");

    for seq in [3, 2] {
        change(&format!("DELETE FROM entry WHERE seq = {seq}"));
        let (code, said) = verify();
        assert!(code == Some(7) && said.contains(&place(seq)), "{said}");
    }
}
