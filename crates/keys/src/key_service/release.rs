//! Releasing patient keys: every proof is checked, the release is on the disk, and only then is anything sealed.

use std::collections::BTreeSet;

use charthold_crypto::Secret;
use charthold_domain::Timestamp;
use charthold_protocol::{
    DeviceCertificate, KeyRequest, KeysReply, KeysRequest, ReleasedKey, WantedKey, Warrant,
    key_context,
};

use super::{KeyService, warrant};
use crate::KeysError;
use crate::custody::{make_at, unwrap_at};
use crate::log::{Entry, Event, Release};
use crate::store::{KeyPlace, Work};

/// Several times the beds of a large hospital, in every compartment.
const WANTED_MAX: usize = 10_000;

/// A key on its way out.
type Unwrapped = (KeyPlace, Secret<[u8; 32]>);

impl KeyService {
    /// Releases the keys of a `KeysRequest` with a warrant: every generation of each, sealed to the device. Keys that
    /// are not there yet are made.
    ///
    /// # Errors
    /// Which proof does not hold; see [`KeysError`].
    pub fn release(&self, body: &[u8]) -> Result<KeysReply, KeysError> {
        let mut d = minicbor::Decoder::new(body);
        let request: KeysRequest = d.decode().map_err(|_| KeysError::Malformed)?;
        if d.position() != body.len() {
            return Err(KeysError::Malformed);
        }
        let now = self.now();
        let warrant = request
            .warrant
            .as_ref()
            .ok_or(KeysError::WarrantRefused)?
            .verify(&self.central)
            .map_err(KeysError::signed(KeysError::WarrantRefused))?;
        let (asked, device, keys) = self.commit_release(&request, &warrant, now)?;
        self.seal(&asked, &device, keys)
    }

    /// Checks all proofs, and writes down the release in the same unit of work that spends the warrant.
    fn commit_release(
        &self,
        request: &KeysRequest,
        warrant: &Warrant,
        now: Timestamp,
    ) -> Result<(KeyRequest, DeviceCertificate, Vec<Unwrapped>), KeysError> {
        let claimed = request
            .request
            .dangerous_read()
            .map_err(|_| KeysError::Malformed)?
            .device;
        let mut store = self.store();
        let work = store.begin()?;
        let device = self.load_device(&work, claimed, now)?;
        let asked = request
            .request
            .verify(&device.signing)
            .map_err(KeysError::signed(KeysError::DeviceRefused))?;
        if asked.tenant != device.tenant {
            return Err(KeysError::DeviceRefused);
        }
        let signed = (request.request.bytes(), &request.person_signature);
        self.check_person(&work, &device, asked.person, signed)?;
        warrant::check(&asked, warrant, now)?;
        if asked.wanted.len() > WANTED_MAX {
            return Err(KeysError::TooLarge);
        }
        work.spend(warrant.id, warrant.expires_at, now)?;
        let wanted = kept(&work, &asked)?;
        let keys = self.load_or_make(&work, &asked, &wanted)?;
        let release = Release {
            warrant: warrant.id,
            tenant: asked.tenant,
            device: asked.device,
            person: asked.person,
            purpose: asked.purpose,
            audit: asked.audit,
            keys: wanted.into_iter().collect(),
            index_key: asked.index_key,
        };
        let event = Event::KeysReleased(Box::new(release));
        work.append(&Entry::new(now, event), &self.signing)?;
        work.commit()?;
        Ok((asked, device, keys))
    }

    /// Every generation of every key wanted; generation 1 is made where there is none.
    fn load_or_make(
        &self,
        work: &Work<'_>,
        asked: &KeyRequest,
        wanted: &BTreeSet<WantedKey>,
    ) -> Result<Vec<Unwrapped>, KeysError> {
        let charts = wanted
            .iter()
            .map(|key| KeyPlace::of_chart(asked.tenant, *key, 1));
        let index = asked.index_key.then(|| KeyPlace::of_index(asked.tenant, 1));
        let mut keys = Vec::with_capacity(wanted.len() + 1);
        let mut newest = None;
        for first in charts.chain(index) {
            let found = work.list_generations(first)?;
            if found.is_empty() {
                let version = match newest {
                    Some(version) => version,
                    None => *newest.insert(self.master.newest()?),
                };
                let mut entropy = self.entropy();
                let place = (first, version);
                let key = make_at(work, self.master.as_ref(), place, entropy.as_mut())?;
                keys.push((first, key));
            }
            for (place, wrap) in found {
                keys.push((place, unwrap_at(work, self.master.as_ref(), place, &wrap)?));
            }
        }
        Ok(keys)
    }

    /// Seals `keys` so that only the device opens them.
    fn seal(
        &self,
        asked: &KeyRequest,
        device: &DeviceCertificate,
        keys: Vec<Unwrapped>,
    ) -> Result<KeysReply, KeysError> {
        let mut reply = KeysReply {
            keys: Vec::with_capacity(keys.len()),
            index_key: None,
        };
        for (place, key) in keys {
            let chart = place.chart();
            let key_of = chart
                .as_ref()
                .map(|(chart, compartment)| (chart, *compartment));
            let info = key_context(&asked.device, &asked.person, key_of, place.generation);
            let mut entropy = self.entropy();
            let sealed = device
                .agreement
                // EXPOSE: into the seal.
                .seal_to(&info, &[], key.expose(), entropy.as_mut())
                .map_err(|_| KeysError::DeviceRefused)?;
            match chart {
                Some((chart, compartment)) => {
                    let generation = place.generation;
                    reply.keys.push(ReleasedKey {
                        chart,
                        compartment,
                        generation,
                        sealed,
                    });
                }
                None => reply.index_key = Some(sealed),
            }
        }
        Ok(reply)
    }
}

/// What is wanted and can still be had: nothing of a shredded chart, for which no key is made again. Others wanted with it are
/// not held up.
///
/// # Errors
/// [`KeysError::Shredded`] when nothing else was wanted.
fn kept(work: &Work<'_>, asked: &KeyRequest) -> Result<BTreeSet<WantedKey>, KeysError> {
    let mut kept = BTreeSet::new();
    for key in &asked.wanted {
        if !work.is_shredded(asked.tenant, key.chart)? {
            kept.insert(*key);
        }
    }
    if kept.is_empty() && !asked.wanted.is_empty() && !asked.index_key {
        return Err(KeysError::Shredded);
    }
    Ok(kept)
}
