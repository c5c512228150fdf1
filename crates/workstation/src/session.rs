//! One person's stretch of use, from unlock to lock. Dropping it closes the readable stores and then
//! wipes every key of the person.

use std::collections::{BTreeMap, BTreeSet};

use charthold_chartlog::AuthContext;
use charthold_clinical::news2::Scale;
use charthold_clinical::summary::ChartSummary;
use charthold_clinical::vitals::VitalsSet;
use charthold_crypto::{Key, purpose};
use charthold_domain::{BootTime, ChartId, OpId, Person, RecordId, SessionId, Timestamp, UnitId};
use charthold_store::{Access, Charts, Directory, NeededKey};
use charthold_vault::{Unlocked, Vault};

use crate::key_ring::KeyRing;

/// A token of central's for this person on this device.
pub(crate) struct Token {
    pub(crate) text: String,
    pub(crate) expires_at: Timestamp,
}

/// What the vitals form needs of a chart while it is being typed into.
pub(crate) struct Glance {
    pub(crate) set: Option<VitalsSet>,
    pub(crate) scale: Scale,
    /// Total of the latest complete set, and when it was taken.
    pub(crate) scored: Option<(u8, Timestamp)>,
    /// Why there is no score for this patient.
    pub(crate) excluded: Option<&'static str>,
    /// "Encounter/…" of the stay.
    pub(crate) encounter: Option<String>,
}

impl Glance {
    pub(crate) fn of(summary: &ChartSummary) -> Self {
        use charthold_clinical::news2::News2;
        let current = summary.news2.current.as_ref();
        let excluded = match current.map(|assessment| &assessment.result) {
            Some(News2::NotApplicable(exclusion)) => {
                Some(crate::view::vitals_view::reason(*exclusion))
            }
            _ => None,
        };
        let scored =
            summary
                .news2
                .last_scored
                .as_ref()
                .and_then(|assessment| match &assessment.result {
                    News2::Scored(score) => Some((score.total, assessment.taken_at)),
                    _ => None,
                });
        let encounter = summary
            .encounter
            .as_ref()
            .filter(|stay| stay.is_open())
            .and_then(|stay| stay.fhir_id.as_ref())
            .map(|id| format!("Encounter/{id}"));
        Self {
            set: summary.vitals.clone(),
            scale: summary.scale,
            scored,
            excluded,
            encounter,
        }
    }
}

/// A session. Its fields are dropped in this order: stores before keys.
pub(crate) struct Session {
    pub(crate) charts: Charts,
    /// Opens once the facility log's key is here.
    pub(crate) directory: Option<Directory>,
    pub(crate) keys: KeyRing,
    /// Keys that operations wait for and that were asked for in this session: there is none to be had.
    pub(crate) keys_in_vain: BTreeSet<NeededKey>,
    /// Charts whose keys were asked for and did not come, and when: of one that was shredded, say, they never will.
    pub(crate) charts_in_vain: BTreeMap<ChartId, BootTime>,
    pub(crate) index_key: Option<Key<purpose::Index>>,
    pub(crate) vault: Vault<Unlocked>,
    pub(crate) person: Person,
    pub(crate) token: Option<Token>,
    /// The charts that are open, with what explains it.
    pub(crate) open: BTreeMap<ChartId, Access>,
    /// The charts whose open questions were shown, with what explains it; each is audited once.
    pub(crate) deciding: BTreeMap<ChartId, Access>,
    /// The latest vitals of the charts that are open, for the entry form.
    pub(crate) glances: BTreeMap<ChartId, Glance>,
    /// The operations that the drafts shown in this session go on from, or are: parents of the next ones.
    pub(crate) drafts_seen: BTreeMap<RecordId, Vec<OpId>>,
    /// Units whose census this session has shown; each is audited once.
    pub(crate) census_viewed: Vec<UnitId>,
    pub(crate) authority: AuthContext,
    /// Central checked the password it began with.
    pub(crate) began_online: bool,
    /// Last hybrid logical clock value given out.
    pub(crate) hlc: u64,
}

impl Session {
    pub(crate) fn id(&self) -> SessionId {
        self.vault.session()
    }

    /// The next hybrid logical clock value: never behind the wall clock, never twice the same.
    pub(crate) fn tick(&mut self, now: Timestamp) -> u64 {
        let wall = u64::try_from(now.as_millis()).unwrap_or(0) << 16;
        self.hlc = wall.max(self.hlc + 1);
        self.hlc
    }

    /// What explains that `chart` is read: it is open, or its questions are shown.
    pub(crate) fn access(&self, chart: ChartId) -> Option<&Access> {
        self.open.get(&chart).or_else(|| self.deciding.get(&chart))
    }

    /// The token, while it is good.
    pub(crate) fn live_token(&self, now: Timestamp) -> Option<&str> {
        self.token
            .as_ref()
            .filter(|token| token.expires_at > now)
            .map(|token| token.text.as_str())
    }
}
