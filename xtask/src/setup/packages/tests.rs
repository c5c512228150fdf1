use super::missing;

#[test]
fn an_installed_package_is_not_missing() {
    assert!(
        missing(&["xvfb", "dbus"], "dbus ii \nxvfb ii \n").is_empty(),
        "both are installed"
    );
}

#[test]
fn an_unknown_and_a_removed_package_are_missing() {
    let wanted = ["xvfb", "xauth", "dbus"];
    assert_eq!(missing(&wanted, "dbus ii \nxauth rc \n"), ["xvfb", "xauth"]);
}

#[test]
fn a_held_package_counts_as_installed() {
    assert!(
        missing(&["dbus"], "dbus hi \n").is_empty(),
        "held packages are installed"
    );
}

#[test]
fn a_package_whose_name_begins_alike_does_not_count() {
    assert_eq!(missing(&["dbus"], "dbus-x11 ii \n"), ["dbus"]);
}
