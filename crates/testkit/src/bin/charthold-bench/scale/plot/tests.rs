use super::super::cost::Cost;
use super::super::report::Step;
use super::svg;
use crate::stopwatch::Both;

fn step(charts: u32, cpu_s: [f64; 2]) -> Step {
    let cost = |(what, cpu_s)| Cost {
        what,
        taken: vec![Both { wall_s: 9.0, cpu_s }],
    };
    Step {
        charts,
        operations: charts * 100,
        listed: 0,
        store_bytes: 1,
        costs: ["idle exchange", "first sync"]
            .into_iter()
            .zip(cpu_s)
            .map(cost)
            .collect(),
    }
}

#[test]
fn a_line_for_each_kind_of_work_from_one_to_its_ratio() {
    let picture = svg(&[step(1_000, [1.0, 4.0]), step(10_000, [3.0, 4.0])]);
    assert!(picture.starts_with("<svg ") && picture.ends_with("</svg>\n"));
    // 310 is nothing and 50 is three times as much.
    assert!(
        picture.contains(r#"<polyline class="l0" points="110.0,223.3 650.0,50.0"/>"#),
        "{picture}"
    );
    assert!(
        picture.contains(r#"<polyline class="l1" points="110.0,223.3 650.0,223.3"/>"#),
        "{picture}"
    );
    for words in [
        "idle exchange",
        "first sync",
        "1 k charts",
        "0.1 M operations",
        "10 k charts",
        "3.0×",
    ] {
        assert!(picture.contains(words), "{words}: {picture}");
    }
    assert!(
        picture.contains("prefers-color-scheme:dark"),
        "it is read in the dark, too"
    );
}
