use clap::Parser;

use super::{Arguments, Filling};

fn parse(words: &[&str]) -> Result<Arguments, clap::Error> {
    Arguments::try_parse_from([&["charthold-demo"], words].concat())
}

#[test]
fn without_a_word_nothing_is_asked_for_and_the_default_is_250_patients() {
    let arguments = parse(&[]).unwrap();
    assert_eq!(arguments.find_filling().unwrap(), None);
    assert_eq!(arguments.data.to_str(), Some("target/demo"));
    assert_eq!(
        Filling::default(),
        Filling::Generated {
            patients: 250,
            seed: 4
        }
    );
}

#[test]
fn one_of_patients_and_seed_leaves_the_other_at_its_default() {
    let filling = |words| parse(words).unwrap().find_filling().unwrap().unwrap();
    assert_eq!(
        filling(&["--patients", "6"]),
        Filling::Generated {
            patients: 6,
            seed: 4
        }
    );
    assert_eq!(
        filling(&["--seed", "9"]),
        Filling::Generated {
            patients: 250,
            seed: 9
        }
    );
}

#[test]
fn an_imported_folder_is_remembered_by_its_absolute_path() {
    let asked = parse(&["--import", "charts"])
        .unwrap()
        .find_filling()
        .unwrap();
    let Some(Filling::Imported { folder }) = asked else {
        panic!("a folder was asked for");
    };
    assert!(folder.is_absolute() && folder.ends_with("charts"));
}

#[test]
fn importing_and_generating_at_once_is_refused() {
    assert!(parse(&["--import", "charts", "--patients", "3"]).is_err());
    assert!(parse(&["--import", "charts", "--seed", "3"]).is_err());
}

#[test]
fn a_hospital_without_patients_is_refused() {
    assert!(parse(&["--patients", "0"]).is_err());
}
