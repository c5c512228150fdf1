//! A code beside the password, and setting an app up, on the command line and against real servers.

use std::ffi::OsString;
use std::time::Duration;

use charthold_testkit::hospital::{DemoPerson, people};
use charthold_testkit::programs::{Premises, Said, Station};
use charthold_testkit::read_link;
use charthold_workstation::{Clock as _, SystemClock};

use crate::desk::{answer, assert_failure, assert_holds_none, text_of};

struct Desk {
    premises: Premises,
    station: Station,
    nurse: DemoPerson,
}

impl Desk {
    async fn open() -> Self {
        let premises = Premises::open().await;
        let station = premises.station("station").expect("it was built");
        let code = premises.code(1, Duration::from_secs(3_600)).await;
        let run = premises.enrol(&station, "WS-4B-03", &code);
        answer(&run.expect("it starts").end().await.expect("it ends"));
        let is_nurse =
            |person: &DemoPerson| person.role.code() == "nurse" && person.units.contains(&"4B");
        let nurse = people().into_iter().find(is_nurse).expect("4B has nurses");
        Self {
            premises,
            station,
            nurse,
        }
    }

    /// What an operator is told.
    async fn operate(&self, words: &[&str]) -> String {
        let said = self.premises.operate_central(words).await;
        let said = said.expect("it starts");
        assert_eq!(said.code, Some(0), "{said:?}");
        said.out.trim().to_owned()
    }

    async fn run(&self, words: &[&str]) -> Said {
        let mut all = self.station.sign_in(&self.nurse).expect("room").to_vec();
        all.extend(words.iter().map(OsString::from));
        self.station.run(&all).await.expect("it starts")
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.premises.folder.path().join(name);
        std::fs::write(&path, format!("{text}\n")).expect("there is room");
        text_of(&path)
    }
}

fn shown(link: &str) -> String {
    let now = SystemClock.now().as_millis() / 1_000;
    read_link(link).code_at(u64::try_from(now).expect("after 1970"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_comes_in_a_file_and_an_app_is_set_up_with_one() {
    let desk = Desk::open().await;
    let name = desk.nurse.username;
    let link = desk.operate(&["second-factor", "set", name]).await;
    let bare = desk.run(&["search", ""]).await;
    assert_failure("no code", &bare, (4, "second-factor-wanted"));
    let code = shown(&link);
    let file = desk.file("code", &code);
    let with_code = ["--second-factor-file", &file, "search", ""];
    answer(&desk.run(&with_code).await);
    let used = desk.run(&with_code).await;
    assert_failure("a second time", &used, (4, "second-factor-wrong"));
    assert_holds_none("a second time", &used, &[&code, desk.nurse.password]);
    answer(&desk.run(&["search", ""]).await);

    let set_up = desk.operate(&["second-factor", "reset", name]).await;
    let unset = desk.run(&["search", ""]).await;
    assert_failure("reset", &unset, (4, "second-factor-unset"));
    let wrong = desk.file("wrong", "7K2M");
    let wrong = desk.run(&["second-factor", "--code-file", &wrong]).await;
    assert_failure("a wrong code", &wrong, (3, "code-refused"));
    let file = desk.file("set-up", &set_up);
    let told = answer(&desk.run(&["second-factor", "--code-file", &file]).await);
    let link = told["link"].as_str().expect("a link").to_owned();
    assert!(link.starts_with("otpauth://totp/"), "{link}");
    let file = desk.file("code", &shown(&link));
    answer(
        &desk
            .run(&["--second-factor-file", &file, "search", ""])
            .await,
    );
}
