use charthold_crypto::{Entropy, Key, SigningSecret, purpose};
use charthold_domain::{
    ChartId, Compartment, DeviceId, OpId, PersonId, RecordId, SessionId, TenantId,
};
use proptest::prelude::*;

use crate::{
    AuthContext, Authoring, ChainEntry, Class, Content, Decision, DeviceTip, Facts, FieldName,
    FoldInput, Head, HeaderCore, OpHash, Operation, Patch, QuarantineReason, RawJson,
    SCHEMA_VERSION, SUITE, VERSION, VoidReason, author, decide, decode_body, extend, fold,
    heads_digest,
};

struct Fixed(u8);

impl Entropy for Fixed {
    fn fill(&mut self, out: &mut [u8]) {
        for byte in out {
            self.0 = self.0.wrapping_mul(5).wrapping_add(17);
            *byte = self.0;
        }
    }
}

fn core(op: u8, device_seq: u64, previous: OpHash) -> HeaderCore {
    HeaderCore {
        version: VERSION,
        suite: SUITE,
        tenant: TenantId::from_bytes([1; 16]),
        chart: ChartId::from_bytes([2; 16]),
        record: RecordId::from_bytes([3; 16]),
        class: Class::Mergeable,
        op: OpId::from_bytes([op; 16]),
        parents: vec![],
        device: DeviceId::from_bytes([4; 16]),
        device_seq,
        previous,
        hlc: 1_790_000_000_000 << 16,
        clock_suspect: false,
        person: PersonId::from_bytes([5; 16]),
        session: SessionId::from_bytes([6; 16]),
        authority: AuthContext::Offline,
        compartment: Compartment::Summary,
        key_generation: 1,
        schema: SCHEMA_VERSION,
        min_reader: SCHEMA_VERSION,
        entered_in_error: false,
    }
}

const RESOURCE: &str =
    r#"{"resourceType":"Condition","id":"c1","onsetAge":{"value":10.50},"x-unknown":[1e3, "a b"]}"#;

fn chart_key() -> Key<purpose::Chart> {
    Key::make(&mut Fixed(9))
}

fn operation(core: &HeaderCore) -> Operation {
    let patch = Patch::of_resource(RESOURCE).expect("it is a resource");
    let device = SigningSecret::make(&mut Fixed(1));
    let (key, device) = (chart_key(), &device);
    author(
        core,
        &patch,
        &Authoring {
            chart_key: &key,
            device,
        },
        &mut Fixed(3),
    )
    .expect("it is small")
}

#[test]
fn an_operation_opens_to_what_was_written_and_nothing_of_it_shows() {
    let operation = operation(&core(7, 1, OpHash::NONE));
    operation
        .verify(&SigningSecret::make(&mut Fixed(1)).public())
        .expect("this device signed it");
    let body = operation.open(&chart_key()).expect("this key sealed it");
    // EXPOSE: the test compares it with what was sealed.
    let patch = decode_body(body.expose()).expect("it is a body");
    assert_eq!(
        patch,
        Patch::of_resource(RESOURCE).expect("it is a resource")
    );
    let sealed = [&operation.envelope().header[..], &operation.envelope().body].concat();
    assert!(!sealed.windows(9).any(|window| window == b"Condition"));
}

#[test]
fn the_format_of_an_operation_is_frozen() {
    let operation = operation(&core(7, 1, OpHash::NONE));
    let hex = |bytes: &[u8]| bytes.iter().map(|b| format!("{b:02x}")).collect::<String>();
    let text = format!(
        "{}\n{}\n{}\n{}",
        hex(&operation.envelope().header),
        hex(&operation.envelope().body),
        hex(operation.envelope().signature.as_bytes()),
        hex(&operation.hash().0)
    );
    assert_eq!(
        text,
        include_str!("../../../tests/fixtures/vectors/chartlog/operation-1.hex").trim()
    );
}

#[test]
fn an_operation_moved_to_another_chart_does_not_open() {
    let one = operation(&core(7, 1, OpHash::NONE));
    let mut elsewhere = core(7, 1, OpHash::NONE);
    elsewhere.chart = ChartId::from_bytes([8; 16]);
    let other = operation(&elsewhere);
    let mut swapped = one.envelope().clone();
    swapped.body.clone_from(&other.envelope().body);
    assert!(
        Operation::parse(swapped).is_err(),
        "the header names its own body"
    );
}

#[test]
fn changes_between_two_versions_are_the_changed_elements_only() {
    let after =
        r#"{"resourceType":"Condition","id":"c1","onsetAge":{ "value": 10.50 },"note":"n"}"#;
    let patch = Patch::between(RESOURCE, after)
        .expect("the same record")
        .expect("it changed");
    assert_eq!(
        patch.set,
        vec![(FieldName("note".into()), RawJson("\"n\"".into()))]
    );
    assert_eq!(patch.unset, vec![FieldName("x-unknown".into())]);
    assert_eq!(
        Patch::between(RESOURCE, RESOURCE).expect("the same record"),
        None
    );
    let decimal = RESOURCE.replace("10.50", "10.5");
    assert!(
        Patch::between(RESOURCE, &decimal)
            .expect("the same record")
            .is_some(),
        "10.5 and 10.50 differ in precision"
    );
}

#[test]
fn an_element_given_twice_is_refused() {
    assert!(Patch::of_resource(r#"{"resourceType":"A","id":"1","a":1,"a":2}"#).is_err());
}

fn tip(seq: u64, byte: u8) -> Option<DeviceTip> {
    let hash = OpHash([byte; 32]);
    Some(DeviceTip { seq, hash })
}

#[test]
fn central_decides_by_what_it_knows() {
    let next = core(7, 2, OpHash([9; 32]));
    let hash = OpHash([7; 32]);
    let facts = Facts {
        signature_holds: true,
        device_tip: tip(1, 9),
        ..Facts::default()
    };
    let with = |change: fn(&mut Facts)| {
        let mut facts = facts.clone();
        change(&mut facts);
        decide(&next, hash, &facts)
    };
    assert_eq!(decide(&next, hash, &facts), Decision::Append(None));
    assert_eq!(
        with(|f| f.known = Some(OpHash([7; 32]))),
        Decision::Duplicate
    );
    assert_eq!(
        with(|f| f.known = Some(OpHash([8; 32]))),
        Decision::IdReused
    );
    assert_eq!(with(|f| f.device_tip = None), Decision::Gap { expected: 1 });
    assert_eq!(
        with(|f| f.device_tip = tip(2, 9)),
        Decision::Quarantine(QuarantineReason::ForkedDevice)
    );
    assert_eq!(
        with(|f| f.device_tip = tip(1, 8)),
        Decision::Quarantine(QuarantineReason::ForkedDevice)
    );
    assert_eq!(
        with(|f| (f.device_tip, f.device_forked) = (None, true)),
        Decision::Quarantine(QuarantineReason::ForkedDevice),
        "what would fill the gap is kept aside and never comes"
    );
    assert_eq!(
        with(|f| f.signature_holds = false),
        Decision::Quarantine(QuarantineReason::BadSignature)
    );
    assert_eq!(
        with(|f| f.device_revoked = true),
        Decision::Quarantine(QuarantineReason::DeviceRevoked)
    );
    assert_eq!(
        with(|f| f.out_of_scope = true),
        Decision::Quarantine(QuarantineReason::OutOfScope)
    );
    let mut signed = next.clone();
    signed.class = Class::Signed;
    let already = Facts {
        signed_by: Some(OpId::from_bytes([1; 16])),
        ..facts
    };
    assert_eq!(
        decide(&signed, hash, &already),
        Decision::Append(Some(VoidReason::AlreadySigned))
    );
}

#[test]
fn a_chain_extends_by_one_and_binds_what_came_before() {
    let entry = |seq, byte| ChainEntry {
        seq,
        op_hash: OpHash([byte; 32]),
        void: None,
    };
    let one = extend(&Head::EMPTY, &entry(1, 1)).expect("the first");
    let two = extend(&one, &entry(2, 2)).expect("the second");
    assert_eq!(extend(&one, &entry(3, 2)), None, "numbers are dense");
    let other = extend(&Head::EMPTY, &entry(1, 9)).expect("the first");
    assert_ne!(
        extend(&other, &entry(2, 2)).expect("the second").hash,
        two.hash
    );
}

fn input(op: u8, parents: &[u8], set: &[(&str, &str)]) -> FoldInput {
    FoldInput {
        op: OpId::from_bytes([op; 16]),
        parents: parents.iter().map(|p| OpId::from_bytes([*p; 16])).collect(),
        entered_in_error: false,
        content: Content::Patch(Patch {
            kind: "AllergyIntolerance".into(),
            fhir_id: "a".into(),
            set: set
                .iter()
                .map(|(n, v)| (FieldName((*n).into()), RawJson((*v).into())))
                .collect(),
            unset: vec![],
        }),
    }
}

#[test]
fn changes_to_different_fields_combine_and_to_the_same_field_both_stand() {
    let base = input(1, &[], &[("status", "1"), ("note", "1")]);
    let left = input(2, &[1], &[("status", "2")]);
    let right = input(3, &[1], &[("note", "3")]);
    let merged = fold(&[base.clone(), left.clone(), right]).expect("a record");
    assert_eq!(merged.conflicts().count(), 0);
    assert!(merged.to_json().contains(r#""status":2,"note":3"#));

    let contrary = input(4, &[1], &[("status", "4")]);
    let split = fold(&[base.clone(), left.clone(), contrary.clone()]).expect("a record");
    assert_eq!(
        split.conflicts().count(),
        1,
        "a disagreement is shown, never decided"
    );

    let settled = input(5, &[2, 4], &[("status", "2")]);
    let settled = fold(&[base, left, contrary, settled]).expect("a record");
    assert_eq!(settled.conflicts().count(), 0);
    assert_eq!(settled.heads, vec![OpId::from_bytes([5; 16])]);
}

fn dag() -> impl Strategy<Value = Vec<FoldInput>> {
    prop::collection::vec(
        (
            prop::collection::vec(any::<prop::sample::Index>(), 0..3),
            0..3_u8,
            0..4_u8,
        ),
        1..12,
    )
    .prop_map(|ops| {
        ops.into_iter()
            .enumerate()
            .map(|(n, (parents, field, value))| {
                let n = u8::try_from(n).expect("few");
                let parents: Vec<u8> = parents
                    .iter()
                    .filter(|_| n > 0)
                    .map(|p| u8::try_from(p.index(usize::from(n))).expect("few") + 1)
                    .collect();
                input(
                    n + 1,
                    &parents,
                    &[(["a", "b", "c"][usize::from(field)], &value.to_string())],
                )
            })
            .collect()
    })
}

proptest! {
    #[test]
    fn the_order_of_arrival_never_matters(ops in dag(), seed in any::<u64>()) {
        let folded = fold(&ops).expect("there is one");
        let mut shuffled = ops.clone();
        let len = shuffled.len();
        for i in 0..len {
            let j = usize::try_from(seed.rotate_left(u32::try_from(i).expect("few")) % u64::try_from(len).expect("few")).expect("few");
            shuffled.swap(i, j);
        }
        prop_assert_eq!(folded, fold(&shuffled).expect("there is one"));
    }

    #[test]
    fn no_write_disappears_unless_a_later_one_replaced_it(ops in dag()) {
        let folded = fold(&ops).expect("there is one");
        for op in &ops {
            for (name, _) in written(op) {
                let shown = folded.fields.iter().any(|f| f.name == *name && f.values.iter().any(|(w, _)| *w == op.op));
                let replaced = ops.iter().any(|later| written(later).iter().any(|(n, _)| n == name) && descends(&ops, later.op, op.op));
                prop_assert!(shown != replaced, "{:?} of {:?}", name, op.op);
            }
        }
    }

    #[test]
    fn any_flipped_bit_of_an_envelope_is_refused(at in any::<prop::sample::Index>(), bit in 0_u8..8, part in 0..2) {
        let operation = operation(&core(7, 1, OpHash::NONE));
        let mut envelope = operation.envelope().clone();
        let bytes = if part == 0 { &mut envelope.header } else { &mut envelope.body };
        let i = at.index(bytes.len());
        bytes[i] ^= 1 << bit;
        let device = SigningSecret::make(&mut Fixed(1)).public();
        let refused = match Operation::parse(envelope) {
            Err(_) => true,
            Ok(parsed) => parsed.verify(&device).is_err() || parsed.open(&chart_key()).is_err(),
        };
        prop_assert!(refused);
    }
}

fn written(op: &FoldInput) -> &[(FieldName, RawJson)] {
    match &op.content {
        Content::Patch(patch) => &patch.set,
        Content::Opaque | Content::Silent => &[],
    }
}

fn descends(ops: &[FoldInput], later: OpId, earlier: OpId) -> bool {
    let Some(op) = ops.iter().find(|op| op.op == later) else {
        return false;
    };
    op.parents
        .iter()
        .any(|p| *p == earlier || descends(ops, *p, earlier))
}

#[test]
fn a_digest_of_heads_is_of_charts_numbers_and_hashes() {
    let heads = |entries: &[(u8, u64, u8)]| {
        let head = |(chart, seq, hash): &(u8, u64, u8)| {
            let (seq, hash) = (*seq, [*hash; 32]);
            (ChartId::from_bytes([*chart; 16]), Head { seq, hash })
        };
        heads_digest(&entries.iter().map(head).collect())
    };
    let held = heads(&[(1, 2, 3), (4, 5, 6)]);
    assert_eq!(held, heads(&[(4, 5, 6), (1, 2, 3)]), "in whatever order");
    for other in [
        heads(&[(1, 2, 3)]),
        heads(&[(1, 2, 3), (7, 5, 6)]),
        heads(&[(1, 2, 3), (4, 8, 6)]),
        heads(&[(1, 2, 3), (4, 5, 9)]),
        heads(&[(1, 5, 6), (4, 2, 3)]),
    ] {
        assert_ne!(held, other);
    }
}
