use super::{NoRate, Rate};

fn times(rate: &str, seconds: u32) -> Option<u32> {
    rate.parse::<Rate>()
        .expect("it is a rate")
        .times_in(seconds)
}

#[test]
fn a_rate_is_so_many_times_in_a_while() {
    assert_eq!(times("10", 60), Some(600));
    assert_eq!(times("0.5", 3), Some(1), "what is begun is not counted");
    assert_eq!(times("0.001", 999), None, "never");
    assert_eq!(times("1000", 86_400), None, "too often for one run");
}

#[test]
fn what_is_no_rate_is_refused() {
    for text in ["0", "-1", "1001", "NaN", "inf", "ten", ""] {
        assert_eq!(text.parse::<Rate>(), Err(NoRate), "{text}");
    }
}
