//! Medical record numbers as people read them aloud: digits in groups, never truncated (NHS CUI
//! NUM-0001…0003). What is copied to the clipboard is the number without spaces.

/// `28477109` as `284 771 09`: groups of three from the left, a lone last digit joining the group
/// before it. Numbers with anything but digits are left as they are.
#[must_use]
pub fn grouped(mrn: &str) -> String {
    let mrn = mrn.trim();
    let digits = mrn.len();
    if digits < 6 || !mrn.bytes().all(|b| b.is_ascii_digit()) {
        return mrn.into();
    }
    let mut shown = String::with_capacity(digits + digits / 3);
    for (at, digit) in mrn.chars().enumerate() {
        if at > 0 && at % 3 == 0 && at + 1 < digits {
            shown.push(' ');
        }
        shown.push(digit);
    }
    shown
}

/// What a person typed or pasted, without the spaces of grouping.
#[must_use]
pub fn ungrouped(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
