//! Two nurses and a physician share one window through a shift: each is locked in the middle of a sentence, again and again, and somebody
//! else sits down. Nobody loses a word, and nobody sees what another typed.

use charthold_testkit::hospital::{DemoPerson, people};
use charthold_workstation::Secret;

use crate::driver::App;
use crate::hospital::Ward;

const FIELD: &str = "#note-section-0";
/// Each comes back so often.
const ROUNDS: usize = 3;
/// What is said of each round; each is typed in two halves, with a lock between them.
const WORDS: [[&str; 2]; ROUNDS] = [
    ["Slept from mid", "night on."],
    ["Oxygen down to o", "ne litre."],
    ["Wants to go ho", "me tomorrow."],
];

#[tokio::test(flavor = "multi_thread")]
async fn three_people_are_locked_in_the_middle_of_a_sentence_and_lose_no_word() {
    let ward = Ward::with(2).await;
    let team = team();
    let app = App::open(&ward.home).await;
    let mut typed = vec![String::new(); team.len()];
    for (round, halves) in WORDS.iter().enumerate() {
        match round {
            // What was typed is theirs whether central answers or not.
            1 => ward.hospital.plug.pull(),
            2 => ward.hospital.plug.put_back(),
            _ => {}
        }
        for half in halves {
            for number in 0..team.len() {
                sit_down(&app, &team, (number, &typed)).await;
                let words = format!("{half}{}", number + 1);
                app.keys(&words).await;
                if let Some(mine) = typed.get_mut(number) {
                    mine.push_str(&words);
                }
                // At once: nothing of the last words is saved yet.
                app.lock().await;
                assert_hushed(&app, &typed).await;
            }
        }
    }
    for number in 0..team.len() {
        sit_down(&app, &team, (number, &typed)).await;
        app.open_by("[data-testid=sign-note]", "[data-testid=confirm-sign]")
            .await;
        app.click("[data-testid=confirm-sign]").await;
        app.gone(FIELD).await;
        app.lock().await;
    }
    app.close().await;
    assert_signed(&ward, &team, &typed).await;
}

/// Two nurses and a physician of the unit.
fn team() -> Vec<DemoPerson> {
    let of = |role: &'static str| {
        people()
            .into_iter()
            .filter(move |person| person.role.code() == role && person.units.contains(&"4B"))
    };
    of("nurse").take(2).chain(of("physician").take(1)).collect()
}

/// Comes in, and is where they were, with what they typed and the caret behind it; nothing of the others is on the page.
async fn sit_down(app: &App, team: &[DemoPerson], (number, typed): (usize, &[String])) {
    let person = team.get(number).expect("one of the team");
    let mine = typed.get(number).expect("one of the team");
    let is_first = mine.is_empty();
    choose(app, person, is_first).await;
    if is_first {
        app.sign_in_as(person).await;
        app.see("[data-testid=ward-row][data-kind=open]").await;
        app.open_first_chart().await;
        app.open_by("[data-testid=new-note]", FIELD).await;
    } else {
        app.type_into("#password", person.password).await;
        app.click("#unlock").await;
    }
    app.focus_in(FIELD).await;
    let value = app.see(FIELD).await.prop("value").await;
    let value = value.expect("it has a value").unwrap_or_default();
    assert_eq!(&value, mine, "{}: not a word is missing", person.username);
    for (other, text) in typed.iter().enumerate() {
        let is_other = other != number && !text.is_empty();
        assert!(
            !is_other || !app.holds(text).await,
            "somebody sees another's draft"
        );
    }
}

/// Picks themselves on the lock screen.
async fn choose(app: &App, person: &DemoPerson, is_first: bool) {
    app.see("[data-testid=lock-screen]").await;
    if is_first {
        // At the very first start there is nobody to choose from.
        let script = "document.querySelector('[data-testid=someone-else]')?.click()";
        app.ask(script).await;
        app.see("#username").await;
        return;
    }
    let name = person.display_name;
    let script = format!(
        "[...document.querySelectorAll('[data-testid=other-person]')]
         .find((each) => each.textContent.includes('{name}'))?.click()"
    );
    app.ask(&script).await;
    app.read("[data-testid=lock-screen] section", name).await;
}

/// A lock screen has no word of anybody's.
async fn assert_hushed(app: &App, typed: &[String]) {
    for text in typed.iter().filter(|text| !text.is_empty()) {
        assert!(!app.holds(text).await, "the lock screen holds a draft");
    }
}

/// Three notes, each of its author and whole, are at central.
async fn assert_signed(ward: &Ward, team: &[DemoPerson], typed: &[String]) {
    let station = ward.hospital.workstation("WS-4B-09", &["4B"]).await;
    let last = team.last().expect("there is a team");
    let password = Secret::new(last.password.to_owned());
    let unlocked = station.unlock(last.username, password).await;
    unlocked.expect("the right password opens");
    station.settle().await.expect("central answers");
    let first = &station.search("").expect("the census is there")[0];
    let chart = first.chart.parse().expect("an id");
    let view = station.open_chart(chart).expect("it opens");
    let notes = serde_json::to_string(&view.notes).expect("it can be written");
    for (person, text) in team.iter().zip(typed) {
        assert!(notes.contains(text), "{}: {notes}", person.username);
        assert!(notes.contains(person.display_name), "{notes}");
    }
}
