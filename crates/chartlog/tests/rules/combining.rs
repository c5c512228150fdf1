//! What a record is when its authors did not see each other.

use charthold_chartlog::{
    Content, FieldName, Flag, FoldInput, Folded, Patch, RawJson, fold, possible_doubles, versions,
};
use charthold_domain::{OpId, RecordId};
use proptest::prelude::*;

const ALLERGY: &str = "AllergyIntolerance";
const REQUEST: &str = "MedicationRequest";

pub(crate) fn op(n: u8) -> OpId {
    OpId::from_bytes([n; 16])
}

pub(crate) fn write(kind: &str, n: u8, parents: &[u8], set: &[(&str, &str)]) -> FoldInput {
    let field = |(name, value): &(&str, &str)| {
        (FieldName((*name).to_owned()), RawJson((*value).to_owned()))
    };
    FoldInput {
        op: op(n),
        parents: parents.iter().copied().map(op).collect(),
        entered_in_error: false,
        content: Content::Patch(Patch {
            kind: kind.to_owned(),
            fhir_id: "a".to_owned(),
            set: set.iter().map(field).collect(),
            unset: Vec::new(),
        }),
    }
}

fn allergy(n: u8, parents: &[u8], set: &[(&str, &str)]) -> FoldInput {
    write(ALLERGY, n, parents, set)
}

fn folded(operations: &[FoldInput]) -> Folded {
    fold(operations).expect("there is a record")
}

fn values(folded: &Folded, name: &str) -> Vec<Option<String>> {
    let field = folded.fields.iter().find(|field| field.name.0 == name);
    let field = field.expect("somebody wrote the field");
    field
        .values
        .iter()
        .map(|(_, value)| value.as_ref().map(|value| value.0.clone()))
        .collect()
}

#[test]
fn reactions_added_by_two_are_both_there_and_one_taken_away_by_who_saw_it_is_gone() {
    let base = allergy(1, &[], &[("reaction", r#"["hives"]"#)]);
    let one = allergy(2, &[1], &[("reaction", r#"["hives","wheeze"]"#)]);
    let other = allergy(3, &[1], &[("reaction", r#"["rash"]"#)]);
    let merged = folded(&[base.clone(), one.clone(), other.clone()]);
    assert_eq!(
        values(&merged, "reaction"),
        [Some(r#"["wheeze","rash"]"#.to_owned())]
    );
    assert!(
        !merged.needs_reconciliation(),
        "nobody contradicted anybody"
    );

    let again = allergy(4, &[3], &[("reaction", r#"["rash","hives"]"#)]);
    let merged = folded(&[base, one, other, again]);
    let shown = values(&merged, "reaction");
    assert_eq!(
        shown,
        [Some(r#"["wheeze","rash","hives"]"#.to_owned())],
        "what was added again after it was taken away is there"
    );
}

#[test]
fn a_set_that_somebody_wrote_as_something_else_is_a_disagreement() {
    let base = allergy(1, &[], &[("reaction", r#"["hives"]"#)]);
    let list = allergy(2, &[1], &[("reaction", "[]")]);
    let odd = allergy(3, &[1], &[("reaction", r#""hives""#)]);
    let split = folded(&[base, list, odd]);
    assert_eq!(
        split.conflicts().count(),
        1,
        "nothing is guessed about what is no list"
    );
}

#[test]
fn lists_that_are_no_sets_are_both_shown() {
    let base = write(REQUEST, 1, &[], &[("dosageInstruction", "[1]")]);
    let one = write(REQUEST, 2, &[1], &[("dosageInstruction", "[1,2]")]);
    let other = write(REQUEST, 3, &[1], &[("dosageInstruction", "[1,3]")]);
    let split = folded(&[base, one, other]);
    assert_eq!(
        values(&split, "dosageInstruction").len(),
        2,
        "doses are never put together"
    );
}

#[test]
fn of_a_disputed_allergy_the_cautious_value_is_shown_whoever_came_last() {
    let status = |code: &str| format!(r#"{{"coding":[{{"code":"{code}"}}]}}"#);
    let ladders: [(&str, &[&str]); 2] = [
        ("clinicalStatus", &["resolved", "inactive", "active"]),
        (
            "verificationStatus",
            &["entered-in-error", "refuted", "unconfirmed", "confirmed"],
        ),
    ];
    for (field, ladder) in ladders {
        for (lower, upper) in ladder.iter().zip(&ladder[1..]) {
            for (first, second) in [(lower, upper), (upper, lower)] {
                let base = allergy(1, &[], &[]);
                let one = allergy(2, &[1], &[(field, &status(first))]);
                let other = allergy(3, &[1], &[(field, &status(second))]);
                let split = folded(&[base, one, other]);
                let json = split.to_json();
                let shown = format!("\"{upper}\"");
                assert!(
                    json.contains(&shown),
                    "{field}: {upper} over {lower} in {json}"
                );
                assert_eq!(split.conflicts().count(), 1, "the other is not hidden");
            }
        }
    }
}

#[test]
fn an_element_somebody_removed_does_not_outweigh_an_active_allergy() {
    let base = allergy(1, &[], &[("criticality", "\"low\"")]);
    let one = allergy(2, &[1], &[("criticality", "\"high\"")]);
    let mut other = allergy(3, &[1], &[]);
    if let Content::Patch(patch) = &mut other.content {
        patch.unset.push(FieldName("criticality".to_owned()));
    }
    assert!(
        folded(&[base, one, other])
            .to_json()
            .contains(r#""criticality":"high""#)
    );
}

#[test]
fn a_medication_ended_by_one_and_changed_by_another_stays_ended_and_is_looked_at() {
    let base = write(REQUEST, 1, &[], &[("status", "\"active\""), ("dose", "1")]);
    let ended = write(REQUEST, 2, &[1], &[("status", "\"stopped\"")]);
    let changed = write(REQUEST, 3, &[1], &[("status", "\"active\""), ("dose", "2")]);
    let split = folded(&[base.clone(), ended.clone(), changed.clone()]);
    assert_eq!(split.flags, [Flag::EndedWhileChanged]);
    assert!(
        split.to_json().contains(r#""status":"stopped""#),
        "it is not taken up by itself"
    );

    let other_field = write(REQUEST, 3, &[1], &[("dose", "2")]);
    let merged = folded(&[base.clone(), ended.clone(), other_field]);
    assert_eq!(merged.conflicts().count(), 0, "the fields differ");
    assert!(
        merged.needs_reconciliation(),
        "and it is looked at all the same"
    );

    let settled = write(REQUEST, 4, &[2, 3], &[("status", "\"stopped\"")]);
    assert!(
        folded(&[base, ended, changed, settled]).flags.is_empty(),
        "who saw both settled it"
    );
}

#[test]
fn a_mark_of_error_beside_a_change_is_looked_at_and_after_it_is_not() {
    let base = allergy(1, &[], &[("note", "1")]);
    let mut wrong = allergy(2, &[1], &[]);
    wrong.entered_in_error = true;
    let beside = allergy(3, &[1], &[("note", "2")]);
    let split = folded(&[base.clone(), wrong.clone(), beside]);
    assert_eq!(split.flags, [Flag::EnteredInErrorWhileChanged]);
    let after = allergy(3, &[2], &[("note", "2")]);
    assert!(
        folded(&[base.clone(), wrong, after]).flags.is_empty(),
        "its author saw the mark"
    );

    let said = allergy(2, &[1], &[("verificationStatus", "\"entered-in-error\"")]);
    let beside = allergy(3, &[1], &[("note", "2")]);
    let split = folded(&[base, said, beside]);
    assert_eq!(
        split.flags,
        [Flag::EnteredInErrorWhileChanged],
        "a status is a mark, too"
    );
}

#[test]
fn what_cannot_be_read_keeps_its_place_in_the_history() {
    let base = allergy(1, &[], &[("note", "1")]);
    let mut newer = allergy(2, &[1], &[]);
    newer.content = Content::Opaque;
    let last = allergy(3, &[2], &[("note", "3")]);
    let shown = folded(&[base.clone(), newer.clone(), last]);
    assert_eq!(
        values(&shown, "note"),
        [Some("3".to_owned())],
        "its author had seen the first"
    );
    assert_eq!(
        (shown.heads.as_slice(), shown.opaque),
        ([op(3)].as_slice(), 1)
    );

    let shown = folded(&[base.clone(), newer.clone()]);
    assert_eq!(
        shown.heads,
        [op(1)],
        "nobody claims to have seen what cannot be read"
    );
    newer.content = Content::Silent;
    assert_eq!(
        folded(&[base, newer.clone()]).opaque,
        0,
        "what has no effect is not missed"
    );
    assert!(
        fold(&[newer]).is_none(),
        "a record of nothing that can be shown is not shown"
    );
}

#[test]
fn drafts_of_two_workstations_stand_side_by_side() {
    let draft = |n, parents: &[u8], text: &str| write("Composition", n, parents, &[("text", text)]);
    let base = draft(1, &[], "1");
    let (here, there) = (draft(2, &[1], "2"), draft(3, &[1], "3"));
    let side_by_side = versions(&[base.clone(), here.clone(), there.clone()]);
    let texts: Vec<_> = side_by_side
        .iter()
        .map(|version| values(version, "text"))
        .collect();
    assert_eq!(texts, [[Some("2".to_owned())], [Some("3".to_owned())]]);
    let joined = draft(4, &[2, 3], "4");
    assert_eq!(
        versions(&[base, here, there, joined]).len(),
        1,
        "one that continues both"
    );
}

#[test]
fn two_administrations_of_one_dose_are_both_named() {
    let record = |n: u8| RecordId::from_bytes([n; 16]);
    let given = [
        ("08:00", record(2)),
        ("12:00", record(3)),
        ("08:00", record(1)),
        ("12:00", record(3)),
    ];
    assert_eq!(
        possible_doubles(&given),
        [("08:00", vec![record(1), record(2)])]
    );
}

fn reactions() -> impl Strategy<Value = Vec<FoldInput>> {
    let write = (
        prop::collection::vec(any::<prop::sample::Index>(), 0..3),
        0_u8..16,
    );
    prop::collection::vec(write, 1..9).prop_map(|writes| {
        let input = |(n, (parents, list)): (usize, (Vec<prop::sample::Index>, u8))| {
            let parents: Vec<u8> = parents
                .iter()
                .filter(|_| n > 0)
                .map(|parent| u8::try_from(parent.index(n.max(1))).expect("few") + 1)
                .collect();
            let list: Vec<String> = (0..4)
                .filter(|bit| list >> bit & 1 == 1)
                .map(|bit| bit.to_string())
                .collect();
            let list = format!("[{}]", list.join(","));
            allergy(
                u8::try_from(n).expect("few") + 1,
                &parents,
                &[("reaction", &list)],
            )
        };
        writes.into_iter().enumerate().map(input).collect()
    })
}

proptest! {
    #[test]
    fn a_set_is_the_same_in_every_order_and_holds_what_nobody_saw_to_remove(inputs in reactions()) {
        let shown = folded(&inputs);
        let mut reversed = inputs.clone();
        reversed.reverse();
        prop_assert_eq!(&shown, &folded(&reversed));
        let list = |input: &FoldInput| match &input.content {
            Content::Patch(patch) => patch.set[0].1.0.clone(),
            Content::Opaque | Content::Silent => String::new(),
        };
        // The heads' own additions: nobody can have seen them.
        for head in inputs.iter().filter(|input| shown.heads.contains(&input.op)) {
            if head.parents.is_empty() && list(head) != "[]" {
                let values = values(&shown, "reaction");
                let text = values[0].clone().unwrap_or_default();
                for element in list(head).trim_matches(['[', ']']).split(',') {
                    prop_assert!(text.contains(element), "{element} of {text}");
                }
            }
        }
    }
}
