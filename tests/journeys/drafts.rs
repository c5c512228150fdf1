//! A note in progress follows its author from workstation to workstation, and nobody else. Written apart at two, both texts
//! are kept until they are joined or one is chosen; a signature or a discarding ends it wherever it is.

use std::time::Duration;

use charthold_testkit::Riverside;
use charthold_testkit::hospital::DemoPerson;
use charthold_testkit::programs::Premises;
use charthold_workstation::ipc::dto::{Listing, NoteDraft};
use charthold_workstation::{ChartId, DraftVerdict, IntentId, Workstation, WorkstationError};

use crate::cast::{desk, note, one_of, riverside, unlock};
use crate::conflict::{Desk, admitted};
use crate::sync_round_trip::bundle;

const FIRST: &str = "Half a thought";
const SECOND: &str = "A whole one";

/// Two workstations of the ward that hold one chart; the same nurse is in at both.
struct Ward {
    hospital: Riverside,
    here: Workstation,
    there: Workstation,
    nurse: DemoPerson,
    chart: ChartId,
}

impl Ward {
    async fn open() -> Self {
        let hospital = riverside().await;
        let (here, nurse, chart) = desk(&hospital).await;
        let there = hospital.workstation("WS-4B-07", &["4B"]).await;
        unlock(&there, &nurse).await;
        there.open_chart(chart).expect("it opens");
        Self {
            hospital,
            here,
            there,
            nurse,
            chart,
        }
    }

    /// What the nurse is given to go on with at `station`, who unlocks it when it is locked.
    async fn come_back(&self, station: &Workstation) -> Option<NoteDraft> {
        if station.standing().is_none() {
            unlock(station, &self.nurse).await;
        }
        station.open_chart(self.chart).expect("it opens");
        station.load_draft(self.chart).expect("it can be read")
    }

    /// Writes, goes on from what is there, and locks.
    async fn write(&self, station: &Workstation, text: &str) {
        let before = self.come_back(station).await;
        let before = before.map(|draft| draft.draft.parse().expect("an id"));
        let saved = station.save_draft(self.chart, before, &note(text));
        saved.expect("it is saved");
        station.lock().expect("it locks");
    }

    async fn meet(&self) {
        for station in [&self.here, &self.there, &self.here] {
            station.sync(None).await.expect("central answers");
        }
    }

    async fn nothing_is_left(&self) {
        for station in [&self.here, &self.there] {
            let left = self.come_back(station).await;
            assert!(left.is_none(), "{left:?}");
            let view = station.view_chart(self.chart).expect("it is open");
            assert!(!view.has_draft);
            let status = station.session_status().expect("it can be shown");
            assert!(status.people.iter().all(|person| person.drafts == 0));
        }
    }
}

fn said(draft: &NoteDraft) -> &str {
    &draft.text.sections[0].text
}

/// Of the one text beside the draft.
fn settle(
    station: &Workstation,
    chart: ChartId,
    draft: &NoteDraft,
    verdict: DraftVerdict,
) -> NoteDraft {
    let version = draft.versions[0].version.parse().expect("an id");
    let draft = draft.draft.parse().expect("an id");
    let settled = station.settle_draft(chart, draft, version, verdict);
    settled.expect("it is settled")
}

fn sign(station: &Workstation, chart: ChartId, draft: &NoteDraft) {
    let intent = IntentId::from_bytes([7; 16]);
    let draft = draft.draft.parse().expect("an id");
    station
        .sign_note(chart, intent, draft)
        .expect("it is signed");
}

fn notes_saying(station: &Workstation, chart: ChartId, text: &str) -> usize {
    let view = station.view_chart(chart).expect("it is open");
    let Listing::Listed { items, .. } = view.notes else {
        return 0;
    };
    items.iter().filter(|note| note.excerpt == text).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_gone_on_with_at_another_workstation_and_signed_there() {
    let ward = Ward::open().await;
    let (here, there, chart) = (&ward.here, &ward.there, ward.chart);
    ward.write(here, FIRST).await;
    ward.meet().await;
    let status = there.session_status().expect("it can be shown");
    let me = status
        .people
        .iter()
        .find(|person| person.username == ward.nurse.username);
    assert_eq!(me.expect("she is in").drafts, 1);
    let found = ward.come_back(there).await.expect("it came along");
    assert_eq!((said(&found), found.elsewhere), (FIRST, true));
    assert_eq!(found.station.as_deref(), Some("WS-4B-03"));
    assert!(found.versions.is_empty());
    assert!(there.view_chart(chart).expect("it is open").has_draft);
    assert!(
        !bundle(there, chart).contains(FIRST),
        "it is not of the record yet"
    );

    ward.write(there, SECOND).await;
    ward.meet().await;
    let found = ward.come_back(here).await.expect("it came back");
    assert_eq!(
        (said(&found), found.station.as_deref()),
        (SECOND, Some("WS-4B-07"))
    );
    assert!(found.versions.is_empty(), "one went on from the other");
    sign(here, chart, &found);
    ward.meet().await;
    ward.nothing_is_left().await;
    for station in [here, there] {
        assert_eq!(notes_saying(station, chart, SECOND), 1);
    }
    assert_eq!(bundle(here, chart), bundle(there, chart));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_but_its_author_is_shown_a_draft() {
    let ward = Ward::open().await;
    ward.write(&ward.here, FIRST).await;
    ward.meet().await;
    let there = &ward.there;
    there.lock().expect("it locks");
    unlock(there, &one_of("physician", "4B")).await;
    there.open_chart(ward.chart).expect("it opens");
    let found = there.load_draft(ward.chart).expect("it can be read");
    assert!(found.is_none(), "{found:?}");
    let view = there.view_chart(ward.chart).expect("it is open");
    assert!(!view.has_draft && view.freshness.unreadable == 0);
    assert!(!bundle(there, ward.chart).contains(FIRST));
    assert!(
        there
            .drafts_apart(None)
            .expect("they can be read")
            .is_empty()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn texts_written_apart_stand_side_by_side_until_they_are_joined() {
    let ward = Ward::open().await;
    let (here, there, chart) = (&ward.here, &ward.there, ward.chart);
    ward.write(here, FIRST).await;
    ward.meet().await;
    ward.write(here, "Wean oxygen.").await;
    ward.write(there, "Ask cardiology.").await;
    ward.meet().await;
    for (station, other) in [(here, "WS-4B-07"), (there, "WS-4B-03")] {
        let found = ward.come_back(station).await.expect("it is there");
        assert_eq!(found.versions.len(), 1);
        let beside = &found.versions[0];
        let mut texts = [said(&found), beside.text.sections[0].text.as_str()];
        texts.sort_unstable();
        assert_eq!(texts, ["Ask cardiology.", "Wean oxygen."]);
        let stations = [found.station.as_deref(), beside.station.as_deref()];
        assert!(stations.contains(&Some(other)) && beside.at_ms > 0);
        let apart = station.drafts_apart(None).expect("they can be read");
        assert_eq!(apart.len(), 1);
    }

    // What is typed meanwhile counts, too.
    let found = there
        .load_draft(chart)
        .expect("it can be read")
        .expect("it is there");
    let draft = found.draft.parse().expect("an id");
    let version = found.versions[0].version.parse().expect("an id");
    let mine = format!("{} Today.", said(&found));
    there
        .save_draft(chart, Some(draft), &note(&mine))
        .expect("it is saved");
    let joined = there.settle_draft(chart, draft, version, DraftVerdict::Joined);
    let joined = joined.expect("they are joined");
    let texts = said(&joined).to_owned();
    for text in ["Wean oxygen.", "Ask cardiology.", "Today."] {
        assert!(texts.contains(text), "{texts}");
    }
    assert!(joined.versions.is_empty());
    let again = there.settle_draft(chart, draft, version, DraftVerdict::Left);
    let gone = matches!(again, Err(WorkstationError::ChangedMeanwhile));
    assert!(gone, "{again:?}");
    ward.meet().await;
    let found = ward.come_back(here).await.expect("it came along");
    assert_eq!((said(&found), found.versions.len()), (texts.as_str(), 0));
    sign(here, chart, &found);
    ward.meet().await;
    ward.nothing_is_left().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_notes_begun_apart_one_is_chosen_and_the_other_ends() {
    let ward = Ward::open().await;
    let (here, chart) = (&ward.here, ward.chart);
    ward.write(here, FIRST).await;
    ward.write(&ward.there, SECOND).await;
    ward.meet().await;
    let found = ward.come_back(here).await.expect("it is there");
    let beside = found.versions[0].text.sections[0].text.clone();
    let taken = settle(here, chart, &found, DraftVerdict::Taken);
    assert_eq!((said(&taken), taken.versions.len()), (beside.as_str(), 0));

    // One more, begun later without having seen any.
    ward.hospital.clock.pass(Duration::from_secs(1));
    let third = "01940000-0000-7000-8000-000000000009"
        .parse()
        .expect("an id");
    here.save_draft(chart, Some(third), &note("A third"))
        .expect("it is saved");
    here.lock().expect("it locks");
    let found = ward.come_back(here).await.expect("it is there");
    assert_eq!((said(&found), found.versions.len()), ("A third", 1));
    let left = settle(here, chart, &found, DraftVerdict::Left);
    assert_eq!((said(&left), left.versions.len()), ("A third", 0));
    let found = ward.come_back(here).await.expect("it is there");
    sign(here, chart, &found);
    ward.meet().await;
    ward.nothing_is_left().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_neither_a_signature_nor_a_discarding_had_seen_stays() {
    let ward = Ward::open().await;
    let (here, there, chart) = (&ward.here, &ward.there, ward.chart);
    ward.write(here, FIRST).await;
    ward.meet().await;
    // Signed here while the author went on there.
    let found = ward.come_back(here).await.expect("it is there");
    sign(here, chart, &found);
    ward.write(there, SECOND).await;
    ward.meet().await;
    for station in [there, here] {
        let found = ward.come_back(station).await.expect("it was not seen");
        assert_eq!(said(&found), SECOND);
    }
    // It is a document of its own, and changes nothing of the one that is signed.
    let found = ward.come_back(there).await.expect("it is there");
    let intent = IntentId::from_bytes([8; 16]);
    let draft = found.draft.parse().expect("an id");
    there.sign_note(chart, intent, draft).expect("it is signed");
    ward.meet().await;
    ward.nothing_is_left().await;
    for text in [FIRST, SECOND] {
        assert_eq!(notes_saying(here, chart, text), 1);
    }
    assert_eq!(
        here.sync_status().expect("it can be read").items.len(),
        0,
        "no signature is void"
    );

    ward.write(here, FIRST).await;
    ward.meet().await;
    let found = ward.come_back(here).await.expect("it is there");
    let draft = found.draft.parse().expect("an id");
    here.discard_draft(chart, draft).expect("it is discarded");
    assert!(ward.come_back(here).await.is_none());
    ward.write(there, SECOND).await;
    ward.meet().await;
    let found = ward.come_back(here).await.expect("it was not seen");
    assert_eq!(said(&found), SECOND);
    here.discard_draft(chart, found.draft.parse().expect("an id"))
        .expect("it is discarded");
    ward.meet().await;
    ward.nothing_is_left().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_that_cannot_travel_stays_where_it_was_typed() {
    let hospital = riverside().await;
    let (here, nurse, chart) = desk(&hospital).await;
    here.save_draft(chart, None, &note(FIRST))
        .expect("it is saved");
    hospital.clock.pass(Duration::from_secs(16 * 60));
    assert!(here.activity().is_err(), "it locked by itself");
    let status = here.session_status().expect("it can be shown");
    assert_eq!(status.people[0].drafts, 1);
    unlock(&here, &nurse).await;
    here.open_chart(chart).expect("it opens");
    let found = here
        .load_draft(chart)
        .expect("it can be read")
        .expect("it is there");
    assert_eq!((said(&found), found.elsewhere), (FIRST, false));
    // Nothing was typed since: a lock writes nothing.
    let before = here.export_chart(chart).expect("it is read");
    here.lock().expect("it locks");
    let pushed = here
        .sync(None)
        .await
        .expect("central answers")
        .report
        .pushed;
    assert_eq!(pushed, 1, "once, whatever the number of locks");
    unlock(&here, &nurse).await;
    here.open_chart(chart).expect("it opens");
    assert_eq!(here.export_chart(chart).expect("it is read"), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn chartholdctl_lists_texts_that_were_written_apart() {
    let premises = Premises::open().await;
    let one = Desk::open(&premises, "one", "nurse").await;
    let two = Desk::open(&premises, "two", "nurse").await;
    let (mrn, _) = admitted(&premises, &one, &two).await;
    two.sync().await;
    let write = |text: &str| {
        let path = premises.folder.path().join(format!("{text}.txt"));
        std::fs::write(&path, text).expect("there is room");
        path.to_string_lossy().into_owned()
    };
    one.run(&["note", &mrn, "--text-file", &write(FIRST)]).await;
    two.run(&["note", &mrn, "--text-file", &write(SECOND)])
        .await;
    for desk in [&one, &two, &one] {
        desk.sync().await;
    }
    for desk in [&one, &two] {
        let listed = desk.run(&["conflicts", &mrn]).await;
        let drafts = listed["drafts"].as_array().expect("a list");
        assert_eq!(drafts.len(), 1, "{listed}");
        let versions = drafts[0]["versions"].as_array().expect("a list");
        let mut told: Vec<_> = versions
            .iter()
            .map(|version| {
                let word = |name: &str| version[name].as_str().expect("a text").to_owned();
                (word("workstation"), word("text"))
            })
            .collect();
        told.sort_unstable();
        let expected = [("one", FIRST), ("two", SECOND)];
        assert_eq!(
            told,
            expected.map(|(at, text)| (at.to_owned(), text.to_owned()))
        );
    }
}
