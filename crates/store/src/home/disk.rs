//! Whether a folder lies on an encrypted block device, from what Linux tells everybody in `/sys`.
//! Other systems have ways of their own; here they tell nothing.

use std::path::Path;

/// `None` when it cannot be told: another system, or a file system without a block device.
#[cfg(target_os = "linux")]
pub(super) fn is_encrypted(folder: &Path) -> Option<bool> {
    use std::os::unix::fs::MetadataExt;

    let device = std::fs::metadata(folder).ok()?.dev();
    let (major, minor) = (rustix::fs::major(device), rustix::fs::minor(device));
    let block = Path::new("/sys/dev/block").join(format!("{major}:{minor}"));
    std::fs::exists(&block)
        .ok()?
        .then(|| has_encrypted_layer(&block, MAX_LAYERS))
}

#[cfg(not(target_os = "linux"))]
pub(super) const fn is_encrypted(_: &Path) -> Option<bool> {
    None
}

/// dm-crypt volumes have a device-mapper UUID that begins with "CRYPT-"; LVM and RAID lie above
/// their slaves, all of which must be encrypted.
#[cfg(target_os = "linux")]
fn has_encrypted_layer(block: &Path, layers: u8) -> bool {
    let uuid = std::fs::read_to_string(block.join("dm/uuid")).unwrap_or_default();
    if uuid.starts_with("CRYPT-") {
        return true;
    }
    let Some(layers) = layers.checked_sub(1) else {
        return false;
    };
    let slaves = std::fs::read_dir(block.join("slaves"))
        .into_iter()
        .flatten()
        .flatten();
    let below: Vec<_> = slaves.map(|slave| slave.path()).collect();
    !below.is_empty() && below.iter().all(|slave| has_encrypted_layer(slave, layers))
}

/// More than any real stack of volumes has.
#[cfg(target_os = "linux")]
const MAX_LAYERS: u8 = 8;
