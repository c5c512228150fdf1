//! Rows of wrapped keys, and what each wrap is bound to.

use charthold_domain::{ChartId, Compartment, TenantId};
use charthold_protocol::WantedKey;
use rusqlite::{OptionalExtension, Row, params};

use super::Work;
use crate::KeysError;

/// Where a key belongs. A wrap opens in its own place only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct KeyPlace {
    tenant: [u8; 16],
    /// Zero for the tenant's index key.
    chart: [u8; 16],
    /// Zero for the tenant's index key.
    compartment: u8,
    pub(crate) generation: u32,
}

impl KeyPlace {
    /// Whose.
    pub(crate) fn tenant(&self) -> TenantId {
        TenantId::from_bytes(self.tenant)
    }

    pub(crate) fn of_chart(tenant: TenantId, key: WantedKey, generation: u32) -> Self {
        Self {
            tenant: *tenant.as_bytes(),
            chart: *key.chart.as_bytes(),
            compartment: key.compartment.code(),
            generation,
        }
    }

    pub(crate) fn of_index(tenant: TenantId, generation: u32) -> Self {
        Self {
            tenant: *tenant.as_bytes(),
            chart: [0; 16],
            compartment: 0,
            generation,
        }
    }

    /// The service's own recovery key: of no tenant.
    pub(crate) fn of_recovery() -> Self {
        Self {
            tenant: [0; 16],
            chart: [0; 16],
            compartment: 0,
            generation: 1,
        }
    }

    /// Whose chart and which compartment; `None` for the index key.
    pub(crate) fn chart(&self) -> Option<(ChartId, Compartment)> {
        let compartment = Compartment::try_from(self.compartment).ok()?;
        Some((ChartId::from_bytes(self.chart), compartment))
    }

    /// What the wrap is bound to, besides the master key's version:
    /// `"charthold/keys/1" ‖ 0x00 ‖ tenant ‖ chart ‖ compartment ‖ generation:u32 BE`.
    pub(crate) fn context(&self) -> Vec<u8> {
        let mut context = b"charthold/keys/1\0".to_vec();
        context.extend_from_slice(&self.tenant);
        context.extend_from_slice(&self.chart);
        context.push(self.compartment);
        context.extend_from_slice(&self.generation.to_be_bytes());
        context
    }
}

/// A key under a version of the master key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wrap {
    pub(crate) master_version: u32,
    pub(crate) bytes: Vec<u8>,
}

const COLUMNS: &str = "tenant, chart, compartment, generation, master_version, wrapped";

impl Work<'_> {
    /// Every generation of the key at `place` (whose own generation is not looked at), oldest first.
    pub(crate) fn list_generations(
        &self,
        place: KeyPlace,
    ) -> Result<Vec<(KeyPlace, Wrap)>, KeysError> {
        let failed = KeysError::store("finding a wrapped key");
        let mut statement = self
            .transaction
            .prepare_cached(&format!(
                "SELECT {COLUMNS} FROM wrapped_key
                 WHERE tenant = ?1 AND chart = ?2 AND compartment = ?3 ORDER BY generation"
            ))
            .map_err(&failed)?;
        let rows = statement
            .query_map(params![place.tenant, place.chart, place.compartment], row)
            .map_err(&failed)?;
        rows.collect::<Result<_, _>>().map_err(failed)
    }

    /// Keeps the wrap of the key at `place` instead of what was there.
    pub(crate) fn save_wrap(&self, place: KeyPlace, wrap: &Wrap) -> Result<(), KeysError> {
        let failed = KeysError::store("saving a wrapped key");
        self.transaction
            .prepare_cached(&format!(
                "INSERT INTO wrapped_key ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT (tenant, chart, compartment, generation) DO UPDATE
                 SET master_version = excluded.master_version, wrapped = excluded.wrapped"
            ))
            .and_then(|mut statement| {
                statement.execute(params![
                    place.tenant,
                    place.chart,
                    place.compartment,
                    place.generation,
                    wrap.master_version,
                    wrap.bytes
                ])
            })
            .map(drop)
            .map_err(failed)
    }

    /// Up to `most` keys that are wrapped under an earlier master key than `version`.
    pub(crate) fn list_older_wraps(
        &self,
        version: u32,
        most: u32,
    ) -> Result<Vec<(KeyPlace, Wrap)>, KeysError> {
        let failed = KeysError::store("finding older wraps");
        let mut statement = self
            .transaction
            .prepare_cached(&format!(
                "SELECT {COLUMNS} FROM wrapped_key WHERE master_version < ?1 LIMIT ?2"
            ))
            .map_err(&failed)?;
        let rows = statement.query_map([version, most], row).map_err(&failed)?;
        rows.collect::<Result<_, _>>().map_err(failed)
    }

    /// How many keys, the service's own included, are under an earlier master key than `version`.
    pub(crate) fn count_older_wraps(&self, version: u32) -> Result<u64, KeysError> {
        self.transaction
            .query_row(
                "SELECT (SELECT count(*) FROM wrapped_key WHERE master_version < ?1)
                      + (SELECT count(*) FROM signing_key WHERE master_version < ?1)",
                [version],
                |row| row.get(0),
            )
            .map_err(KeysError::store("counting older wraps"))
    }

    /// The tenant whose chart has keys here.
    ///
    /// # Errors
    /// [`KeysError::ChartUnknown`].
    pub(crate) fn load_tenant(&self, chart: ChartId) -> Result<TenantId, KeysError> {
        self.transaction
            .query_row(
                "SELECT tenant FROM wrapped_key WHERE chart = ?1 AND compartment > 0 LIMIT 1",
                [chart.as_bytes()],
                |row| row.get(0),
            )
            .optional()
            .map_err(KeysError::store("finding a chart"))?
            .map(TenantId::from_bytes)
            .ok_or(KeysError::ChartUnknown)
    }

    /// Shows every wrapped key.
    pub(crate) fn for_each_wrap(
        &self,
        mut act: impl FnMut(KeyPlace, &Wrap) -> Result<(), KeysError>,
    ) -> Result<(), KeysError> {
        let failed = KeysError::store("reading wrapped keys");
        let mut statement = self
            .transaction
            .prepare(&format!("SELECT {COLUMNS} FROM wrapped_key"))
            .map_err(&failed)?;
        let rows = statement.query_map([], row).map_err(&failed)?;
        for found in rows {
            let (place, wrap) = found.map_err(&failed)?;
            act(place, &wrap)?;
        }
        Ok(())
    }

    /// The service's signing key: its public half, and the other wrapped.
    pub(crate) fn find_signing_key(&self) -> Result<Option<([u8; 32], Wrap)>, KeysError> {
        self.transaction
            .query_row(
                "SELECT public, master_version, wrapped FROM signing_key",
                [],
                |row| {
                    Ok((
                        row.get(0)?,
                        Wrap {
                            master_version: row.get(1)?,
                            bytes: row.get(2)?,
                        },
                    ))
                },
            )
            .optional()
            .map_err(KeysError::store("finding the signing key"))
    }

    /// Keeps the service's signing key instead of what was there.
    pub(crate) fn save_signing_key(&self, public: &[u8; 32], wrap: &Wrap) -> Result<(), KeysError> {
        self.transaction
            .execute(
                "INSERT INTO signing_key (one, public, master_version, wrapped)
                 VALUES (1, ?1, ?2, ?3) ON CONFLICT (one) DO UPDATE SET public = excluded.public,
                 master_version = excluded.master_version, wrapped = excluded.wrapped",
                params![public, wrap.master_version, wrap.bytes],
            )
            .map(drop)
            .map_err(KeysError::store("saving the signing key"))
    }
}

fn row(row: &Row<'_>) -> rusqlite::Result<(KeyPlace, Wrap)> {
    let place = KeyPlace {
        tenant: row.get(0)?,
        chart: row.get(1)?,
        compartment: row.get(2)?,
        generation: row.get(3)?,
    };
    Ok((
        place,
        Wrap {
            master_version: row.get(4)?,
            bytes: row.get(5)?,
        },
    ))
}
