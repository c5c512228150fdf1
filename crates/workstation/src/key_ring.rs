//! The patient data keys of the person who is in, unwrapped when first needed and dropped at lock.

use std::collections::BTreeMap;

use charthold_crypto::{Key, purpose};
use charthold_domain::{ChartId, Compartment};
use charthold_store::{ChartKeys, SharedJournal};
use charthold_vault::{Unlocked, Vault};

use crate::WorkstationError;

/// Keys by chart, compartment and generation.
#[derive(Default)]
pub(crate) struct KeyRing {
    keys: BTreeMap<(ChartId, Compartment, u32), Key<purpose::Chart>>,
}

impl KeyRing {
    /// Unwraps the keys of `chart` that the journal holds for this person, unless they are here.
    pub(crate) fn load(
        &mut self,
        vault: &Vault<Unlocked>,
        journal: &SharedJournal,
        chart: ChartId,
    ) -> Result<(), WorkstationError> {
        if self.newest(chart, Compartment::Summary).is_some() {
            return Ok(());
        }
        let wrapped = journal.with(|journal| journal.chart_keys(vault.person(), chart))?;
        for (compartment, generation, bytes) in wrapped {
            let key = vault.unwrap_chart_key(chart, compartment, generation, &bytes)?;
            self.keys.insert((chart, compartment, generation), key);
        }
        Ok(())
    }

    /// Adds a key that was just released.
    pub(crate) fn insert(
        &mut self,
        (chart, compartment, generation): (ChartId, Compartment, u32),
        key: Key<purpose::Chart>,
    ) {
        self.keys.insert((chart, compartment, generation), key);
    }

    /// The oldest key of a compartment: what is derived from it stays the same whatever is made after it.
    pub(crate) fn oldest(
        &self,
        chart: ChartId,
        compartment: Compartment,
    ) -> Option<&Key<purpose::Chart>> {
        self.keys
            .range((chart, compartment, 0)..=(chart, compartment, u32::MAX))
            .next()
            .map(|(_, key)| key)
    }

    /// The newest key of a compartment, to seal with.
    pub(crate) fn newest(
        &self,
        chart: ChartId,
        compartment: Compartment,
    ) -> Option<(u32, &Key<purpose::Chart>)> {
        self.keys
            .range((chart, compartment, 0)..=(chart, compartment, u32::MAX))
            .next_back()
            .map(|((_, _, generation), key)| (*generation, key))
    }
}

impl ChartKeys for KeyRing {
    fn key(
        &self,
        chart: ChartId,
        compartment: Compartment,
        generation: u32,
    ) -> Option<&Key<purpose::Chart>> {
        self.keys.get(&(chart, compartment, generation))
    }
}
