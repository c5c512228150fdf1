//! A workstation that was withdrawn while it was away, with work that nobody has seen yet.

use charthold_chartlog::QuarantineReason;
use charthold_testkit::programs::Server;

use super::{Ward, answer, assert_done, assert_says, told};

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_workstation_says_so_and_what_it_had_is_kept_aside() {
    const NOTES: usize = 4;
    let mut ward = Ward::open().await;
    let copy = ward.premises.folder.path().join("backup");
    let copy = copy.to_string_lossy();
    ward.operate(&["backup", "--to", &copy]).await;
    ward.premises.servers.kill(Server::Central).await;
    for number in 0..NOTES {
        assert_done(
            &ward
                .note(&ward.station, &format!("Offline {number}."))
                .await,
        );
    }
    let status = answer(&ward.station, &["status"]).await;
    assert_eq!(status["ops_unconfirmed"], NOTES);
    let device = status["device"].as_str().expect("it is enrolled");
    ward.operate(&["withdraw-device", device, "--reason", "lost"])
        .await;
    ward.bring_central_back().await;

    let said = told(&ward.station, &["sync"]).await;
    assert_eq!(said.code, Some(0), "what it has is taken: {said:?}");
    assert_says(&said, &["4 put aside", "was withdrawn", "Use another one"]);
    let said = told(&ward.station, &["sync"]).await;
    assert_says(&said, &["0 put aside", "was withdrawn"]);
    let status = told(&ward.station, &["status"]).await;
    assert_says(&status, &["was withdrawn", "kept aside", "Use another one"]);
    let doctor = told(&ward.station, &["doctor"]).await;
    assert_eq!(doctor.code, Some(1), "{doctor:?}");
    assert_says(
        &doctor,
        &["fail  workstation  This workstation was withdrawn"],
    );
    let refused = ward.say(&ward.station, &["chart", &ward.mrn]).await;
    assert_eq!(refused.code, Some(3), "nobody gets in: {refused:?}");
    assert_says(&refused, &["withdrawn"]);
    let kept = ward.kept_aside().await;
    assert_eq!(kept, [QuarantineReason::DeviceRevoked; NOTES]);
    let listed = ward.operate(&["devices"]).await;
    assert!(listed.contains("(lost)"), "{listed}");

    // The copy knows nothing of it; what was done since does.
    ward.premises.servers.kill(Server::Central).await;
    ward.operate(&["restore", "--from", &copy]).await;
    ward.bring_central_back().await;
    let said = told(&ward.station, &["sync"]).await;
    assert_says(&said, &["was withdrawn", "Use another one"]);
    let kept = ward.kept_aside().await;
    assert!(
        kept.len() >= NOTES,
        "and what it holds is taken again: {kept:?}"
    );
    ward.assert_whole_at_central().await;
}
