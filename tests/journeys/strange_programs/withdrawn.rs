//! A workstation that was withdrawn while it was away, with work that nobody has seen yet.

use charthold_chartlog::QuarantineReason;
use charthold_testkit::programs::Server;
use charthold_workstation::{Clock as _, SystemClock};

use super::{Ward, answer, assert_done, assert_says, told};

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_workstation_says_so_and_what_it_had_is_kept_aside() {
    const NOTES: usize = 4;
    let mut ward = Ward::open().await;
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
    // There is no command for it yet.
    let device = status["device"].as_str().expect("it is enrolled");
    let store = ward.premises.store().await;
    let withdrawn = store.revoke_device(device.parse().expect("an id"), SystemClock.now());
    withdrawn.await.expect("there is room");
    drop(store);
    ward.bring_central_back().await;

    let said = told(&ward.station, &["sync"]).await;
    assert_eq!(said.code, Some(0), "what it has is taken: {said:?}");
    assert_says(&said, &["4 put aside", "was withdrawn", "call IT"]);
    let said = told(&ward.station, &["sync"]).await;
    assert_says(&said, &["0 put aside", "was withdrawn"]);
    let status = told(&ward.station, &["status"]).await;
    assert_says(&status, &["was withdrawn", "kept aside", "call IT"]);
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
    ward.assert_whole_at_central().await;
}
