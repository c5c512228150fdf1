//! One note that its author wrote at two workstations apart from each other, put together in the window. With
//! `CHARTHOLD_SHOTS` set, a picture of each is kept, light and dark.

use charthold_workstation::ChartId;
use charthold_workstation::ipc::dto::{DraftText, NoteSection};

use crate::conflict::enter;
use crate::driver::{App, Theme};
use crate::hospital::Ward;
use crate::inspector::Inspector;

const HERE: &str = "Slept from midnight. Oxygen turned down to one litre at three.";
const THERE: &str = "Woke at four, short of breath on the way to the bathroom.";
const APART: &str = "[data-testid=draft-versions]";

#[tokio::test(flavor = "multi_thread")]
async fn two_texts_of_a_note_are_joined_in_the_light_theme() {
    join(Theme::Light).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_texts_of_a_note_are_joined_in_the_dark_theme() {
    join(Theme::Dark).await;
}

async fn join(theme: Theme) {
    let ward = Ward::with(6).await;
    let chart = write_apart(&ward).await;
    let app = App::open_in(&ward.home, theme).await;
    let mut inspector = Inspector::of(&app, theme).await;
    app.sign_in(&ward.nurse).await;
    app.open_chart(&chart.to_string()).await;
    app.open_by("[data-testid=new-note]", APART).await;
    inspector.look(&app, "drafts-apart").await;
    app.click("[data-testid=draft-join]").await;
    app.gone(APART).await;
    let joined = "return document.querySelector('[data-testid=note-section-0]').value";
    let joined = app.ask(joined).await;
    let joined = joined.as_str().expect("a text");
    assert!(joined.contains(HERE) && joined.contains(THERE), "{joined}");
    inspector.look(&app, "drafts-joined").await;
    app.close().await;
    inspector.report();
}

/// The nurse writes at two workstations that hear of each other only afterwards.
async fn write_apart(ward: &Ward) -> ChartId {
    let here = ward.reopened().await;
    let there = ward.hospital.workstation("WS-4B-09", &["4B"]).await;
    for station in [&here, &there] {
        enter(station, &ward.nurse).await;
    }
    let first = &here.search("").expect("the census is there")[0];
    let chart: ChartId = first.chart.parse().expect("an id");
    for (station, text) in [(&there, THERE), (&here, HERE)] {
        station.open_chart(chart).expect("it opens");
        let saved = station.save_draft(chart, None, &note(text));
        saved.expect("it is saved");
        station.lock().expect("it locks");
    }
    for station in [&there, &here] {
        station.sync(None).await.expect("central answers");
    }
    chart
}

fn note(text: &str) -> DraftText {
    DraftText {
        title: "Nursing note".into(),
        sections: vec![NoteSection {
            heading: "Night".into(),
            text: text.into(),
        }],
    }
}
