//! The keys a service releases, told by a process of its own: where SoftHSM's tokens are is known from the environment, which
//! belongs to a whole process.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use charthold_domain::Compartment;
use charthold_keys::Home;

use super::stage::Stage;
use crate::hospital::{Hospital, NURSE, opened, wanted};

const CONFIG: &str = "CHARTHOLD_TEST_KEYS_CONFIG";
const WARRANT: &str = "CHARTHOLD_TEST_KEYS_WARRANT";
const MARK: &str = "released:";

/// Keys by chart, compartment and generation, in hexadecimal digits; the index key is that of chart 0.
pub(super) type Keys = BTreeMap<(u8, u32), String>;

/// What the service of this configuration releases against warrant number `warrant`.
pub(super) fn tell(stage: &Stage, config: &str, warrant: u8) -> Result<Keys, String> {
    let told = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "kills::told::a_service_tells_its_keys",
            "--nocapture",
        ])
        .env("SOFTHSM2_CONF", stage.program.path("softhsm2.conf"))
        .env(CONFIG, stage.program.path(config))
        .env(WARRANT, warrant.to_string())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&told.stdout).into_owned();
    if !told.status.success() {
        return Err(format!("{said}{}", String::from_utf8_lossy(&told.stderr)));
    }
    let mut keys = Keys::new();
    for line in said.lines() {
        if let Some((_, line)) = line.split_once(MARK) {
            let words: Vec<&str> = line.split_whitespace().collect();
            let place = (words[0].parse().unwrap(), words[1].parse().unwrap());
            keys.insert(place, words[2].to_owned());
        }
    }
    Ok(keys)
}

/// Without an order it has nothing to tell.
#[test]
fn a_service_tells_its_keys() {
    let (Ok(config), Ok(warrant)) = (std::env::var(CONFIG), std::env::var(WARRANT)) else {
        return;
    };
    let place = Home::load(Path::new(&config), |_| None).unwrap();
    let hospital = Hospital::at(&place);
    let charts = vec![
        wanted(7, Compartment::Normal),
        wanted(8, Compartment::Normal),
    ];
    let attempt = hospital.attempt(warrant.parse().unwrap(), charts);
    let reply = hospital.release(&attempt).keys();
    let keys = opened(&reply, &hospital.device, NURSE).unwrap();
    let places = reply
        .keys
        .iter()
        .map(|key| (key.chart.as_bytes()[0], key.generation))
        .chain([(0, 1)]);
    for ((chart, generation), key) in places.zip(keys) {
        let hex: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
        println!("{MARK} {chart} {generation} {hex}");
    }
}
