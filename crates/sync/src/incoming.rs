//! Whether an answer to a pull holds: operations are what their entries name, signed by devices the key service vouches for,
//! and charts are central's. What does not hold ends the answer where it stands; what came before it is kept.

use std::collections::BTreeMap;

use charthold_chartlog::{Envelope, OpHash, Operation};
use charthold_crypto::VerifyingKey;
use charthold_domain::{ChartId, DeviceId};
use charthold_protocol::{
    ChartFrame, PullReply, PulledEntry, SignedChartRegistration, SignedDeviceCertificate,
};
use charthold_store::{IncomingEntry, IncomingFrame, SharedJournal};

use crate::SyncError;
use crate::blob::{Apart, Completed, complete};
use crate::signatures::{Claim, first_false};

/// Whose word is taken: for devices, and for charts.
pub(crate) struct Issuers {
    pub(crate) keys: VerifyingKey,
    pub(crate) central: VerifyingKey,
}

/// What of an answer holds.
#[derive(Default)]
pub(crate) struct Checked {
    /// To be kept, in order.
    pub(crate) frames: Vec<IncomingFrame>,
    /// Operations whose bodies are to be got.
    pub(crate) apart: Vec<Apart>,
    /// Why the rest is not to be kept.
    pub(crate) fault: Option<SyncError>,
}

/// Checks all of an answer; the certificates in it are kept.
pub(crate) fn check(
    journal: &SharedJournal,
    reply: PullReply,
    issuers: &Issuers,
) -> Result<Checked, SyncError> {
    let mut devices = Devices {
        known: BTreeMap::new(),
        journal,
    };
    for certificate in &reply.devices {
        devices.learn(certificate, &issuers.keys)?;
    }
    let mut checked = Checked::default();
    let mut signers = Vec::new();
    for frame in reply.frames {
        match read(journal, frame, issuers, &mut devices) {
            Ok(read) => {
                checked.frames.push(read.frame);
                checked.apart.extend(read.apart);
                signers.push(read.signers);
            }
            Err(fault) => {
                checked.fault = Some(fault);
                break;
            }
        }
    }
    demand_signatures(&mut checked, &signers);
    Ok(checked)
}

/// A chart's entries that can be kept, in order, up to the first whose body is to be got; signatures are still to be checked.
struct Read {
    frame: IncomingFrame,
    /// Of each operation in the frame, the key of its device.
    signers: Vec<VerifyingKey>,
    apart: Option<Apart>,
}

fn read(
    journal: &SharedJournal,
    frame: ChartFrame,
    issuers: &Issuers,
    devices: &mut Devices<'_>,
) -> Result<Read, SyncError> {
    let chart = frame.chart;
    let word = frame.registration.as_ref();
    let registration = word.map(|word| registration(chart, word, &issuers.central));
    let mut read = Read {
        frame: IncomingFrame {
            chart,
            registration: registration.transpose()?,
            server_seq: frame.server_seq,
            entries: Vec::with_capacity(frame.entries.len()),
        },
        signers: Vec::with_capacity(frame.entries.len()),
        apart: None,
    };
    for PulledEntry {
        seq,
        op_hash,
        void,
        operation,
    } in frame.entries
    {
        let operation = match operation {
            None => None,
            Some(envelope) => match complete(journal, (chart, seq, op_hash), envelope)? {
                Completed::Whole(envelope) => Some(named(chart, op_hash, envelope)?),
                Completed::Apart(apart) => {
                    read.apart = Some(apart);
                    break;
                }
            },
        };
        if let Some(operation) = &operation {
            read.signers.push(devices.key(operation.core().device)?);
        }
        read.frame.entries.push(IncomingEntry {
            seq,
            op_hash,
            void,
            operation,
        });
    }
    Ok(read)
}

fn registration(
    chart: ChartId,
    word: &SignedChartRegistration,
    central: &VerifyingKey,
) -> Result<Vec<u8>, SyncError> {
    let said = word.verify(central).ok().filter(|said| said.chart == chart);
    said.ok_or(SyncError::Damaged(
        "a chart's registration is not central's",
    ))?;
    Ok(word.to_bytes())
}

fn named(chart: ChartId, hash: OpHash, envelope: Envelope) -> Result<Operation, SyncError> {
    let operation = Operation::parse(envelope)
        .map_err(|_| SyncError::Damaged("an operation cannot be read"))?;
    if operation.core().chart != chart || operation.hash() != hash {
        return Err(SyncError::Damaged(
            "an operation is not the one its entry names",
        ));
    }
    Ok(operation)
}

/// Lets go of the first chart with a signature that is none, and of all behind it.
fn demand_signatures(checked: &mut Checked, signers: &[Vec<VerifyingKey>]) {
    let entries = checked.frames.iter().flat_map(|frame| &frame.entries);
    let operations = entries.filter_map(|entry| entry.operation.as_ref());
    let claims: Vec<Claim<'_>> = operations.zip(signers.iter().flatten()).collect();
    let Some(place) = first_false(&claims) else {
        return;
    };
    let mut before = 0;
    let holds = |signers: &&Vec<VerifyingKey>| {
        before += signers.len();
        before <= place
    };
    let whole = signers.iter().take_while(holds).count();
    checked.frames.truncate(whole);
    checked.fault = Some(SyncError::Damaged(
        "an operation is not signed by its device",
    ));
}

/// Signing keys of the devices whose operations arrive.
struct Devices<'a> {
    known: BTreeMap<DeviceId, VerifyingKey>,
    journal: &'a SharedJournal,
}

impl Devices<'_> {
    fn learn(
        &mut self,
        certificate: &SignedDeviceCertificate,
        keys_key: &VerifyingKey,
    ) -> Result<(), SyncError> {
        let device = certificate
            .verify(keys_key)
            .map_err(|_| SyncError::Damaged("a device certificate is not the key service's"))?;
        let bytes = certificate.to_bytes();
        self.journal.with(|journal| {
            journal.save_device_certificate(device.device, &device.signing, &bytes)
        })?;
        self.known.insert(device.device, device.signing);
        Ok(())
    }

    fn key(&mut self, device: DeviceId) -> Result<VerifyingKey, SyncError> {
        if let Some(key) = self.known.get(&device) {
            return Ok(*key);
        }
        let key = self
            .journal
            .with(|journal| journal.find_device_key(device))?
            .ok_or(SyncError::Damaged(
                "an operation is of a device nobody vouches for",
            ))?;
        self.known.insert(device, key);
        Ok(key)
    }
}
