//! What people write at a station: allergies that several change, administrations, drafts, signed
//! notes, marks of error. Patches name what the author saw, folded by the product's own fold.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use charthold_chartlog::{
    AuthContext, Authoring, Class, Content, DeviceTip, FieldName, FoldInput, Folded, HeaderCore,
    OpHash, Operation, Patch, RawJson, SCHEMA_VERSION, SUITE, VERSION, author, decode_body, fold,
};
use charthold_domain::{ChartId, Compartment, OpId, RecordId, SessionId, TenantId};

use crate::cast::{NEW_SCHEMA, chart_key, record, signing};
use crate::chance::Chance;
use crate::station::{Held, Station};

thread_local! {
    /// Patches by operation: opening is pure, and a run opens each many times.
    static OPENED: RefCell<BTreeMap<OpHash, Patch>> = const { RefCell::new(BTreeMap::new()) };
}

pub(crate) fn forget_opened() {
    OPENED.with_borrow_mut(BTreeMap::clear);
}

/// What one reader makes of an operation.
pub(crate) fn input(operation: &Operation, content: Content) -> FoldInput {
    let core = operation.core();
    FoldInput {
        op: core.op,
        parents: core.parents.clone(),
        entered_in_error: core.entered_in_error,
        content,
    }
}

/// Opens as a program of `schema` does.
pub(crate) fn open(operation: &Operation, schema: u16) -> Content {
    let core = operation.core();
    if core.min_reader <= schema
        && let Some(patch) = OPENED.with_borrow(|opened| opened.get(&operation.hash()).cloned())
    {
        return Content::Patch(patch);
    }
    match operation.open_as(schema, chart_key(core.chart, core.key_generation)) {
        Ok(body) => {
            // EXPOSE: a made-up patch of a made-up record.
            let patch = decode_body(body.expose()).expect("its author encoded it");
            OPENED.with_borrow_mut(|opened| opened.insert(operation.hash(), patch.clone()));
            Content::Patch(patch)
        }
        Err(_) => Content::Opaque,
    }
}

impl Station {
    /// How this station reads one of its operations.
    pub(crate) fn content(&self, held: &Held) -> Content {
        let core = held.operation.core();
        if !held.state.has_effect() || (core.class == Class::Draft && core.person != self.person) {
            Content::Silent
        } else if self.keys.contains(&(core.chart, core.key_generation)) {
            open(&held.operation, self.schema)
        } else {
            Content::Opaque
        }
    }

    fn folded(&self, chart: ChartId, record: RecordId) -> Option<Folded> {
        let inputs: Vec<FoldInput> = self
            .held
            .iter()
            .filter(|held| {
                let core = held.operation.core();
                core.chart == chart && core.record == record
            })
            .map(|held| input(&held.operation, self.content(held)))
            .collect();
        fold(&inputs)
    }

    fn has_ops(&self, chart: ChartId, record: RecordId) -> bool {
        self.held.iter().any(|held| {
            let core = held.operation.core();
            core.chart == chart && core.record == record
        })
    }

    /// Writes something, when the person can; `nonce` says what.
    pub(crate) fn write(&mut self, chart: ChartId, nonce: u32) -> Option<Rc<Operation>> {
        if self.is_gone || self.revoked || !self.scope.contains(&chart) {
            return None;
        }
        let generation = self
            .keys
            .iter()
            .filter(|(of, _)| *of == chart)
            .map(|(_, generation)| *generation)
            .max()?;
        let mut chance = Chance::new(u64::from(nonce) ^ u64::from(self.device.as_bytes()[0]) << 40);
        let change = self.change(chart, &mut chance)?;
        let tip = self.tips.get(&chart).copied().unwrap_or(DeviceTip::NONE);
        let mut op = chance.id();
        op[8..].copy_from_slice(
            &(u64::try_from(self.held.len()).expect("few") << 32 | u64::from(nonce)).to_be_bytes(),
        );
        let core = HeaderCore {
            version: VERSION,
            suite: SUITE,
            tenant: TenantId::from_bytes([1; 16]),
            chart,
            record: change.record,
            class: change.class,
            op: OpId::from_bytes(op),
            parents: change.parents,
            device: self.device,
            device_seq: tip.seq + 1,
            previous: tip.hash,
            hlc: chance.next(),
            clock_suspect: false,
            person: self.person,
            session: SessionId::from_bytes([2; 16]),
            authority: AuthContext::Offline,
            compartment: Compartment::Summary,
            key_generation: generation,
            schema: self.schema,
            min_reader: change.min_reader,
            entered_in_error: change.entered_in_error,
        };
        let keys = Authoring {
            chart_key: chart_key(chart, generation),
            device: signing(self.device)?,
        };
        let operation = Rc::new(author(&core, &change.patch, &keys, &mut chance).expect("small"));
        self.tips.insert(
            chart,
            DeviceTip {
                seq: core.device_seq,
                hash: operation.hash(),
            },
        );
        self.held.push(Held {
            operation: Rc::clone(&operation),
            state: charthold_chartlog::OpState::Unconfirmed,
        });
        Some(operation)
    }

    fn change(&self, chart: ChartId, chance: &mut Chance) -> Option<Change> {
        match chance.below(10) {
            0..=4 => self.change_allergy(chart, record(1, chance.byte() % 2), chance),
            5 | 6 => {
                let slot = chance.byte() % 3;
                Some(Change::new(
                    RecordId::from_bytes(chance.id()),
                    Class::InsertOnly,
                    patch("MedicationAdministration", &[("slot", format!("{slot}"))]),
                ))
            }
            7 => {
                let draft = record(2, self.person.as_bytes()[0]);
                let seen = self.folded(chart, draft);
                let text = text(chance);
                let is_thrown_away = seen.is_some() && text.starts_with("\"7");
                let said = match is_thrown_away {
                    true => Vec::new(),
                    false => vec![("text", text)],
                };
                let mut change = Change::new(draft, Class::Draft, patch("Composition", &said));
                change.parents = seen.map(|seen| seen.heads).unwrap_or_default();
                change.entered_in_error = is_thrown_away;
                Some(change)
            }
            8 => {
                let note = record(3, chance.byte() % 2);
                // A signed note takes no further signature from somebody who sees it.
                let seen = self.folded(chart, note);
                seen.is_none().then(|| {
                    Change::new(
                        note,
                        Class::Signed,
                        patch("Composition", &[("text", text(chance))]),
                    )
                })
            }
            _ => {
                let allergy = record(1, chance.byte() % 2);
                let seen = self
                    .folded(chart, allergy)
                    .filter(|seen| seen.opaque == 0)?;
                let wrong = ("verificationStatus", "\"entered-in-error\"".to_owned());
                let mut change = Change::new(
                    allergy,
                    Class::Mergeable,
                    patch("AllergyIntolerance", &[wrong]),
                );
                change.parents = seen.heads;
                change.entered_in_error = true;
                Some(change)
            }
        }
    }

    fn change_allergy(
        &self,
        chart: ChartId,
        record: RecordId,
        chance: &mut Chance,
    ) -> Option<Change> {
        const KIND: &str = "AllergyIntolerance";
        let Some(seen) = self.folded(chart, record) else {
            let base = [
                ("clinicalStatus", "\"active\"".to_owned()),
                ("criticality", "\"low\"".to_owned()),
                ("reaction", format!("[{}]", text(chance))),
            ];
            let is_new = !self.has_ops(chart, record);
            return is_new.then(|| Change::new(record, Class::Mergeable, patch(KIND, &base)));
        };
        if seen.opaque > 0 {
            return None;
        }
        let (patch, is_new_schema) = match chance.below(6) {
            0 => (patch(KIND, &[("clinicalStatus", text(chance))]), false),
            1 => (patch(KIND, &[("criticality", text(chance))]), false),
            2 => (patch(KIND, &[("note", text(chance))]), false),
            3 if self.schema == NEW_SCHEMA => (patch(KIND, &[("x-new", text(chance))]), true),
            _ => (reactions(&seen, KIND, chance), false),
        };
        let mut change = Change::new(record, Class::Mergeable, patch);
        change.parents = seen.heads;
        if is_new_schema && chance.below(2) == 0 {
            change.min_reader = NEW_SCHEMA;
        }
        Some(change)
    }
}

/// Adds a reaction, or takes the first away.
fn reactions(seen: &Folded, kind: &str, chance: &mut Chance) -> Patch {
    let field = seen.fields.iter().find(|field| field.name.0 == "reaction");
    let shown = field
        .and_then(|field| field.values.last())
        .and_then(|(_, value)| value.clone());
    let mut list: Vec<String> = shown
        .map(|list| serde_json::from_str(&list.0).expect("a list of texts"))
        .unwrap_or_default();
    if list.len() > 1 && chance.below(3) == 0 {
        list.remove(0);
    } else {
        list.push(text(chance).trim_matches('"').to_owned());
    }
    let list = serde_json::to_string(&list).expect("texts");
    patch(kind, &[("reaction", list)])
}

/// A text nobody else writes.
fn text(chance: &mut Chance) -> String {
    format!("\"{:016x}\"", chance.next())
}

fn patch(kind: &str, set: &[(&str, String)]) -> Patch {
    Patch {
        kind: kind.to_owned(),
        fhir_id: "a".to_owned(),
        set: set
            .iter()
            .map(|(name, value)| (FieldName((*name).to_owned()), RawJson(value.clone())))
            .collect(),
        unset: Vec::new(),
    }
}

struct Change {
    record: RecordId,
    class: Class,
    patch: Patch,
    parents: Vec<OpId>,
    min_reader: u16,
    entered_in_error: bool,
}

impl Change {
    fn new(record: RecordId, class: Class, patch: Patch) -> Self {
        Self {
            record,
            class,
            patch,
            parents: Vec::new(),
            min_reader: SCHEMA_VERSION,
            entered_in_error: false,
        }
    }
}
