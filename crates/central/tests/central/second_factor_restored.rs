//! What operators did to second factors outlives the store: a copy brings no secret back that was made worthless since, and no
//! account that gets by without one.

use std::path::{Path, PathBuf};

use charthold_central::{Gathered, Withdrawing, open_store};
use charthold_domain::{Clock, Role};
use charthold_protocol::RefusalCode;

use crate::command::run;
use crate::second_factor::{data, now_s, set, with_app};
use crate::site::{Counted, PASSWORD, Site};

fn done(words: &[&str], data: &Path) {
    let output = run(words, data);
    assert_eq!(output.status.code(), Some(0), "{words:?}: {output:?}");
}

fn backup(site: &Site) -> PathBuf {
    let copy = site.folder().join("copy");
    done(&["backup", "--to", &copy.to_string_lossy()], &data(site));
    copy
}

/// Central on what is put back from `copy`.
async fn put_back(site: &mut Site, copy: &Path) {
    site.handle.take().unwrap().stop().await.unwrap();
    let data = data(site);
    done(&["restore", "--from", &copy.to_string_lossy()], &data);
    let url = format!("sqlite:{}", data.join("central.db").display());
    site.store = open_store(&url).await.unwrap();
    let again = site.serve_again().await.unwrap();
    site.url = format!("https://localhost:{}", again.address().port());
    site.handle = Some(again);
}

#[tokio::test]
async fn a_secret_that_was_reset_since_the_copy_stays_worthless() {
    let mut site = Site::open().await;
    let (mut device, _, app) = with_app(&mut site).await;
    let copy = backup(&site);
    site.clock.pass(60);
    let log = data(&site);
    let withdrawing = Withdrawing {
        data: &log,
        store: site.store.as_ref(),
        clock: site.clock.as_ref(),
    };
    let valid = std::time::Duration::from_secs(600);
    withdrawing
        .reset_second_factor("tberg", valid, &mut Counted(3))
        .await
        .unwrap();
    put_back(&mut site, &copy).await;
    let code = app.code_at(now_s(&site));
    let old = device.try_code(&site, "tberg", &code).await;
    assert_eq!(old.refused(), RefusalCode::SecondFactorUnset);
}

#[tokio::test]
async fn an_account_whose_factor_the_copy_lacks_does_not_get_by_without_one() {
    let mut site = Site::open().await;
    site.person("tberg", Role::Nurse, site.near).await;
    let mut device = site.workstation().await;
    let copy = backup(&site);
    site.clock.pass(60);
    set(&site, "tberg").await;
    put_back(&mut site, &copy).await;
    let bare = device.try_sign_in(&site, "tberg", PASSWORD).await;
    assert_eq!(bare.refused(), RefusalCode::SecondFactorUnset);
    let app = set(&site, "tberg").await;
    let code = app.code_at(now_s(&site));
    assert_eq!(device.try_code(&site, "tberg", &code).await.status, 200);
}

#[tokio::test]
async fn one_that_was_removed_since_the_copy_stays_removed() {
    let mut site = Site::open().await;
    let (mut device, _, _) = with_app(&mut site).await;
    let copy = backup(&site);
    site.clock.pass(60);
    let log = data(&site);
    let withdrawing = Withdrawing {
        data: &log,
        store: site.store.as_ref(),
        clock: site.clock.as_ref(),
    };
    withdrawing.remove_second_factor("tberg").await.unwrap();
    put_back(&mut site, &copy).await;
    device.sign_in(&site, "tberg").await;
}

#[tokio::test]
async fn what_another_central_did_is_noted_and_not_undone() {
    let mut site = Site::open().await;
    let (_, person, _) = with_app(&mut site).await;
    site.clock.pass(60);
    let log = data(&site);
    let gather = || {
        let withdrawing = Withdrawing {
            data: &log,
            store: site.store.as_ref(),
            clock: site.clock.as_ref(),
        };
        async move { withdrawing.gather().await.unwrap() }
    };
    let noted = |noted| Gathered {
        is_new: false,
        enforced: 0,
        noted,
    };
    assert_eq!(gather().await, noted(0));
    let at = site.clock.now();
    site.store.remove_second_factor(person, at).await.unwrap();
    assert_eq!(gather().await, noted(1));
    assert_eq!(gather().await, noted(0));
    let found = site.store.find_second_factor(person).await.unwrap();
    assert_eq!(found, None);
    std::fs::remove_file(log.join("operator-log")).unwrap();
    let begun = Gathered {
        is_new: true,
        ..noted(1)
    };
    assert_eq!(gather().await, begun, "an old installation");
}
