//! Tests of the clinical crate, by module. Every patient in them is made up.

#[cfg(test)]
mod allergy;
#[cfg(test)]
mod date;
#[cfg(test)]
mod double_dose;
#[cfg(test)]
mod fixture;
#[cfg(test)]
mod formats;
#[cfg(test)]
mod identity;
#[cfg(test)]
mod import;
#[cfg(test)]
mod medication;
#[cfg(test)]
mod news2;
#[cfg(test)]
mod note;
#[cfg(test)]
mod observation;
#[cfg(test)]
mod record;
#[cfg(test)]
mod summary;
#[cfg(test)]
mod validity;
#[cfg(test)]
mod views;
#[cfg(test)]
mod vitals;
#[cfg(test)]
mod vitals_entry;
#[cfg(test)]
mod ward;
#[cfg(test)]
mod wording;
