//! The gate against a model that was written apart: whatever comes in whatever order (F16).

use std::time::Duration;

use charthold_domain::{BootTime, Timestamp};
use charthold_scoreboard::Row;
use charthold_vault::Deadlines;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::*;

const START: BootTime = BootTime(Duration::from_secs(10_000));
const LIMIT: u64 = 900;
const SHIFT: u64 = 12 * 3600;

fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

fn locked_by(reason: LockReason, session: &u32) -> LastLock {
    LastLock {
        reason,
        at: Some(Timestamp::from_millis(7)),
        username: Some(session.to_string()),
    }
}

fn with_somebody() -> Gate<u32> {
    let mut gate = Gate::locked();
    let ticket = gate.ticket();
    let deadlines = Deadlines::new(seconds(LIMIT), seconds(86_400), START);
    gate.admit(ticket, 1, deadlines).expect("nobody is in");
    gate
}

#[test]
fn a_lock_that_comes_while_a_password_is_checked_lets_nobody_in() {
    let mut gate: Gate<u32> = Gate::locked();
    let ticket = gate.ticket();
    assert_eq!(
        gate.shut(|session| locked_by(LockReason::System, session)),
        None
    );
    let deadlines = Deadlines::new(seconds(LIMIT), seconds(86_400), START);
    assert_eq!(gate.admit(ticket, 1, deadlines), Err(1));
    assert_eq!(gate.pass(START), Passage::Locked);
}

#[test]
fn nobody_takes_the_place_of_somebody_who_was_not_let_out() {
    let mut gate = with_somebody();
    let ticket = gate.ticket();
    let deadlines = Deadlines::new(seconds(LIMIT), seconds(86_400), START);
    assert_eq!(gate.admit(ticket, 2, deadlines), Err(2));
    assert_eq!(gate.pass(START), Passage::In(&mut 1));
}

#[test]
fn who_comes_in_for_another_keeps_a_good_ticket_and_no_bad_one() {
    let mut gate = with_somebody();
    let ticket = gate.ticket();
    let describe = |session: &u32| locked_by(LockReason::Person, session);
    let (ticket, out) = gate.make_way(ticket, describe);
    assert_eq!((out, gate.is_good(ticket)), (Some(1), true));

    let mut gate = with_somebody();
    let late = gate.ticket();
    let _ = gate.shut(|session| locked_by(LockReason::System, session));
    let (late, out) = gate.make_way(late, describe);
    assert_eq!((out, gate.is_good(late)), (None, false));
}

#[test]
fn the_lock_screen_is_told_of_the_last_who_was_in() {
    let mut gate = with_somebody();
    let _ = gate.shut(|session| locked_by(LockReason::Person, session));
    let _ = gate.shut(|session| locked_by(LockReason::System, session));
    assert_eq!(gate.last_lock(), &locked_by(LockReason::Person, &1));
}

#[derive(Clone, Debug)]
enum Step {
    /// The clock runs on, as in use or in suspend.
    Pass(u64),
    /// A command comes.
    Command,
    Input,
    /// An exchange with central went well.
    Vouch,
    /// A timer looks.
    Look,
    Lock,
    /// Somebody types a password, and it is being checked.
    Type,
    /// It was right: they come in, with so much left without central.
    ComeIn(u64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..400_u64).prop_map(Step::Pass),
        1 => (400..50_000_u64).prop_map(Step::Pass),
        6 => Just(Step::Command),
        5 => Just(Step::Input),
        2 => Just(Step::Look),
        2 => Just(Step::Vouch),
        1 => Just(Step::Lock),
        3 => Just(Step::Type),
        3 => (0..100_000_u64).prop_map(Step::ComeIn),
    ]
}

/// What may be in, told as plainly as it can be.
#[derive(Default)]
struct Model {
    now: u64,
    inside: Option<(u32, u64)>,
    lease: u64,
    lease_ends: u64,
    last_input: u64,
    /// Somebody whose password is being checked, and whether a lock came since.
    typing: Option<bool>,
    came: u32,
}

impl Model {
    fn ends(&self) -> Option<u64> {
        let (_, latest) = self.inside?;
        Some(latest.min(self.lease_ends).min(self.last_input + LIMIT))
    }

    fn served(&self) -> Option<u32> {
        let (who, _) = self.inside?;
        (self.now < self.ends()?).then_some(who)
    }

    fn lock(&mut self) {
        self.inside = None;
        self.typing = self.typing.map(|_| true);
    }

    fn apply(&mut self, step: &Step) {
        match step {
            Step::Pass(span) => self.now += span,
            Step::Command | Step::Look => {
                if self.served().is_none() && self.inside.is_some() {
                    self.lock();
                }
            }
            Step::Input => {
                if self.served().is_some() {
                    self.last_input = self.now;
                }
            }
            Step::Vouch => {
                if self.served().is_some() {
                    self.lease_ends = self.lease_ends.max(self.now + self.lease);
                }
            }
            Step::Lock => self.lock(),
            Step::Type => self.typing = Some(false),
            Step::ComeIn(lease) => {
                if self.typing.take() == Some(false) {
                    self.came += 1;
                    self.inside = Some((self.came, self.now + SHIFT));
                    self.lease = *lease;
                    self.lease_ends = self.now + lease;
                    self.last_input = self.now;
                }
            }
        }
    }
}

/// The workstation's part, with sessions that are numbers.
struct Real {
    gate: Gate<u32>,
    now: BootTime,
    ticket: Option<Ticket>,
    came: u32,
    /// The negative control: who typed a password comes in, whatever came meanwhile.
    careless: bool,
}

impl Real {
    fn apply(&mut self, step: &Step) -> Option<u32> {
        match step {
            Step::Pass(span) => self.now = self.now.plus(seconds(*span)),
            Step::Input => self.gate.touch(self.now),
            Step::Vouch => self.gate.vouch(self.now),
            Step::Command | Step::Look => match self.gate.pass(self.now) {
                Passage::In(session) => return Some(*session),
                Passage::Over(reason) => {
                    let _ = self.gate.shut(|session| locked_by(reason, session));
                }
                Passage::Locked => {}
            },
            Step::Lock => {
                let _ = self
                    .gate
                    .shut(|session| locked_by(LockReason::Person, session));
            }
            Step::Type => self.ticket = Some(self.gate.ticket()),
            Step::ComeIn(lease) => self.come_in(*lease),
        }
        None
    }

    fn come_in(&mut self, lease: u64) {
        let Some(ticket) = self.ticket.take() else {
            return;
        };
        let ticket = match self.careless {
            true => self.gate.ticket(),
            false if self.gate.is_good(ticket) => ticket,
            false => return,
        };
        let describe = |session: &u32| locked_by(LockReason::Person, session);
        let (ticket, _) = self.gate.make_way(ticket, describe);
        let deadlines = Deadlines::new(seconds(LIMIT), seconds(lease), self.now);
        if self.gate.admit(ticket, self.came + 1, deadlines).is_ok() {
            self.came += 1;
        }
    }
}

/// The first step at which the gate does something else than the model.
fn first_difference(steps: &[Step], careless: bool) -> Option<usize> {
    let mut model = Model::default();
    let mut real = Real {
        gate: Gate::locked(),
        now: START,
        ticket: None,
        came: 0,
        careless,
    };
    steps.iter().position(|step| {
        let expected = match step {
            Step::Command | Step::Look => model.served(),
            _ => None,
        };
        model.apply(step);
        real.apply(step) != expected
            || real.gate.inside().copied() != model.inside.map(|(who, _)| who)
    })
}

const SHIFTS: u32 = 1_000;
const STEPS: usize = 100;

#[test]
fn whatever_happens_a_command_is_served_to_who_is_in_and_to_nobody_after_the_end() {
    let config = ProptestConfig {
        cases: SHIFTS,
        ..ProptestConfig::default()
    };
    let shift = proptest::collection::vec(step(), STEPS);
    let mut careless = 0;
    let caught = std::cell::RefCell::new(&mut careless);
    TestRunner::new(config)
        .run(&shift, |steps| {
            prop_assert_eq!(first_difference(&steps, false), None);
            **caught.borrow_mut() += u64::from(first_difference(&steps, true).is_some());
            Ok(())
        })
        .unwrap();
    assert!(careless > 100, "the model notices: {careless}");
    let steps = u64::from(SHIFTS) * u64::try_from(STEPS).unwrap();
    Row::held("F16", "gate", steps).against(careless).record();
}
