//! Rows of what two people decide: operators, proposals, what keeps the master key and from which version on, and charts
//! that were shredded. The log has all of it, too.

use charthold_crypto::VerifyingKey;
use charthold_domain::{ChartId, TenantId, Timestamp};
use rusqlite::{OptionalExtension, params};

use super::Work;
use crate::KeysError;
use crate::operators::Operator;

/// What keeps the master key, and the earliest version of it that unwraps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MasterSetting {
    pub(crate) provider: String,
    pub(crate) minimum: u32,
}

impl MasterSetting {
    /// A key service says so from its first day, or was made before it could.
    pub(crate) fn first(provider: &str) -> Self {
        Self {
            provider: provider.to_owned(),
            minimum: 1,
        }
    }
}

/// A proposal as stored.
pub(crate) struct ProposalRow {
    pub(crate) proposal: Vec<u8>,
    pub(crate) executed: bool,
}

impl Work<'_> {
    /// Keeps what keeps the master key.
    pub(crate) fn save_setting(&self, setting: &MasterSetting) -> Result<(), KeysError> {
        self.transaction
            .execute(
                "INSERT INTO master_setting (one, provider, min_decrypt_version) VALUES (1, ?1, ?2)
                 ON CONFLICT (one) DO UPDATE SET provider = excluded.provider,
                 min_decrypt_version = excluded.min_decrypt_version",
                params![setting.provider, setting.minimum],
            )
            .map(drop)
            .map_err(KeysError::store("saving a setting"))
    }

    /// Everybody who is an operator.
    pub(crate) fn list_operators(&self) -> Result<Vec<Operator>, KeysError> {
        let failed = KeysError::store("listing operators");
        let mut statement = self
            .transaction
            .prepare("SELECT name, public FROM operator ORDER BY name")
            .map_err(&failed)?;
        let rows = statement
            .query_map([], |row| {
                Ok(Operator {
                    name: row.get(0)?,
                    key: VerifyingKey(row.get(1)?),
                })
            })
            .map_err(&failed)?;
        rows.collect::<Result<_, _>>().map_err(failed)
    }

    /// Somebody becomes an operator.
    pub(crate) fn add_operator(&self, operator: &Operator) -> Result<(), KeysError> {
        self.transaction
            .execute(
                "INSERT INTO operator (name, public) VALUES (?1, ?2)",
                params![operator.name, operator.key.as_bytes()],
            )
            .map(drop)
            .map_err(KeysError::store("adding an operator"))
    }

    /// Somebody is an operator no longer.
    pub(crate) fn remove_operator(&self, name: &str) -> Result<(), KeysError> {
        self.transaction
            .execute("DELETE FROM operator WHERE name = ?1", [name])
            .map(drop)
            .map_err(KeysError::store("removing an operator"))
    }

    /// Keeps a proposal as it was signed.
    pub(crate) fn add_proposal(&self, id: [u8; 16], proposal: &[u8]) -> Result<(), KeysError> {
        self.transaction
            .execute(
                "INSERT INTO proposal (id, proposal) VALUES (?1, ?2)",
                params![id, proposal],
            )
            .map(drop)
            .map_err(KeysError::store("adding a proposal"))
    }

    /// The proposal with this id.
    pub(crate) fn find_proposal(&self, id: [u8; 16]) -> Result<Option<ProposalRow>, KeysError> {
        self.transaction
            .query_row(
                "SELECT proposal, executed FROM proposal WHERE id = ?1",
                [id],
                proposal,
            )
            .optional()
            .map_err(KeysError::store("finding a proposal"))
    }

    /// Every proposal there was.
    pub(crate) fn list_proposals(&self) -> Result<Vec<ProposalRow>, KeysError> {
        let failed = KeysError::store("listing proposals");
        let mut statement = self
            .transaction
            .prepare("SELECT proposal, executed FROM proposal ORDER BY id")
            .map_err(&failed)?;
        let rows = statement.query_map([], proposal).map_err(&failed)?;
        rows.collect::<Result<_, _>>().map_err(failed)
    }

    /// Marks a proposal as done; no second time.
    pub(crate) fn finish_proposal(&self, id: [u8; 16]) -> Result<(), KeysError> {
        self.transaction
            .execute("UPDATE proposal SET executed = 1 WHERE id = ?1", [id])
            .map(drop)
            .map_err(KeysError::store("finishing a proposal"))
    }

    /// Destroys every key of a chart and remembers that there were some.
    pub(crate) fn shred(
        &self,
        tenant: TenantId,
        chart: ChartId,
        at: Timestamp,
    ) -> Result<(), KeysError> {
        let failed = KeysError::store("shredding a chart");
        self.transaction
            .execute(
                "DELETE FROM wrapped_key WHERE tenant = ?1 AND chart = ?2",
                params![tenant.as_bytes(), chart.as_bytes()],
            )
            .map_err(&failed)?;
        self.transaction
            .execute(
                "INSERT INTO shredded_chart (tenant, chart, shredded_at_ms) VALUES (?1, ?2, ?3)",
                params![tenant.as_bytes(), chart.as_bytes(), at.as_millis()],
            )
            .map(drop)
            .map_err(failed)
    }

    /// Whether the chart was shredded.
    pub(crate) fn is_shredded(&self, tenant: TenantId, chart: ChartId) -> Result<bool, KeysError> {
        self.transaction
            .prepare_cached("SELECT 1 FROM shredded_chart WHERE tenant = ?1 AND chart = ?2")
            .and_then(|mut statement| {
                statement.exists(params![tenant.as_bytes(), chart.as_bytes()])
            })
            .map_err(KeysError::store("finding a shredded chart"))
    }

    /// Every chart that was shredded.
    pub(crate) fn list_shredded(&self) -> Result<Vec<(TenantId, ChartId)>, KeysError> {
        let failed = KeysError::store("listing shredded charts");
        let mut statement = self
            .transaction
            .prepare("SELECT tenant, chart FROM shredded_chart ORDER BY tenant, chart")
            .map_err(&failed)?;
        let rows = statement
            .query_map([], |row| {
                Ok((
                    TenantId::from_bytes(row.get(0)?),
                    ChartId::from_bytes(row.get(1)?),
                ))
            })
            .map_err(&failed)?;
        rows.collect::<Result<_, _>>().map_err(failed)
    }
}

fn proposal(row: &rusqlite::Row<'_>) -> rusqlite::Result<ProposalRow> {
    Ok(ProposalRow {
        proposal: row.get(0)?,
        executed: row.get(1)?,
    })
}
