//! A journal and somebody who writes in it, below the workstation: what one durable write costs when
//! nothing stands around it.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use charthold_audit::{Action, AuditEvent, Outcome, Subtype};
use charthold_chartlog::{
    AuthContext, Authoring, Class, HeaderCore, OpHash, Operation, Patch, SCHEMA_VERSION, SUITE,
    VERSION, author,
};
use charthold_crypto::{Key, OsEntropy, SigningSecret, purpose};
use charthold_domain::{
    AuditEventId, ChartId, Compartment, DeviceId, OpId, PersonId, Purpose, RecordId, Role,
    SessionId, TenantId, Timestamp,
};
use charthold_store::{Journal, Write, Written};

/// The desk.
pub(crate) struct Desk {
    journal: Journal,
    signing: SigningSecret,
    chart_key: Key<purpose::Chart>,
    count: u128,
    tip: (u64, OpHash),
}

impl Desk {
    /// With a new journal at `path`.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) fn at(path: &Path) -> Result<Self> {
        let mut journal = Journal::create(path, &Key::make(&mut OsEntropy))?;
        journal.start_audit(&Key::make(&mut OsEntropy))?;
        Ok(Self {
            journal,
            signing: SigningSecret::make(&mut OsEntropy),
            chart_key: Key::make(&mut OsEntropy),
            count: 0,
            tip: (0, OpHash::NONE),
        })
    }

    /// Seals, signs and writes `patches` as new records with the event that tells of them. On disk
    /// when it returns.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) fn write(&mut self, patches: &[Patch]) -> Result<()> {
        let mut operations = Vec::with_capacity(patches.len());
        for patch in patches {
            operations.push(self.operation(patch)?);
        }
        let event = self.event(Subtype::RecordWritten);
        let write = Write {
            intent: None,
            operations: &operations,
            event: &event,
            discard_draft: None,
        };
        match self.journal.write(&write, &self.signing)? {
            Written::Done(_) => Ok(()),
            Written::AlreadyDone(_) => bail!("a write without an intent was taken for an old one"),
        }
    }

    /// Records an audit event. On disk when it returns.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) fn audit(&mut self) -> Result<()> {
        let event = self.event(Subtype::ChartOpened);
        self.journal
            .record(&event, &self.signing)
            .context("recording an event")?;
        Ok(())
    }

    /// The next header of this device.
    pub(crate) fn header(&mut self) -> HeaderCore {
        HeaderCore {
            version: VERSION,
            suite: SUITE,
            tenant: TENANT,
            chart: CHART,
            record: RecordId::from_bytes(self.id()),
            class: Class::Mergeable,
            op: OpId::from_bytes(self.id()),
            parents: vec![],
            device: DEVICE,
            device_seq: self.tip.0 + 1,
            previous: self.tip.1,
            hlc: 1_790_000_000_000 << 16,
            clock_suspect: false,
            person: PERSON,
            session: SESSION,
            authority: AuthContext::Offline,
            compartment: Compartment::Normal,
            key_generation: 1,
            schema: SCHEMA_VERSION,
            min_reader: SCHEMA_VERSION,
            entered_in_error: false,
        }
    }

    /// The key records are sealed with.
    pub(crate) const fn chart_key(&self) -> &Key<purpose::Chart> {
        &self.chart_key
    }

    fn operation(&mut self, patch: &Patch) -> Result<Operation> {
        let core = self.header();
        let keys = Authoring {
            chart_key: &self.chart_key,
            device: &self.signing,
        };
        let operation = author(&core, patch, &keys, &mut OsEntropy)?;
        self.tip = (core.device_seq, operation.hash());
        Ok(operation)
    }

    fn event(&mut self, subtype: Subtype) -> AuditEvent {
        AuditEvent {
            version: 1,
            id: AuditEventId::from_bytes(self.id()),
            tenant: TENANT,
            device: DEVICE,
            at: Timestamp::from_millis(1_790_000_000_000),
            boot_ms: 1,
            person: Some(PERSON),
            role: Some(Role::Nurse),
            session: Some(SESSION),
            action: Action::Execute,
            subtype,
            purpose: Purpose::Treatment,
            chart: Some(CHART),
            subjects: vec![],
            outcome: Outcome::Success,
            app_version: env!("CARGO_PKG_VERSION").into(),
            offline: true,
            count: None,
        }
    }

    /// Ids in order, as version 7 ids are.
    fn id(&mut self) -> [u8; 16] {
        self.count += 1;
        self.count.to_be_bytes()
    }
}

const TENANT: TenantId = TenantId::from_bytes([1; 16]);
const CHART: ChartId = ChartId::from_bytes([2; 16]);
const DEVICE: DeviceId = DeviceId::from_bytes([3; 16]);
const PERSON: PersonId = PersonId::from_bytes([4; 16]);
const SESSION: SessionId = SessionId::from_bytes([5; 16]);
