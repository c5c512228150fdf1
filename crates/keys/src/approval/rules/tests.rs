use charthold_crypto::{OsEntropy, SigningSecret};

use super::*;
use crate::approval::Approval;

const NOON: Timestamp = Timestamp::from_millis(1_800_000_000_000);
const HOUR: Duration = Duration::from_secs(3600);

/// Two operators, their service, and a proposal of the first.
struct Office {
    ada: SigningSecret,
    ben: SigningSecret,
    service: VerifyingKey,
    operators: Operators,
}

impl Office {
    fn open() -> Self {
        let (ada, ben) = (make(), make());
        let named = |name: &str, key: &SigningSecret| Operator {
            name: name.to_owned(),
            key: key.public(),
        };
        let operators = Operators::found(&[named("ada", &ada), named("ben", &ben)]).unwrap();
        Self {
            ada,
            ben,
            service: make().public(),
            operators,
        }
    }

    fn proposal(&self) -> Proposal {
        Proposal {
            id: [7; 16],
            service: self.service,
            by: "ada".to_owned(),
            at: NOON,
            change: Change::RaiseMinimum { version: 2 },
        }
    }

    fn approval(&self, of: &SignedProposal) -> Approval {
        Approval {
            id: [7; 16],
            digest: digest_of(of),
            service: self.service,
            by: "ben".to_owned(),
            at: NOON.plus(HOUR),
        }
    }

    /// What is made of an approval that `spoil` changed, signed by `by`.
    fn judged(
        &self,
        by: &SigningSecret,
        spoil: impl FnOnce(&mut Approval),
    ) -> Result<Change, KeysError> {
        let proposal = SignedProposal::make(&self.proposal(), &self.ada);
        let mut approval = self.approval(&proposal);
        spoil(&mut approval);
        let approval = SignedApproval::make(&approval, by);
        self.operators
            .check_approval(&proposal, &approval, &self.service)
    }
}

fn make() -> SigningSecret {
    SigningSecret::make(&mut OsEntropy)
}

fn is_refused<T>(answer: &Result<T, KeysError>) -> bool {
    matches!(answer, Err(KeysError::OperatorRefused))
}

#[test]
fn two_operators_agree_and_one_alone_does_not() {
    let office = Office::open();
    let agreed = office.judged(&office.ben, |_| {}).unwrap();
    assert_eq!(agreed, Change::RaiseMinimum { version: 2 });
    // The one who proposed it, under either name.
    let alone = office.judged(&office.ada, |approval| approval.by = "ada".to_owned());
    assert!(matches!(alone, Err(KeysError::SamePerson)));
    assert!(is_refused(&office.judged(&office.ada, |_| {})));
}

#[test]
fn an_approval_is_of_one_proposal_for_one_service_by_one_operator() {
    let office = Office::open();
    let by = &office.ben;
    assert!(is_refused(&office.judged(by, |of| of.digest = [0; 32])));
    assert!(is_refused(&office.judged(by, |of| of.id = [0; 16])));
    assert!(is_refused(
        &office.judged(by, |of| of.service = make().public())
    ));
    assert!(is_refused(
        &office.judged(by, |of| of.by = "cleo".to_owned())
    ));
    assert!(is_refused(&office.judged(&make(), |_| {})));
}

#[test]
fn an_approval_is_in_time() {
    let office = Office::open();
    let at = |at| office.judged(&office.ben, |approval| approval.at = at);
    assert!(at(NOON.plus(HOUR * 24).minus(Duration::from_millis(1))).is_ok());
    let late = at(NOON.plus(HOUR * 24));
    assert!(matches!(late, Err(KeysError::ProposalExpired)));
    assert!(
        at(NOON.minus(Duration::from_secs(60))).is_ok(),
        "clocks are put right"
    );
    let before = at(NOON.minus(HOUR));
    assert!(matches!(before, Err(KeysError::ProposalExpired)));
}

#[test]
fn a_proposal_is_an_operators_of_this_service() {
    let office = Office::open();
    let judged = |proposal: &Proposal, by: &SigningSecret| {
        let signed = SignedProposal::make(proposal, by);
        office.operators.check_proposal(&signed, &office.service)
    };
    assert!(judged(&office.proposal(), &office.ada).is_ok());
    assert!(is_refused(&judged(&office.proposal(), &office.ben)));
    let stranger = Proposal {
        by: "cleo".to_owned(),
        ..office.proposal()
    };
    assert!(is_refused(&judged(&stranger, &office.ada)));
    let elsewhere = Proposal {
        service: make().public(),
        ..office.proposal()
    };
    assert!(is_refused(&judged(&elsewhere, &office.ada)));
}

#[test]
fn whoever_left_has_no_say_and_two_always_stay() {
    let mut office = Office::open();
    assert!(matches!(
        office.operators.remove("ada"),
        Err(KeysError::TooFewOperators)
    ));
    let cleo = Operator {
        name: "cleo".to_owned(),
        key: make().public(),
    };
    office.operators.add(&cleo).unwrap();
    assert!(is_refused(&office.operators.remove("dan")));
    office.operators.remove("ada").unwrap();
    assert!(is_refused(&office.judged(&office.ben, |_| {})));
}

#[test]
fn no_name_and_no_key_is_two_peoples() {
    let operator = |name: &str, byte| Operator {
        name: name.to_owned(),
        key: VerifyingKey([byte; 32]),
    };
    let founded = |first: &[Operator]| Operators::found(first).is_ok();
    assert!(founded(&[operator("ada", 1), operator("ben", 2)]));
    assert!(!founded(&[operator("ada", 1)]));
    assert!(!founded(&[operator("ada", 1), operator("ada", 2)]));
    assert!(!founded(&[operator("ada", 1), operator("ben", 1)]));
}
