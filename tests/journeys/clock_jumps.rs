//! Sixty clocks that somebody sets while central is away: by a second to five years, ahead or back, before anybody is in, while
//! somebody writes, over a closed lid, and back again. It locks after a quarter of an hour of real time, nobody gets time
//! without central that they were not given, and nothing that was saved is lost.

use std::time::Duration;

use charthold_scoreboard::Row;
use charthold_testkit::Riverside;
use charthold_testkit::hospital::DemoPerson;
use charthold_workstation::{ChartId, Clock as _, Standing, Workstation, WorkstationError};

use crate::cast::{desk, note, riverside, unlock};
use crate::sync_round_trip::bundle;

const SECOND: i64 = 1;
const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;
const YEAR: i64 = 365 * DAY;
/// By how many seconds the clock is set. An hour is also what a change to or from summer time would be, if one were charted in
/// local time.
const OFF_S: [i64; 15] = [
    0,
    SECOND,
    -SECOND,
    60,
    -60,
    HOUR,
    -HOUR,
    DAY,
    -DAY,
    40 * DAY,
    -40 * DAY,
    YEAR,
    -YEAR,
    5 * YEAR,
    -5 * YEAR,
];
/// What a policy gives as delivered.
const LEASE: Duration = Duration::from_secs(3 * 86_400);

/// When it is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    /// Nobody is in; central was seen a moment before.
    Locked,
    /// Somebody is in and writing.
    Writing,
    /// The lid is closed meanwhile, for so long.
    Asleep(Duration),
    /// Somebody is in, and it is right again before they go.
    ThereAndBack,
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_clocks_neither_hold_it_open_nor_lengthen_a_lease_nor_lose_a_note() {
    let hospital = riverside().await;
    let (station, nurse, chart) = desk(&hospital).await;
    let asleep = [60, 600, 3_600, 864_000].map(Duration::from_secs);
    let mut written = Vec::new();
    let (mut tried, mut fooled) = (0, 0);
    for (number, off_s) in (0_usize..).zip(OFF_S) {
        let moments = [
            When::Locked,
            When::Writing,
            When::Asleep(asleep[number % asleep.len()]),
            When::ThereAndBack,
        ];
        for when in moments {
            let case = Case { off_s, when };
            let text = format!("Case {off_s} {when:?}.");
            tried += 1;
            let ran = case
                .run(&hospital, (&station, &nurse), (chart, &text))
                .await;
            fooled += u64::from(ran.wall_clock_is_fooled);
            if ran.wrote {
                written.push(text);
            }
        }
    }
    assert!(written.len() > 50, "{} notes were written", written.len());
    let other = hospital.workstation("WS-4B-04", &["4B"]).await;
    unlock(&other, &nurse).await;
    let (here, there) = (bundle(&station, chart), bundle(&other, chart));
    assert_eq!(here, there, "both show the same");
    for text in &written {
        assert_eq!(here.matches(text.as_str()).count(), 1, "{text}");
    }
    assert_eq!(hospital.damage_at_central().await, []);
    Row::held("F8", "clocks", tried).against(fooled).record();
}

/// What became of a case.
struct Ran {
    /// The note could be written.
    wrote: bool,
    /// Who went by the wall clock alone would have let them in for longer than they may.
    wall_clock_is_fooled: bool,
}

#[derive(Clone, Copy, Debug)]
struct Case {
    off_s: i64,
    when: When,
}

impl Case {
    /// From a right clock and a line to a right clock and a line.
    async fn run(
        self,
        hospital: &Riverside,
        (station, nurse): (&Workstation, &DemoPerson),
        (chart, text): (ChartId, &str),
    ) -> Ran {
        hospital.plug.put_back();
        station.lock().expect("it locks");
        unlock(station, nurse).await;
        let given_until = hospital.clock.now().plus(LEASE);
        hospital.plug.pull();
        let wrote = self.write(hospital, (station, nurse), (chart, text)).await;
        self.assert_lease_ends(hospital, (station, nurse)).await;
        let wall_clock_is_fooled = hospital.clock.now() <= given_until;
        hospital.clock.set_wall_by_s(-self.off_now());
        hospital.plug.put_back();
        unlock(station, nurse).await;
        station.sync(None).await.expect("central answers");
        Ran {
            wrote,
            wall_clock_is_fooled,
        }
    }

    /// Sets the clock, writes, and goes away from the desk.
    async fn write(
        self,
        hospital: &Riverside,
        (station, nurse): (&Workstation, &DemoPerson),
        (chart, text): (ChartId, &str),
    ) -> bool {
        let set = |by: i64| hospital.clock.set_wall_by_s(by);
        match self.when {
            When::Locked => {
                station.lock().expect("it locks");
                set(self.off_s);
                if !comes_in(station, nurse).await {
                    assert!(self.off_s > 0, "{self:?}: the lease had just begun");
                    return false;
                }
            }
            When::Writing | When::ThereAndBack => set(self.off_s),
            When::Asleep(span) => {
                set(self.off_s);
                hospital.clock.pass(span);
                let stays_open = span < Duration::from_secs(900);
                assert_eq!(station.activity().is_ok(), stays_open, "{self:?}");
                if !stays_open && !comes_in(station, nurse).await {
                    let over = span > LEASE || self.off_s > 0;
                    assert!(over, "{self:?}: the lease had not ended");
                    return false;
                }
            }
        }
        station.open_chart(chart).expect("it opens");
        station
            .write_signed_note(chart, &note(text))
            .expect("it is signed");
        if self.when == When::ThereAndBack {
            set(-self.off_s);
        }
        assert_locks_after_a_quarter_of_an_hour(hospital, station, self);
        true
    }

    /// By how much it is off once the note is written.
    fn off_now(self) -> i64 {
        match self.when {
            When::ThereAndBack => 0,
            _ => self.off_s,
        }
    }

    /// Whatever the clock says, the time that was given is over when it has passed, and not long before when the clock is right.
    async fn assert_lease_ends(
        self,
        hospital: &Riverside,
        (station, nurse): (&Workstation, &DemoPerson),
    ) {
        let is_in = comes_in(station, nurse).await;
        let slept = matches!(self.when, When::Asleep(span) if span > LEASE);
        if self.off_now() <= 0 && !slept && self.off_s <= 0 {
            assert!(is_in, "{self:?}: there are days left");
        }
        station.lock().expect("it locks");
        hospital.clock.pass(LEASE);
        assert!(
            !comes_in(station, nurse).await,
            "{self:?}: they go without central for longer than they may"
        );
    }
}

/// Fourteen minutes and 59 seconds after the last input it is open, and at 15:01 it is not.
fn assert_locks_after_a_quarter_of_an_hour(
    hospital: &Riverside,
    station: &Workstation,
    case: Case,
) {
    station.activity().expect("somebody is at it");
    hospital.clock.pass(Duration::from_secs(14 * 60 + 59));
    let standing = station.standing();
    assert!(
        matches!(standing, Some(Standing::Warning { .. })),
        "{case:?}: {standing:?}"
    );
    hospital.clock.pass(Duration::from_secs(2));
    assert!(station.lock_if_due().expect("it locks"), "{case:?}");
}

/// Whether central's absence still lets them in.
async fn comes_in(station: &Workstation, person: &DemoPerson) -> bool {
    let password = charthold_workstation::Secret::new(person.password.to_owned());
    match station.unlock(person.username, password).await {
        Ok(()) => true,
        Err(WorkstationError::LeaseEnded) => false,
        Err(error) => panic!("{error:?}"),
    }
}
