//! What the log comes to: who the operators are, what was proposed and done, what keeps the master key, which keys there have
//! to be. Every step is judged by the rules it was taken by.

use std::collections::{BTreeMap, BTreeSet};

use charthold_crypto::VerifyingKey;
use charthold_domain::{ChartId, TenantId};
use charthold_protocol::WantedKey;

use crate::KeysError;
use crate::approval::{Change, Operators, SignedProposal};
use crate::log::{Event, Release};
use crate::store::{KeyPlace, MasterSetting, Work};

/// What the log says so far.
pub(super) struct Replay {
    service: VerifyingKey,
    operators: Operators,
    /// Not approved yet, by number.
    open: BTreeMap<[u8; 16], SignedProposal>,
    done: BTreeSet<[u8; 16]>,
    setting: MasterSetting,
    /// Approved a moment ago: to what keeps the master key.
    moving: Option<String>,
    shredded: BTreeSet<(TenantId, ChartId)>,
    /// Keys that were made or released.
    needed: BTreeSet<KeyPlace>,
}

impl Replay {
    pub(super) fn new(service: VerifyingKey) -> Self {
        Self {
            service,
            operators: Operators::default(),
            open: BTreeMap::new(),
            done: BTreeSet::new(),
            setting: MasterSetting::first("file"),
            moving: None,
            shredded: BTreeSet::new(),
            needed: BTreeSet::new(),
        }
    }

    /// Goes on to the next entry.
    ///
    /// # Errors
    /// [`KeysError::Damaged`] when it cannot follow.
    pub(super) fn take(&mut self, event: Event) -> Result<(), KeysError> {
        let moving = self.moving.take();
        match event {
            Event::Founded
            | Event::DeviceAdmitted { .. }
            | Event::PersonKeyRegistered { .. }
            | Event::MasterRotated { .. }
            | Event::Rewrapped { .. }
            | Event::PassphraseChanged => {}
            Event::MasterKept { provider } => self.setting = MasterSetting::first(&provider),
            Event::KeysReleased(release) => self.release(&release)?,
            Event::OperatorsFounded { operators } => {
                if !self.operators.is_empty() {
                    return Err(OPERATORS);
                }
                self.operators = Operators::found(&operators).map_err(|_| OPERATORS)?;
            }
            Event::Proposed { proposal } => {
                let checked = self.operators.check_proposal(&proposal, &self.service);
                let id = checked.map_err(|_| PROPOSALS)?.id;
                if self.open.insert(id, proposal).is_some() || self.done.contains(&id) {
                    return Err(PROPOSALS);
                }
            }
            Event::Approved { approval } => {
                let id = approval.dangerous_read().map_err(|_| PROPOSALS)?.id;
                let proposal = self.open.remove(&id).ok_or(PROPOSALS)?;
                self.done.insert(id);
                let change = self
                    .operators
                    .check_approval(&proposal, &approval, &self.service)
                    .map_err(|_| PROPOSALS)?;
                self.change(change)?;
            }
            Event::GenerationMade { tenant, keys } => {
                for made in keys {
                    if self.shredded.contains(&(tenant, made.key.chart)) {
                        return Err(SHREDDED);
                    }
                    let place = KeyPlace::of_chart(tenant, made.key, made.generation);
                    self.needed.insert(place);
                }
            }
            Event::RecoveryKeyMade { .. } => {
                if !self.needed.insert(KeyPlace::of_recovery()) {
                    return Err(RECOVERY);
                }
            }
            Event::MasterMoved {
                provider, version, ..
            } => {
                if moving.as_ref() != Some(&provider) {
                    return Err(SETTING);
                }
                self.setting = MasterSetting {
                    provider,
                    minimum: version,
                };
            }
        }
        Ok(())
    }

    /// Whether the tables say the same, and every key that has to be there is.
    ///
    /// # Errors
    /// [`KeysError::Damaged`] says which do not.
    pub(super) fn check(
        &self,
        work: &Work<'_>,
        held: &BTreeSet<KeyPlace>,
    ) -> Result<(), KeysError> {
        if Operators::of(work.list_operators()?) != self.operators {
            return Err(OPERATORS);
        }
        if work.setting() != &self.setting {
            return Err(SETTING);
        }
        let (mut open, mut done) = (0, 0);
        for row in work.list_proposals()? {
            let read = SignedProposal::from_bytes(&row.proposal).map_err(|_| PROPOSALS)?;
            let id = read.dangerous_read().map_err(|_| PROPOSALS)?.id;
            let known = if row.executed {
                done += 1;
                self.done.contains(&id)
            } else {
                open += 1;
                self.open.get(&id) == Some(&read)
            };
            if !known {
                return Err(PROPOSALS);
            }
        }
        if (open, done) != (self.open.len(), self.done.len()) {
            return Err(PROPOSALS);
        }
        let shredded: BTreeSet<_> = work.list_shredded()?.into_iter().collect();
        if shredded != self.shredded || held.iter().any(|place| self.is_shredded(place)) {
            return Err(SHREDDED);
        }
        let gone = |place: &&KeyPlace| !held.contains(place) && !self.is_shredded(place);
        match self.needed.iter().find(gone) {
            None => Ok(()),
            Some(_) => Err(KeysError::Damaged {
                what: "a key that was made or released, which is gone,",
            }),
        }
    }

    fn change(&mut self, change: Change) -> Result<(), KeysError> {
        match change {
            Change::RaiseMinimum { version } if version > self.setting.minimum => {
                self.setting.minimum = version;
            }
            Change::RaiseMinimum { .. } => return Err(SETTING),
            Change::MoveMaster { provider, .. } => self.moving = Some(provider),
            Change::Shred { tenant, chart } => {
                if !self.shredded.insert((tenant, chart)) {
                    return Err(SHREDDED);
                }
            }
            // What was opened is in the log; nothing of it is kept.
            Change::Recover { .. } => {}
            Change::AddOperator { operator } => {
                self.operators.add(&operator).map_err(|_| OPERATORS)?;
            }
            Change::RemoveOperator { name } => {
                self.operators.remove(&name).map_err(|_| OPERATORS)?;
            }
        }
        Ok(())
    }

    fn release(&mut self, release: &Release) -> Result<(), KeysError> {
        for WantedKey { chart, compartment } in release.keys.iter().copied() {
            if self.shredded.contains(&(release.tenant, chart)) {
                return Err(SHREDDED);
            }
            let key = WantedKey { chart, compartment };
            self.needed
                .insert(KeyPlace::of_chart(release.tenant, key, 1));
        }
        if release.index_key {
            self.needed.insert(KeyPlace::of_index(release.tenant, 1));
        }
        Ok(())
    }

    fn is_shredded(&self, place: &KeyPlace) -> bool {
        place
            .chart()
            .is_some_and(|(chart, _)| self.shredded.contains(&(place.tenant(), chart)))
    }
}

const OPERATORS: KeysError = KeysError::Damaged {
    what: "who the operators are",
};
const PROPOSALS: KeysError = KeysError::Damaged {
    what: "what was proposed and approved",
};
const SETTING: KeysError = KeysError::Damaged {
    what: "what keeps the master key, or its least version,",
};
const RECOVERY: KeysError = KeysError::Damaged {
    what: "which recovery key there is",
};
const SHREDDED: KeysError = KeysError::Damaged {
    what: "which charts were shredded",
};
