//! What takes two people: the least version, another keeper, shredding, and who the two are.

use std::time::Duration;

use charthold_crypto::{OsEntropy, SlotParams};
use charthold_domain::{ChartId, Compartment};
use charthold_keys::{
    Change, Home, KeysError, MasterConfig, Operator, OperatorKey, Shown, Wanted, found_operators,
    list_proposals, rewrap, rotate, verify,
};
use charthold_protocol::RefusalCode;
use rusqlite::Connection;

use crate::hospital::wanted;
use crate::office::{Office, write_secret};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const CHART: ChartId = ChartId::from_bytes([7; 16]);

#[test]
fn the_minimum_goes_up_once_no_wrap_is_older_and_older_wraps_are_refused_then() {
    let office = Office::open();
    let (place, clock) = (office.place(), office.hospital.clock.as_ref());
    let path = place.data.join("keys.db");
    let early = office.agree(&Wanted::RaiseMinimum(2)).unwrap_err();
    assert!(
        matches!(early, KeysError::MinimumUnusable { minimum: 1 }),
        "{early}"
    );
    rotate(&place, clock, &mut OsEntropy).unwrap();
    // Two charts, the index key, the signing key.
    let refused = office.agree(&Wanted::RaiseMinimum(2)).unwrap_err();
    assert!(
        matches!(refused, KeysError::OlderWraps { older: 4 }),
        "{refused}"
    );
    let old = wraps(&path);
    let before = office.keys(2);
    rewrap(&place, clock, &mut OsEntropy).unwrap();
    office.agree(&Wanted::RaiseMinimum(2)).unwrap();
    assert_eq!(office.keys(3), before);
    verify(&place).unwrap();
    let again = office.agree(&Wanted::RaiseMinimum(2)).unwrap_err();
    assert!(
        matches!(again, KeysError::MinimumUnusable { minimum: 2 }),
        "{again}"
    );

    // Somebody who kept the old wraps puts them back; the master key still has version 1.
    let sql = Connection::open(&path).unwrap();
    for (chart, wrapped) in old {
        let update = "UPDATE wrapped_key SET master_version = 1, wrapped = ?1 WHERE chart = ?2";
        sql.execute(update, [wrapped, chart]).unwrap();
    }
    let refused = verify(&place).unwrap_err();
    assert!(
        matches!(
            refused,
            KeysError::BelowMinimum {
                version: 1,
                minimum: 2
            }
        ),
        "{refused}"
    );
    let attempt = office
        .hospital
        .attempt(4, vec![wanted(7, Compartment::Normal)]);
    let refusal = office.hospital.release(&attempt).refusal();
    assert_eq!(refusal, (500, RefusalCode::Internal));
}

#[test]
fn a_shredded_chart_is_gone_and_gets_no_key_again() {
    let office = Office::open();
    let before = verify(&office.place()).unwrap();
    office.agree(&Wanted::Shred(CHART)).unwrap();
    let after = verify(&office.place()).unwrap();
    assert_eq!((after.keys, after.shredded), (before.keys - 1, 1));

    let ask = |warrant, index, charts| {
        let mut attempt = office.hospital.attempt(warrant, charts);
        attempt.request.index_key = index;
        office.hospital.release(&attempt)
    };
    let alone = ask(2, false, vec![wanted(7, Compartment::Normal)]);
    assert_eq!(alone.refusal(), (404, RefusalCode::NotFound));
    // In no compartment, also one that had no key yet.
    let other = ask(3, false, vec![wanted(7, Compartment::Restricted)]);
    assert_eq!(other.refusal(), (404, RefusalCode::NotFound));
    // Who is cared for still is not held up by one who is shredded.
    let mixed = vec![
        wanted(7, Compartment::Normal),
        wanted(8, Compartment::Summary),
    ];
    let reply = ask(4, true, mixed).keys();
    let charts: Vec<ChartId> = reply.keys.iter().map(|key| key.chart).collect();
    assert_eq!(charts, [ChartId::from_bytes([8; 16])]);
    verify(&office.place()).unwrap();
    let again = office.agree(&Wanted::Shred(CHART)).unwrap_err();
    assert!(matches!(again, KeysError::ChartUnknown), "{again}");
}

#[test]
fn what_was_shredded_is_in_no_file_of_the_store() {
    let office = Office::open();
    let path = office.place().data.join("keys.db");
    let shredded = wraps(&path)
        .into_iter()
        .find(|(chart, _)| chart == CHART.as_bytes())
        .unwrap()
        .1;
    let held = |name: &str| {
        let bytes = std::fs::read(office.place().data.join(name)).unwrap_or_default();
        bytes.windows(40).any(|part| part == &shredded[..40])
    };
    assert!(
        held("keys.db") || held("keys.db-wal"),
        "the control: it is found before"
    );
    office.agree(&Wanted::Shred(CHART)).unwrap();
    assert!(!held("keys.db") && !held("keys.db-wal"));
}

#[test]
fn one_person_alone_changes_nothing() {
    let office = Office::open();
    let place = office.place();
    let id = office
        .propose(&place, &office.ada, &Wanted::Shred(CHART))
        .unwrap();
    let alone = office.approve(&place, &office.ada, id).unwrap_err();
    assert!(matches!(alone, KeysError::SamePerson), "{alone}");
    let stranger = office.approve(&place, &office.cleo, id).unwrap_err();
    assert!(matches!(stranger, KeysError::OperatorRefused), "{stranger}");
    let stranger = office
        .propose(&place, &office.cleo, &Wanted::Shred(CHART))
        .unwrap_err();
    assert!(matches!(stranger, KeysError::OperatorRefused), "{stranger}");
    assert_eq!(verify(&place).unwrap().shredded, 0);
    let pending = list_proposals(&place, office.hospital.clock.as_ref()).unwrap();
    assert_eq!(pending.len(), 1);
    assert_eq!((pending[0].id, pending[0].by.as_str()), (id, "ada"));
    office.approve(&place, &office.ben, id).unwrap();
    let twice = office.approve(&place, &office.ben, id).unwrap_err();
    assert!(matches!(twice, KeysError::ProposalDone), "{twice}");
}

#[test]
fn a_proposal_is_none_after_a_day() {
    let office = Office::open();
    let place = office.place();
    let id = office
        .propose(&place, &office.ada, &Wanted::Shred(CHART))
        .unwrap();
    office.hospital.clock.advance(DAY);
    let late = office.approve(&place, &office.ben, id).unwrap_err();
    assert!(matches!(late, KeysError::ProposalExpired), "{late}");
    let pending = list_proposals(&place, office.hospital.clock.as_ref()).unwrap();
    assert!(pending.is_empty());
    verify(&place).unwrap();
}

#[test]
fn operators_are_named_once_and_then_by_two_of_them() {
    let office = Office::empty();
    let (place, clock) = (office.place(), office.hospital.clock.as_ref());
    let none = office.agree(&Wanted::Shred(CHART)).unwrap_err();
    assert!(matches!(none, KeysError::NoOperators), "{none}");
    let found = |first: &[Operator]| found_operators(&place, first, clock);
    let [ada, ben, cleo] = [&office.ada, &office.ben, &office.cleo].map(OperatorKey::operator);
    assert!(matches!(
        found(std::slice::from_ref(&ada)),
        Err(KeysError::OperatorUnusable)
    ));
    found(&[ada, ben.clone()]).unwrap();
    assert!(matches!(
        found(&[cleo.clone(), ben]),
        Err(KeysError::AlreadyFounded)
    ));

    let removed = Wanted::RemoveOperator("ada".to_owned());
    assert!(matches!(
        office.agree(&removed),
        Err(KeysError::TooFewOperators)
    ));
    office.agree(&Wanted::AddOperator(cleo)).unwrap();
    office.agree(&removed).unwrap();
    assert!(matches!(
        office.agree(&Wanted::Shred(CHART)),
        Err(KeysError::OperatorRefused)
    ));
    let id = office
        .propose(&place, &office.cleo, &Wanted::Shred(CHART))
        .unwrap();
    office.approve(&place, &office.ben, id).unwrap();
    verify(&place).unwrap();
}

#[test]
fn the_master_key_moves_to_another_keeper_and_back() {
    let mut office = Office::open();
    let before = office.keys(2);
    let root = office.hospital.home.path().to_owned();
    let sealed = MasterConfig::SealedFile {
        passphrase_file: write_secret(&root, "passphrase", "six long words of it"),
        params: SlotParams::FLOOR,
    };
    let from = office.place();
    let to = Home {
        data: from.data.clone(),
        master: sealed.clone(),
    };
    let wanted = Wanted::MoveMaster(sealed.clone());
    let id = office.propose(&from, &office.ada, &wanted).unwrap();
    // Another than was proposed, or none.
    for wrong in [Shown::Nothing, Shown::Master(&MasterConfig::File)] {
        let refused = office.approve_with(&from, &office.ben, (id, wrong));
        assert!(matches!(refused, Err(KeysError::TargetDiffers)));
    }
    office
        .approve_with(&from, &office.ben, (id, Shown::Master(&sealed)))
        .unwrap();
    verify(&to).unwrap();
    assert!(matches!(verify(&from), Err(KeysError::KeptElsewhere)));
    // The serving process has the old one still, and releases nothing with it.
    let attempt = office.hospital.attempt(3, vec![]);
    assert_eq!(office.hospital.release(&attempt).refusal().0, 500);
    assert!(office.hospital.service.check_ready().is_err());
    office.hospital.reopen_at(&to);
    assert_eq!(office.keys(4), before);

    // Back, to the file that lay there all the while: under a version that it did not have.
    let id = office
        .propose(&to, &office.ada, &Wanted::MoveMaster(MasterConfig::File))
        .unwrap();
    let back = Shown::Master(&MasterConfig::File);
    let done = office.approve_with(&to, &office.ben, (id, back)).unwrap();
    assert!(matches!(done.change, Change::MoveMaster { .. }));
    office.hospital.reopen_at(&from);
    assert_eq!(office.keys(5), before);
    let path = from.data.join("keys.db");
    let sql = Connection::open(path).unwrap();
    let question = "SELECT min(master_version), max(master_version), min_decrypt_version
                    FROM wrapped_key, master_setting";
    let versions: (u32, u32, u32) = sql
        .query_row(question, [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .unwrap();
    assert_eq!(versions, (2, 2, 2));
    verify(&from).unwrap();
}

#[test]
fn what_two_people_decided_cannot_be_changed_beside_the_log() {
    let attacks = [
        "UPDATE master_setting SET min_decrypt_version = 1",
        "DELETE FROM master_setting",
        "DELETE FROM operator WHERE name = 'ben'",
        "UPDATE operator SET name = 'dan' WHERE name = 'ben'",
        "UPDATE operator SET public = randomblob(32) WHERE name = 'ben'",
        "INSERT INTO operator VALUES ('dan', randomblob(32))",
        "DELETE FROM proposal WHERE executed = 0",
        "DELETE FROM proposal WHERE executed = 1",
        "UPDATE proposal SET executed = 1",
        "UPDATE proposal SET executed = 0",
        "DELETE FROM shredded_chart",
        "UPDATE shredded_chart SET chart = randomblob(16)",
        "INSERT INTO shredded_chart SELECT tenant, chart, 0 FROM wrapped_key WHERE compartment > 0",
    ];
    let office = Office::open();
    let (place, clock) = (office.place(), office.hospital.clock.as_ref());
    rotate(&place, clock, &mut OsEntropy).unwrap();
    rewrap(&place, clock, &mut OsEntropy).unwrap();
    office.agree(&Wanted::RaiseMinimum(2)).unwrap();
    office.agree(&Wanted::Shred(CHART)).unwrap();
    let open = Wanted::Shred(ChartId::from_bytes([8; 16]));
    office.propose(&place, &office.ada, &open).unwrap();
    for attack in attacks {
        let spoilt = crate::upkeep::after(&office.hospital, |sql| {
            sql.execute_batch(
                "DROP TRIGGER shredded_chart_stays; DROP TRIGGER proposal_is_executed_once;",
            )
            .unwrap();
            assert!(sql.execute(attack, []).unwrap() > 0, "{attack}");
        });
        assert!(spoilt.unwrap_err().is_damage(), "{attack}");
    }
    verify(&place).unwrap();
}

#[test]
fn a_service_from_before_there_were_operators_opens_and_gets_them() {
    let office = Office::empty();
    let (place, clock) = (office.place(), office.hospital.clock.as_ref());
    let before = verify(&place).unwrap();
    // What the second migration made, taken away: as the version before left it.
    Connection::open(place.data.join("keys.db"))
        .unwrap()
        .execute_batch(
            "DROP TABLE master_setting; DROP TABLE operator; DROP TABLE proposal;
             DROP TABLE shredded_chart; PRAGMA user_version = 1;",
        )
        .unwrap();
    assert_eq!(verify(&place).unwrap(), before);
    let first = [office.ada.operator(), office.ben.operator()];
    found_operators(&place, &first, clock).unwrap();
    office.agree(&Wanted::Shred(CHART)).unwrap();
    verify(&place).unwrap();
}

/// Chart and wrap of every patient key.
fn wraps(path: &std::path::Path) -> Vec<(Vec<u8>, Vec<u8>)> {
    let sql = Connection::open(path).unwrap();
    let mut statement = sql
        .prepare("SELECT chart, wrapped FROM wrapped_key WHERE compartment > 0")
        .unwrap();
    let rows = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    rows.map(|row| row.unwrap()).collect()
}
