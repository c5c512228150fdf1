//! What happens in a run, as values: a schedule is drawn from a seed, can be run again, and can be
//! made shorter. Events name stations, charts and packets by number; a number too large wraps round,
//! so that a schedule stays one when events are taken out of it.

use crate::chance::Chance;

/// One thing that happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// Somebody writes; what, is drawn from `nonce`.
    Write {
        station: u8,
        chart: u8,
        nonce: u32,
    },
    /// A station asks; the request is under way.
    Hello {
        station: u8,
    },
    /// Offers `count` operations of its outbox, passing over `skip`.
    Push {
        station: u8,
        skip: u8,
        count: u8,
    },
    /// Asks for at most `count` entries.
    Pull {
        station: u8,
        count: u8,
    },
    /// A whole exchange on a good line.
    Exchange {
        station: u8,
    },
    /// A packet arrives; not always the oldest.
    Deliver {
        packet: u8,
    },
    /// It arrives, and a copy stays under way.
    Duplicate {
        packet: u8,
    },
    Lose {
        packet: u8,
    },
    /// It arrives cut off.
    Truncate {
        packet: u8,
        keep: u8,
    },
    /// Somebody changes a bit of an operation and offers it in the station's name.
    Tamper {
        station: u8,
        bit: u32,
    },
    /// The program of a station ends and begins again.
    Crash {
        station: u8,
    },
    Backup,
    /// Central is put back from one of the copies it has.
    Restore {
        copy: u8,
    },
    Revoke {
        station: u8,
    },
    LoseScope {
        station: u8,
        chart: u8,
    },
    GainScope {
        station: u8,
        chart: u8,
    },
    /// A laptop is gone with all it held.
    Destroy {
        station: u8,
    },
    /// A workstation's disk is copied and both go on.
    Clone {
        station: u8,
    },
    /// The chart gets a key of a new generation.
    Rotate {
        chart: u8,
    },
    /// A station asks what central keeps safely of charts it is not to hold any more.
    AskKept {
        station: u8,
    },
}

/// Draws the schedule of `seed`.
pub(crate) fn schedule(seed: u64) -> Vec<Event> {
    let mut chance = Chance::new(seed);
    let length = 40 + chance.below(100);
    (0..length).map(|_| draw(&mut chance)).collect()
}

fn draw(chance: &mut Chance) -> Event {
    let (station, chart, packet) = (chance.byte() % 8, chance.byte() % 3, chance.byte());
    let count = chance.byte() % 6 + 1;
    match chance.below(1000) {
        0..=299 => Event::Write {
            station,
            chart,
            nonce: u32::from(chance.byte()) << 16
                | u32::from(chance.byte()) << 8
                | u32::from(packet),
        },
        300..=359 => Event::Hello { station },
        360..=459 => Event::Push {
            station,
            skip: if packet < 200 { 0 } else { packet % 3 },
            count,
        },
        460..=539 => Event::Pull { station, count },
        540..=629 => Event::Exchange { station },
        630..=759 => Event::Deliver { packet },
        760..=784 => Event::Duplicate { packet },
        785..=814 => Event::Lose { packet },
        815..=824 => Event::Truncate {
            packet,
            keep: chance.byte(),
        },
        825..=831 => Event::Tamper {
            station,
            bit: u32::from(chance.byte()) << 8 | u32::from(packet),
        },
        832..=844 => Event::Crash { station },
        845..=874 => Event::Backup,
        875..=889 => Event::Restore { copy: packet },
        890..=895 => Event::Revoke { station },
        896..=917 => Event::LoseScope { station, chart },
        918..=939 => Event::GainScope { station, chart },
        940..=946 => Event::Destroy { station },
        947..=951 => Event::Clone { station },
        952..=963 => Event::Rotate { chart },
        _ => Event::AskKept { station },
    }
}
