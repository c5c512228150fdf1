//! Whose names a device is told, for what they wrote: those who work in its units with a hello, whoever else wrote what it
//! pulls with the pull. Name and role, and nothing more of a person.

use std::collections::BTreeSet;

use charthold_central_store::{Account, Device};
use charthold_chartlog::HeaderCore;
use charthold_domain::{Colleague, Person, PersonId};
use charthold_protocol::ChartFrame;

use crate::answer::Refusal;
use crate::central::Central;

/// Who works in a unit of the device.
pub(crate) async fn of_units(
    central: &Central,
    device: &Device,
) -> Result<Vec<Colleague>, Refusal> {
    let everybody = central.store.list_people().await?;
    let near = everybody
        .into_iter()
        .filter(|person| works_near(person, device));
    Ok(near.map(colleague).collect())
}

/// Who wrote what is given out of patients' charts and works elsewhere, or nowhere any more. Only of that is asked: what it
/// costs goes with what is pulled, and who wrote nothing for this device stays unknown to it.
pub(crate) async fn who_wrote(
    central: &Central,
    device: &Device,
    frames: &[ChartFrame],
) -> Result<Option<Vec<Colleague>>, Refusal> {
    let facility = central.hospital.facility_chart;
    let entries = frames
        .iter()
        .filter(|frame| frame.chart != facility)
        .flat_map(|frame| &frame.entries);
    let authors: BTreeSet<PersonId> = entries
        .filter_map(|entry| HeaderCore::of_signed(&entry.operation.as_ref()?.header).ok())
        .map(|core| core.person)
        .collect();
    if authors.is_empty() {
        return Ok(None);
    }
    let authors: Vec<PersonId> = authors.into_iter().collect();
    let known = central.store.list_accounts(&authors).await?;
    let far: Vec<Colleague> = known
        .into_iter()
        .filter(|account| !is_named_in_hello(account, device))
        .map(|account| colleague(account.person))
        .collect();
    Ok((!far.is_empty()).then_some(far))
}

fn is_named_in_hello(account: &Account, device: &Device) -> bool {
    account.disabled_at.is_none() && works_near(&account.person, device)
}

fn works_near(person: &Person, device: &Device) -> bool {
    person.units.iter().any(|unit| device.units.contains(unit))
}

fn colleague(person: Person) -> Colleague {
    Colleague {
        id: person.id,
        display_name: person.display_name,
        role: person.role,
    }
}
