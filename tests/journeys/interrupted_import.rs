//! An import that is cut off, wherever it was: the chart is there and in the directory, or neither is.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use charthold_testkit::Riverside;
use charthold_workstation::{Environment, ImportSource, Workstation};

use crate::cast::{one_of, riverside, unlock};

/// More moments than an import of two resources has.
const MOMENTS: u32 = 200;

#[tokio::test(flavor = "multi_thread")]
async fn an_import_cut_off_at_any_moment_leaves_a_listed_chart_or_none() {
    let hospital = riverside().await;
    let home = hospital.folder.path().join("WS-4B-03");
    let fuse = Arc::new(AtomicU32::new(0));
    let world = hospital.environment();
    let enrolled = hospital
        .workstation_at(&home, "WS-4B-03", &["4B"], fused(&hospital, &world, &fuse))
        .await;
    drop(enrolled.expect("the workstation is enrolled"));

    let mut cuts = 0;
    let mut station = open(&hospital, &home, &world, &fuse).await;
    for moment in 1..MOMENTS {
        let before = waiting(&station);
        let mrn = format!("{}", 70_000_000 + moment);
        let sources = [chart(&mrn)];
        fuse.store(moment, Ordering::SeqCst);
        let import = tokio::spawn(async move { station.import(&sources, None).await });
        let whole = import.await.is_ok();
        fuse.store(0, Ordering::SeqCst);

        station = open(&hospital, &home, &world, &fuse).await;
        let listed = station.chart_of_mrn(&mrn).is_ok();
        let written = waiting(&station) - before;
        let wanted = if listed { 3 } else { 0 };
        assert_eq!(
            written, wanted,
            "cut at moment {moment}: a chart's two records and its line in the directory, or nothing"
        );
        if whole {
            assert!(listed, "an import that was not cut off is done");
            assert!(cuts > 5, "only {cuts} moments were cut");
            return;
        }
        cuts += 1;
    }
    panic!("an import has an end");
}

fn chart(mrn: &str) -> ImportSource {
    let patient = format!(
        r#"{{"resourceType":"Patient","id":"p{mrn}","name":[{{"family":"Ek"}}],"identifier":[{{"type":{{"coding":[{{"code":"MR"}}]}},"value":"{mrn}"}}]}}"#
    );
    let problem = format!(
        r#"{{"resourceType":"Condition","id":"c{mrn}","subject":{{"reference":"Patient/p{mrn}"}}}}"#
    );
    ImportSource::Text {
        name: "chart".into(),
        content: format!(
            r#"{{"resourceType":"Bundle","type":"collection","entry":[{{"resource":{patient}}},{{"resource":{problem}}}]}}"#
        ),
    }
}

async fn open(
    hospital: &Riverside,
    home: &Path,
    world: &Environment,
    fuse: &Arc<AtomicU32>,
) -> Workstation {
    let environment = fused(hospital, world, fuse);
    let station = Workstation::open(home.to_owned(), environment).expect("nobody else has it");
    unlock(&station, &one_of("nurse", "4B")).await;
    station
}

fn waiting(station: &Workstation) -> u32 {
    station.sync_status().expect("it can be read").ops_to_send
}

/// The world of `world`, in which the draw of randomness that `fuse` counts down to is the last thing
/// that happens; nothing is cut while it is 0.
fn fused(hospital: &Riverside, world: &Environment, fuse: &Arc<AtomicU32>) -> Environment {
    let fresh = hospital.environment();
    let (draw, fuse) = (fresh.entropy.clone(), Arc::clone(fuse));
    Environment {
        entropy: Arc::new(move || {
            let left = fuse.load(Ordering::SeqCst);
            assert_ne!(left, 1, "the power is cut");
            fuse.store(left.saturating_sub(1), Ordering::SeqCst);
            draw()
        }),
        keyring: Arc::clone(&world.keyring),
        ..fresh
    }
}
