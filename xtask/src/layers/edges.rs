//! Which crate uses which, against the layer table.
//!
//! What a product is made of follows the table. Tests may use `testkit` and `scoreboard`, and reach further down than their crate
//! does, but never up.

use std::collections::BTreeSet;

use super::{
    Member, When,
    table::{Layer, Layers, MayUse, Row},
};

/// A sentence for each edge the table does not allow, and for each crate it forgets or invents.
pub(super) fn check(layers: &Layers, members: &[Member]) -> Vec<String> {
    let mut sentences = Vec::new();
    let known: BTreeSet<&str> = members.iter().map(|member| member.name.as_str()).collect();
    for name in layers.keys().filter(|name| !known.contains(name.as_str())) {
        sentences.push(format!(
            "the layer table names {name}, which is no crate of this workspace"
        ));
    }
    for member in members {
        let Some(row) = layers.get(&member.name) else {
            sentences.push(format!("{} has no row in the layer table", member.name));
            continue;
        };
        for used in member
            .uses
            .iter()
            .filter(|used| known.contains(used.name.as_str()))
        {
            let Some(other) = layers.get(&used.name) else {
                continue;
            };
            if !is_allowed(row, &used.name, other, used.when) {
                sentences.push(sentence(&member.name, row, &used.name, other, used.when));
            }
        }
    }
    sentences
}

fn is_allowed(row: &Row, name: &str, other: &Row, when: When) -> bool {
    if when == When::InTests && (FOR_TESTS.contains(&name) || other.layer < row.layer) {
        return true;
    }
    match &row.may_use {
        MayUse::Anything => true,
        MayUse::Only { up_to, named } => {
            let in_range = matches!((other.layer, up_to), (Layer::Product(layer), Some(last)) if layer <= *last);
            other.layer <= row.layer
                && (named.contains(name) || (in_range && other.layer < row.layer))
        }
    }
}

fn sentence(name: &str, row: &Row, used: &str, other: &Row, when: When) -> String {
    let tests = match when {
        When::Always => "",
        When::InTests => " in its tests",
    };
    let (here, there) = (place(row.layer), place(other.layer));
    format!("{name} ({here}) uses {used} ({there}){tests}, which ARCHITECTURE.md does not allow")
}

fn place(layer: Layer) -> String {
    match layer {
        Layer::Product(number) => format!("layer {number}"),
        Layer::Development => "development".to_owned(),
    }
}

const FOR_TESTS: [&str; 2] = ["testkit", "scoreboard"];
