//! What is in memory after a lock, in the app as it ships, five times over: no key of the person and none of a thousand texts of a
//! patient, in none of its processes.

use std::time::Duration;

use charthold_crypto::Secret;
use charthold_scoreboard::Row;
use charthold_store::{Home, Journal};
use charthold_testkit::hospital::{DemoPerson, GeneratedPatient, bundle};
use charthold_vault::{DeviceKeys, OsKeyring, Vault};
use serde_json::{Value, json};

use crate::bare::Bare;
use crate::hospital::Ward;
use crate::process::{copies_of, endings_of};

/// What stands before the number of each text, and nowhere else.
const MARK: &str = "Zqxmarmalade";
const TEXTS: usize = 1_000;
const DIGITS: usize = 4;
const CYCLES: usize = 5;
/// How long after a lock something may still be there.
const GRACE: Duration = Duration::from_secs(5);

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_leaves_no_key_and_no_patient_in_any_memory() {
    let ward = Ward::with_changed(2, with_a_thousand_problems).await;
    ward.come_in_once().await;
    let keys = keys_of(&ward);
    let bare = Bare::start(&ward.home).await;
    let mut least = usize::MAX;
    for cycle in 0..CYCLES {
        bare.desk.type_text(ward.nurse.password);
        bare.desk.press_enter();
        // Later on the chart is where it was left.
        bare.see_after(MARK, || bare.desk.press_enter()).await;
        let before = bare.web_process().expect("something shows the chart");
        let given = std::fs::read(format!("/proc/{before}/environ"));
        let given = given.expect("it is there");
        let overwrites = memchr::memmem::find(&given, b"MALLOC_PERTURB_").is_some();
        assert!(!overwrites, "Mesa in the web process reads what it freed");
        let open = Found::in_processes(&bare, &keys);
        assert!(
            open.texts >= TEXTS && open.keys > 0,
            "an open chart is in memory: {open:?}"
        );
        least = least.min(open.texts);

        bare.desk.press_control('l');
        bare.another_web_process(before).await;
        bare.see_the_lock_screen().await;
        let gone = tokio::time::timeout(GRACE, async {
            while Found::in_processes(&bare, &keys) != Found::NOTHING {
                tokio::task::yield_now().await;
            }
        });
        let gone = gone.await.is_ok();
        let left: Vec<Found> = bare
            .processes()
            .into_iter()
            .map(|process| Found::in_process(process, &keys))
            .collect();
        assert!(gone, "left after lock {cycle}, app first: {left:?}");
    }
    bare.close().await;
    let open = least.try_into().expect("a few thousand");
    let cycles = CYCLES.try_into().expect("a few");
    Row::held("F9", "after a lock", cycles)
        .against(open)
        .record();
}

/// How many different texts, and how many copies of keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Found {
    texts: usize,
    keys: usize,
}

impl Found {
    const NOTHING: Self = Self { texts: 0, keys: 0 };

    fn in_process(process: u32, keys: &[Vec<u8>]) -> Self {
        Self {
            texts: endings_of(process, MARK, DIGITS).len(),
            keys: copies_of(process, keys),
        }
    }

    fn in_processes(bare: &Bare, keys: &[Vec<u8>]) -> Self {
        let mut found = Self::NOTHING;
        for process in bare.processes() {
            let more = Self::in_process(process, keys);
            found.texts += more.texts;
            found.keys += more.keys;
        }
        found
    }
}

/// Every key of the nurse that this home holds for her, as whoever has keyring, home and password works them out.
fn keys_of(ward: &Ward) -> Vec<Vec<u8>> {
    let home = Home::at(ward.home.clone());
    let device = DeviceKeys::load_enrolled(&OsKeyring::new(), &home.keyring_account());
    let device = device.expect("the keyring has it");
    let journal = Journal::open(&home.journal_path(), &device.journal_key()).expect("it opens");
    let DemoPerson {
        username, password, ..
    } = ward.nurse;
    let row = journal.find_person_by_username(username);
    let row = row.expect("it is whole").expect("she was here");
    let person = row.person.id;
    let session = charthold_domain::SessionId::from_bytes([1; 16]);
    let password = Secret::new(password.to_owned());
    let vault = Vault::new(device)
        .unlock(session, person, &row.slot, &row.person_key, &password)
        .map_err(|(_, error)| error)
        .expect("the right password opens");
    let mut keys = vec![
        vault.user_key_bytes().expose().clone(),
        vault.charts_key().expose_bytes().to_vec(),
        vault.draft_key().expose_bytes().to_vec(),
    ];
    let wrapped = journal.all_chart_keys(person).expect("they are whole");
    for (chart, (compartment, generation, bytes)) in wrapped {
        let key = vault.unwrap_chart_key(chart, compartment, generation, &bytes);
        keys.push(key.expect("it opens").expose_bytes().to_vec());
    }
    let index = row.index_key.expect("she has one");
    let index = vault.unwrap_index_key(&index).expect("it opens");
    keys.push(index.expose_bytes().to_vec());
    keys
}

/// The chart with a thousand problems of our own.
fn with_a_thousand_problems(patient: &GeneratedPatient) -> String {
    let mut bundle: Value = serde_json::from_str(&bundle(patient)).expect("a bundle is JSON");
    let entries = bundle["entry"].as_array_mut().expect("it has entries");
    let problem = entries
        .iter()
        .find(|entry| entry["resource"]["resourceType"] == "Condition")
        .expect("everybody has a problem")
        .clone();
    for number in 0..TEXTS {
        let mut problem = problem.clone();
        let resource = &mut problem["resource"];
        resource["id"] = format!("problem-{number}").into();
        resource["code"] = json!({ "text": format!("{MARK}{number:0DIGITS$}") });
        resource["category"] = json!([{ "coding": [{
            "system": "http://terminology.hl7.org/CodeSystem/condition-category",
            "code": "problem-list-item",
        }]}]);
        entries.push(problem);
    }
    bundle.to_string()
}
