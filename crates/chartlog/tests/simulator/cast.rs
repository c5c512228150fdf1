//! Keys of everybody and every chart, made once for all runs: only what depends on a seed is drawn
//! in a run.

use std::sync::LazyLock;

use charthold_crypto::{Key, SigningSecret, purpose};
use charthold_domain::{ChartId, DeviceId, PersonId, RecordId};

use crate::chance::Chance;

pub(crate) const STATIONS: usize = 4;
pub(crate) const CHARTS: usize = 3;
pub(crate) const GENERATIONS: u32 = 6;
/// The schema of tomorrow's program.
pub(crate) const NEW_SCHEMA: u16 = charthold_chartlog::SCHEMA_VERSION + 1;

static SIGNING: LazyLock<Vec<SigningSecret>> = LazyLock::new(|| {
    let mut chance = Chance::new(1);
    (0..STATIONS)
        .map(|_| SigningSecret::make(&mut chance))
        .collect()
});

static CHART_KEYS: LazyLock<Vec<Key<purpose::Chart>>> = LazyLock::new(|| {
    let mut chance = Chance::new(2);
    let count = CHARTS * usize::try_from(GENERATIONS).expect("few");
    (0..count).map(|_| Key::make(&mut chance)).collect()
});

pub(crate) fn signing(device: DeviceId) -> Option<&'static SigningSecret> {
    SIGNING.get(usize::from(device.as_bytes()[0]))
}

pub(crate) fn chart_key(chart: ChartId, generation: u32) -> &'static Key<purpose::Chart> {
    let generation = usize::try_from(generation - 1).expect("few");
    &CHART_KEYS[usize::from(chart.as_bytes()[0]) + CHARTS * generation]
}

pub(crate) fn device(n: usize) -> DeviceId {
    DeviceId::from_bytes([u8::try_from(n).expect("few"); 16])
}

pub(crate) fn chart(n: usize) -> ChartId {
    ChartId::from_bytes([u8::try_from(n).expect("few"); 16])
}

/// Two people at four stations: everybody has a draft on more than one.
pub(crate) fn person(station: usize) -> PersonId {
    PersonId::from_bytes([u8::try_from(station % 2).expect("few"); 16])
}

/// A record that several write to.
pub(crate) fn record(kind: u8, n: u8) -> RecordId {
    let mut bytes = [0; 16];
    (bytes[0], bytes[1]) = (kind, n);
    RecordId::from_bytes(bytes)
}
