//! The end of a program: somebody is locked, and no thread is at a database any more when the process goes.

use charthold_workstation::{Secret, Workstation};

use crate::cast::{admit, desk, note, one_of, riverside, unlock};

/// Threads of this process that are at a database by themselves.
#[cfg(target_os = "linux")]
fn readers() -> usize {
    let tasks = std::fs::read_dir("/proc/self/task").expect("Linux has it");
    let names =
        tasks.filter_map(|task| std::fs::read_to_string(task.ok()?.path().join("comm")).ok());
    names.filter(|name| name.trim() == "rows").count()
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_read_when_a_program_ends_and_nothing_is_lost_by_it() {
    let hospital = riverside().await;
    let (station, nurse, chart) = desk(&hospital).await;
    for number in 0..20 {
        let text = format!("Note {number}.");
        let written = station.write_signed_note(chart, &note(&text));
        written.expect("it is signed");
        station
            .save_draft(chart, None, &note(&text))
            .expect("it is saved");
        station
            .lock()
            .expect("it locks, and the rows are read anew");
        unlock(&station, &nurse).await;
        station.open_chart(chart).expect("it opens");
    }
    station.end().expect("it locks");
    assert_eq!(readers(), 0, "a thread reads on");
    assert!(station.session_status().is_err(), "the journal is closed");
    let password = Secret::new(nurse.password.to_owned());
    assert!(station.unlock(nurse.username, password).await.is_err());
    assert_eq!(readers(), 0, "and nothing begins again");
    station.end().expect("a second time changes nothing");
}

/// As a program does when it is started again.
#[tokio::test(flavor = "multi_thread")]
async fn a_home_that_was_ended_opens_again_with_everything() {
    let hospital = riverside().await;
    let (home, environment) = (hospital.folder.path().join("desk"), hospital.environment());
    let opened = hospital.workstation_at(&home, "WS-4B-01", &["4B"], environment.clone());
    let station = opened.await.expect("it is enrolled");
    let nurse = one_of("nurse", "4B");
    unlock(&station, &nurse).await;
    let patients = admit(&station, "4B", 1).await;
    let chart = patients[0].chart.parse().expect("a chart id");
    station.open_chart(chart).expect("it opens");
    station
        .save_draft(chart, None, &note("Half a sentence"))
        .expect("it is saved");
    station.end().expect("it locks");
    drop(station);
    let station = Workstation::open(home, environment).expect("it opens");
    unlock(&station, &nurse).await;
    station.open_chart(chart).expect("it opens");
    let draft = station.load_draft(chart).expect("it can be read");
    assert_eq!(
        draft.expect("it is there").text.sections[0].text,
        "Half a sentence"
    );
}
