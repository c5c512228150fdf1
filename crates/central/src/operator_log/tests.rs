use std::path::Path;

use charthold_central_store::WithdrawalReason;
use charthold_domain::{DeviceId, PersonId, Timestamp};

use super::{Act, FILE, OperatorLog, Withdrawn};
use crate::{CentralError, signing_key};

struct Counted(u8);

impl charthold_crypto::Entropy for Counted {
    fn fill(&mut self, out: &mut [u8]) {
        for byte in out {
            self.0 = self.0.wrapping_mul(5).wrapping_add(17);
            *byte = self.0;
        }
    }
}

const DEVICE: DeviceId = DeviceId::from_bytes([1; 16]);
const PERSON: PersonId = PersonId::from_bytes([2; 16]);

fn at(ms: i64) -> Timestamp {
    Timestamp::from_millis(ms)
}

/// A data folder with a log of five lines.
fn written() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    signing_key::make(folder.path(), &mut Counted(1)).unwrap();
    let mut log = OperatorLog::open(folder.path(), at(1)).unwrap();
    assert!(log.is_new());
    let acts = [
        Act::withdrawn(DEVICE, WithdrawalReason::Stolen),
        Act::closed(PERSON, WithdrawalReason::Suspended),
        Act::AccountOpened { person: PERSON },
        Act::closed(PERSON, WithdrawalReason::Left),
    ];
    for (act, ms) in acts.into_iter().zip(2..) {
        log.append(at(ms), act).unwrap();
    }
    folder
}

fn refused(data: &Path) -> u64 {
    match OperatorLog::open(data, at(9)) {
        Err(CentralError::OperatorLog { line }) => line,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it must be refused"),
    }
}

#[test]
fn the_last_word_on_an_account_counts_and_the_first_on_a_device() {
    let folder = written();
    let mut log = OperatorLog::open(folder.path(), at(9)).unwrap();
    assert!(!log.is_new());
    log.append(at(9), Act::withdrawn(DEVICE, WithdrawalReason::Lost))
        .unwrap();
    let standing = log.standing();
    let stolen = Withdrawn {
        at: at(2),
        why: WithdrawalReason::Stolen,
    };
    let left = Withdrawn {
        at: at(5),
        why: WithdrawalReason::Left,
    };
    assert_eq!(
        standing.devices.into_iter().collect::<Vec<_>>(),
        [(DEVICE, stolen)]
    );
    assert_eq!(
        standing.accounts.into_iter().collect::<Vec<_>>(),
        [(PERSON, left)]
    );
}

#[test]
fn a_changed_cut_or_swapped_line_is_refused_and_named() {
    let folder = written();
    let file = folder.path().join(FILE);
    let whole = std::fs::read_to_string(&file).unwrap();
    let lines: Vec<&str> = whole.lines().collect();
    let of = |lines: &[&str]| {
        lines
            .iter()
            .map(|line| format!("{line}\n"))
            .collect::<String>()
    };
    let changed = lines[2].replacen('A', "B", 1);
    assert_ne!(changed, lines[2]);
    let cases = [
        (String::new(), 1),
        ("\n".to_owned(), 1),
        (of(&lines[1..]), 1),
        (of(&[lines[0], lines[2]]), 2),
        (of(&[lines[0], lines[2], lines[1]]), 2),
        (of(&[lines[0], lines[1], &changed, lines[3]]), 3),
        (of(&[lines[0], lines[1], lines[1]]), 3),
        (whole.trim_end().to_owned(), 6),
        (whole.chars().take(whole.len() - 9).collect(), 5),
        (format!("{whole}\u{e9}"), 6),
    ];
    for (text, line) in cases {
        std::fs::write(&file, &text).unwrap();
        let found = refused(folder.path());
        assert!(
            found == line || found + 1 == line,
            "{text:?}: {found}, not {line}"
        );
    }
    std::fs::write(&file, b"\xff\n").unwrap();
    assert_eq!(refused(folder.path()), 1);
    std::fs::write(&file, whole).unwrap();
    assert!(
        OperatorLog::open(folder.path(), at(9)).is_ok(),
        "it was that alone"
    );
}

/// Two copies of one data folder that went on apart: each line is signed and has its number, and follows another.
#[test]
fn lines_of_two_logs_do_not_make_one() {
    let [one, two] = [(); 2].map(|()| {
        let folder = tempfile::tempdir().unwrap();
        signing_key::make(folder.path(), &mut Counted(1)).unwrap();
        folder
    });
    let mut texts = Vec::new();
    for (folder, why) in [
        (&one, WithdrawalReason::Stolen),
        (&two, WithdrawalReason::Lost),
    ] {
        let mut log = OperatorLog::open(folder.path(), at(1)).unwrap();
        log.append(at(2), Act::withdrawn(DEVICE, why)).unwrap();
        log.append(at(3), Act::closed(PERSON, WithdrawalReason::Left))
            .unwrap();
        drop(log);
        texts.push(std::fs::read_to_string(folder.path().join(FILE)).unwrap());
    }
    let lines: Vec<Vec<&str>> = texts.iter().map(|text| text.lines().collect()).collect();
    assert_eq!(lines[0][0], lines[1][0], "they began as one");
    let mixed = format!("{}\n{}\n{}\n", lines[0][0], lines[0][1], lines[1][2]);
    std::fs::write(one.path().join(FILE), mixed).unwrap();
    assert_eq!(refused(one.path()), 3);
}

#[test]
fn another_hospitals_log_is_refused() {
    let (here, other) = (written(), tempfile::tempdir().unwrap());
    signing_key::make(other.path(), &mut Counted(2)).unwrap();
    std::fs::copy(here.path().join(FILE), other.path().join(FILE)).unwrap();
    assert_eq!(refused(other.path()), 1);
}

#[test]
fn two_who_write_at_once_lose_nothing() {
    let folder = written();
    std::thread::scope(|scope| {
        for number in 0..8_u8 {
            let data = folder.path();
            scope.spawn(move || {
                let device = DeviceId::from_bytes([10 + number; 16]);
                let mut log = OperatorLog::open(data, at(9)).unwrap();
                let act = Act::withdrawn(device, WithdrawalReason::Lost);
                log.append(at(9), act).unwrap();
            });
        }
    });
    let log = OperatorLog::open(folder.path(), at(9)).unwrap();
    assert_eq!(log.standing().devices.len(), 9);
}

#[cfg(unix)]
#[test]
fn it_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = written();
    let mode = std::fs::metadata(folder.path().join(FILE))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}
