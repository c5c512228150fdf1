//! Mistakes that must not compile.

#[test]
fn secrets_cannot_be_copied_printed_compared_serialised_or_mixed_up() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/*.rs");
}
