use charthold_crypto::sha256;

use super::{FIRST, LEVEL, Unpacker, compress};
use crate::{BodyDecoder, Patch, decode_body, encode_body};

const VITAL: &str = r#"{"resourceType":"Observation","id":"018f2c1a-0000-7000-8000-000000000001","status":"final",
    "category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"vital-signs"}]}],
    "code":{"coding":[{"system":"http://loinc.org","code":"8867-4","display":"Heart rate"}]},
    "effectiveDateTime":"2026-11-22T14:32:00Z",
    "valueQuantity":{"value":106,"unit":"/min","system":"http://unitsofmeasure.org","code":"/min"}}"#;

fn plain() -> Vec<u8> {
    Patch::of_resource(VITAL).expect("a resource").to_bytes()
}

#[test]
fn a_dictionary_that_bodies_were_written_with_is_never_changed() {
    let digest = sha256(&[FIRST]);
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(
        hex,
        "109d5fc5855f32e1b562afccf54fa87d2e18e996574d6d660eec54cfdaaf6f11"
    );
}

#[test]
fn what_records_have_in_common_takes_no_room() {
    let without = zstd::bulk::compress(&plain(), LEVEL).expect("it is small");
    let with = compress(&plain()).expect("it is small");
    assert!(
        with.len() * 2 < without.len(),
        "{} bytes against {}",
        with.len(),
        without.len()
    );
    assert_eq!(
        Unpacker::default().decompress(&with, 1 << 20),
        Some(plain())
    );
}

#[test]
fn bodies_from_before_the_dictionary_are_read() {
    let payload = zstd::bulk::compress(&plain(), LEVEL).expect("it is small");
    let length = u32::try_from(payload.len()).expect("it is small");
    let body = [&[1, 1][..], &length.to_be_bytes(), &payload, &[0; 7]].concat();
    let patch = decode_body(&body).expect("a body");
    assert_eq!(patch.to_bytes(), plain());
}

#[test]
fn a_body_that_names_no_dictionary_of_ours_is_refused() {
    let patch = Patch::of_resource(VITAL).expect("a resource");
    let mut body = encode_body(&patch).expect("it is small");
    assert_eq!(body[1], 2, "with dictionary 1");
    body[1] = 3;
    assert!(decode_body(&body).is_err());
    assert_eq!(
        Unpacker::default().decompress(&plain(), 1 << 20),
        None,
        "nothing compressed that"
    );
}

#[test]
fn a_body_that_cannot_be_read_leaves_nothing_behind_for_the_next() {
    let patch = Patch::of_resource(VITAL).expect("a resource");
    let good = encode_body(&patch).expect("it is small");
    let mut torn = good.clone();
    torn[20..40].fill(0xff);
    let mut decoder = BodyDecoder::default();
    for body in [&good, &torn, &good] {
        let read = decoder.decode(body).ok();
        let expected = (body == &good).then(|| patch.to_bytes());
        assert_eq!(read.map(|patch| patch.to_bytes()), expected);
    }
}
