//! From "this record becomes that" to sealed operations in the journal: the one way anything
//! clinical is written. The network is not on this path.

use charthold_audit::{Action, Subject, Subtype};
use charthold_chartlog::{
    Authoring, Class, HeaderCore, OpHash, Operation, Patch, SCHEMA_VERSION, SUITE, VERSION, author,
};
use charthold_domain::{ChartId, Compartment, IntentId, OpId, PersonId, RecordId};
use charthold_store::{Write, Written};

use crate::audit_event::{Describe, event};
use crate::directory_record;
use crate::enrolled::Enrolled;
use crate::session::Session;
use crate::use_case::refresh::show_what_is_saved;
use crate::{Environment, WorkstationError};

/// One change to one record.
pub(crate) struct Change {
    pub(crate) record: RecordId,
    pub(crate) class: Class,
    pub(crate) compartment: Compartment,
    pub(crate) parents: Vec<OpId>,
    pub(crate) patch: Patch,
}

impl Change {
    /// A draft that says nothing any more was thrown away.
    fn ends_a_draft(&self) -> bool {
        self.class == Class::Draft && self.patch.set.is_empty()
    }
}

/// Everything written for one intent, in one transaction.
pub(crate) struct Intention {
    pub(crate) intent: Option<IntentId>,
    pub(crate) chart: ChartId,
    pub(crate) changes: Vec<Change>,
    pub(crate) subtype: Subtype,
    /// What this person typed of a draft, that becomes one of the operations or goes with them.
    pub(crate) draft_done: Option<RecordId>,
}

/// Seals, signs and writes `intention`; durable when it returns. Written once per intent. What the
/// facility log says of the patient follows in the same transaction: both are there or neither is.
pub(crate) fn commit(
    environment: &Environment,
    enrolled: &Enrolled,
    session: &mut Session,
    intention: Intention,
) -> Result<Vec<RecordId>, WorkstationError> {
    let Intention {
        intent,
        chart,
        changes,
        subtype,
        draft_done,
    } = intention;
    let listed = match directory_record::may_change(&changes) {
        true => directory_record::revise(enrolled, session, chart, &changes)?,
        false => None,
    };
    if changes.is_empty() && listed.is_none() {
        return Ok(Vec::new());
    }
    let (entry, listing) = listed.unzip();
    let records: Vec<RecordId> = changes.iter().map(|change| change.record).collect();
    // First, so that the event names it however many operations follow.
    let facility = enrolled.identity.facility_chart;
    let mut operations = match listing {
        Some(change) => seal_all(environment, enrolled, session, facility, vec![change])?,
        None => Vec::new(),
    };
    operations.extend(seal_all(environment, enrolled, session, chart, changes)?);
    let subjects = operations
        .iter()
        .take(SUBJECTS_NAMED)
        .map(|operation| Subject {
            record: operation.core().record,
            op_hash: operation.hash().0,
        })
        .collect();
    let action = (Action::Create, subtype);
    let explained = event(environment, enrolled, Some(session.actor()), action)
        .on_chart(chart)
        .about(subjects)
        .counting(operations.len());
    let discard = draft_done.map(|draft| (session.person.id, chart, draft));
    let write = Write {
        intent,
        operations: &operations,
        event: &explained,
        discard_draft: discard,
    };
    let written = enrolled
        .journal
        .with(|journal| journal.write(&write, enrolled.keys.signing()))?;
    // From here on it is saved, and nothing that fails may be told as if it were not.
    show_what_is_saved(environment, enrolled, session, chart);
    if let (Some(entry), Some(directory)) = (entry, session.directory.as_mut()) {
        // For want of room, say: it is in the journal, and listed with the next refresh.
        match directory.put(&[entry]) {
            Ok(()) | Err(_) => {}
        }
    }
    Ok(match written {
        Written::Done(_) => records,
        Written::AlreadyDone(records) => records,
    })
}

/// An event names this many records; an import of thousands says how many it was.
const SUBJECTS_NAMED: usize = 32;

fn seal_all(
    environment: &Environment,
    enrolled: &Enrolled,
    session: &mut Session,
    chart: ChartId,
    changes: Vec<Change>,
) -> Result<Vec<Operation>, WorkstationError> {
    session
        .keys
        .load(&session.vault, &enrolled.journal, chart)?;
    let device = enrolled.identity.device;
    let tip = enrolled
        .journal
        .with(|journal| journal.own_tip(chart, device))?;
    let (mut device_seq, mut previous) = tip.unwrap_or((0, OpHash::NONE));
    let mut entropy = (environment.entropy)();
    let mut operations = Vec::with_capacity(changes.len());
    for change in changes {
        let entered_in_error = change.ends_a_draft();
        let hlc = session.tick(environment.clock.now());
        let (generation, key) = session
            .keys
            .newest(chart, change.compartment)
            .ok_or(WorkstationError::ChartNotHere)?;
        device_seq += 1;
        let person: PersonId = session.person.id;
        let core = HeaderCore {
            version: VERSION,
            suite: SUITE,
            tenant: enrolled.identity.tenant,
            chart,
            record: change.record,
            class: change.class,
            op: OpId::from(environment.fresh()),
            parents: change.parents,
            device,
            device_seq,
            previous,
            hlc,
            clock_suspect: enrolled.caller.is_clock_suspect(),
            person,
            session: session.vault.session(),
            authority: session.authority,
            compartment: change.compartment,
            key_generation: generation,
            schema: SCHEMA_VERSION,
            min_reader: SCHEMA_VERSION,
            entered_in_error,
        };
        let keys = Authoring {
            chart_key: key,
            device: enrolled.keys.signing(),
        };
        let operation = author(&core, &change.patch, &keys, entropy.as_mut())?;
        previous = operation.hash();
        operations.push(operation);
    }
    Ok(operations)
}

/// How versions of a record of this kind combine.
pub(crate) fn class_of(json: &str) -> Result<(Class, Compartment), WorkstationError> {
    let head = charthold_clinical::record::head(json)?;
    let class = match charthold_clinical::record::conflict_class(&head) {
        charthold_clinical::record::MergeClass::InsertOnly => Class::InsertOnly,
        charthold_clinical::record::MergeClass::Mergeable => Class::Mergeable,
        charthold_clinical::record::MergeClass::Signed => Class::Signed,
    };
    Ok((class, charthold_clinical::record::compartment(&head)))
}
