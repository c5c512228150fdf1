//! Made by PostgreSQL itself; the links of the chains are chance, too.

use std::rc::Rc;

use anyhow::{Context as _, Result};
use charthold_testkit::postgres::{Cluster, SUPERUSER};

use super::{Filled, Filling, OPERATIONS, RECEIVED_AT};

/// A database that is being filled.
pub(crate) struct OfCluster {
    cluster: Rc<Cluster>,
    unit: &'static str,
    charts: u32,
}

impl OfCluster {
    /// Of central's database; its charts lie in the unit of this name.
    pub(crate) const fn of(cluster: Rc<Cluster>, unit: &'static str) -> Self {
        Self {
            cluster,
            unit,
            charts: 0,
        }
    }

    fn sql(&self, sql: &str) -> Result<String> {
        let said = self.cluster.sql(SUPERUSER, "charthold", sql);
        said.context("filling PostgreSQL")
    }

    fn add(&self, from: u32, until: u32) -> Result<()> {
        let unit = self.unit;
        self.sql(&format!(
            "INSERT INTO chart (id, kind, blind_index, unit, registered_at, seq, chain_hash)
             SELECT {ID}, 1, {HASH}, (SELECT id FROM unit WHERE name = '{unit}'), {RECEIVED_AT}, {OPERATIONS}, {HASH}
             FROM generate_series({from}, {until} - 1) AS number;
             INSERT INTO entry (chart, seq, op, op_hash, void, chain_hash, device, device_seq, received_at, header, body,
                 signature)
             SELECT {ID}, seq, gen_random_uuid(), {HASH}, 0, {HASH}, 'fefefefe-fefe-fefe-fefe-fefefefefefe', seq,
                 {RECEIVED_AT}, {HEADER}, {BODY}, {LINE}
             FROM generate_series({from}, {until} - 1) AS number, generate_series(1, {OPERATIONS}) AS seq"
        ))?;
        Ok(())
    }
}

impl Filling for OfCluster {
    fn grow_to(&mut self, charts: u32) -> Result<Filled> {
        while self.charts < charts {
            let until = charts.min(self.charts + BATCH);
            self.add(self.charts, until)?;
            self.charts = until;
        }
        // What PostgreSQL does by itself when nobody looks, so that it does not do it while it is measured.
        self.sql("VACUUM (ANALYZE)")?;
        self.sql("CHECKPOINT")?;
        let bytes = self.sql("SELECT pg_database_size(current_database())")?;
        Ok(Filled {
            operations: self.charts * OPERATIONS,
            bytes: bytes.trim().parse()?,
        })
    }
}

/// Charts of one statement.
const BATCH: u32 = 1_000;
/// Of the chart of that number.
const ID: &str = "('ffffffff-ffff-ffff-ffff-ffff' || lpad(to_hex(number), 8, '0'))::uuid";
const HASH: &str = "sha256(uuid_send(gen_random_uuid()))";
/// 64 bytes of chance.
const LINE: &str = "sha512(uuid_send(gen_random_uuid()))";
/// 240 bytes.
const HEADER: &str =
    "substr(sha512(uuid_send(gen_random_uuid())) || sha512(uuid_send(gen_random_uuid()))
    || sha512(uuid_send(gen_random_uuid())) || sha512(uuid_send(gen_random_uuid())), 1, 240)";
/// 250 to 505 bytes.
const BODY: &str =
    "substr(sha512(uuid_send(gen_random_uuid())) || sha512(uuid_send(gen_random_uuid()))
    || sha512(uuid_send(gen_random_uuid())) || sha512(uuid_send(gen_random_uuid()))
    || sha512(uuid_send(gen_random_uuid())) || sha512(uuid_send(gen_random_uuid()))
    || sha512(uuid_send(gen_random_uuid())) || sha512(uuid_send(gen_random_uuid())),
    1, 250 + floor(random() * 256)::int)";
