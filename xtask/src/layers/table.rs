//! Reads the two tables of ARCHITECTURE.md, found by their headings.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result, bail, ensure};

/// Crates by short name, each with its layer and what it may use.
pub(super) type Layers = BTreeMap<String, Row>;

/// One row of the layer table.
pub(super) struct Row {
    pub(super) layer: Layer,
    pub(super) may_use: MayUse,
}

/// Where a crate stands. Development is above all layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Layer {
    Product(u8),
    Development,
}

/// What the last column of the layer table grants.
pub(super) enum MayUse {
    Anything,
    Only {
        up_to: Option<u8>,
        named: BTreeSet<String>,
    },
}

/// Reads `| layer | crate | may use |`. The last column is `nothing of ours`, `anything`, or a list of `layer 0`,
/// `layers 0–1` and crates.
///
/// # Errors
/// When there is no such table, or a row cannot be understood.
pub(super) fn layers(text: &str) -> Result<Layers> {
    let mut layers = Layers::new();
    for cells in rows(text, &["layer", "crate", "may use"])? {
        let [layer, name, may_use] = cells.as_slice() else {
            bail!("a layer row has three cells")
        };
        let row = Row {
            layer: read_layer(layer)?,
            may_use: read_may_use(may_use)?,
        };
        ensure!(
            layers.insert(name.clone(), row).is_none(),
            "{name} has two rows in the layer table"
        );
    }
    Ok(layers)
}

/// Reads `| dependency | owners |`: both are lists; a `*` at the end of a dependency stands for any ending.
///
/// # Errors
/// When there is no such table.
pub(super) fn owners(text: &str) -> Result<Vec<(String, BTreeSet<String>)>> {
    let mut owners = Vec::new();
    for cells in rows(text, &["dependency", "owners"])? {
        let [dependencies, names] = cells.as_slice() else {
            bail!("an owner row has two cells")
        };
        let names: BTreeSet<String> = list(names).map(str::to_owned).collect();
        owners.extend(list(dependencies).map(|dependency| (dependency.to_owned(), names.clone())));
    }
    Ok(owners)
}

fn rows(text: &str, heading: &[&str]) -> Result<Vec<Vec<String>>> {
    let mut lines = text
        .lines()
        .skip_while(|line| cells(line).is_none_or(|cells| cells != heading));
    let found: Vec<Vec<String>> = lines.by_ref().skip(2).map_while(cells).collect();
    ensure!(
        !found.is_empty(),
        "ARCHITECTURE.md has no table `| {} |`",
        heading.join(" | ")
    );
    Ok(found)
}

fn cells(line: &str) -> Option<Vec<String>> {
    let inner = line.trim().strip_prefix('|')?.strip_suffix('|')?;
    Some(
        inner
            .split('|')
            .map(|cell| cell.replace('`', "").trim().to_owned())
            .collect(),
    )
}

fn list(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(',')
        .map(str::trim)
        .filter(|item| !item.is_empty())
}

fn read_layer(cell: &str) -> Result<Layer> {
    if cell == "dev" {
        return Ok(Layer::Development);
    }
    let number = cell
        .parse()
        .with_context(|| format!("`{cell}` is neither a layer nor `dev`"))?;
    Ok(Layer::Product(number))
}

fn read_may_use(cell: &str) -> Result<MayUse> {
    match cell {
        "anything" => return Ok(MayUse::Anything),
        "nothing of ours" => {
            return Ok(MayUse::Only {
                up_to: None,
                named: BTreeSet::new(),
            });
        }
        _ => {}
    }
    let (mut up_to, mut named) = (None, BTreeSet::new());
    for item in list(cell) {
        if let Some(range) = item
            .strip_prefix("layers 0–")
            .or_else(|| item.strip_prefix("layer "))
        {
            let last = range
                .parse()
                .with_context(|| format!("`{item}` names no layer"))?;
            ensure!(
                item.starts_with("layers") || last == 0,
                "write `layers 0–{last}`, not `{item}`"
            );
            up_to = Some(last);
        } else {
            named.insert(item.to_owned());
        }
    }
    Ok(MayUse::Only { up_to, named })
}
