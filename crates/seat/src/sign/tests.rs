use super::*;

#[test]
fn each_signal_of_leaving_means_one() {
    let said = [
        (
            Speaker::Manager,
            "PrepareForSleep",
            Some(true),
            Leaving::Sleeping,
        ),
        (Speaker::Session, "Lock", None, Leaving::ScreenLocked),
        (
            Speaker::Saver,
            "ActiveChanged",
            Some(true),
            Leaving::ScreenLocked,
        ),
    ];
    for (speaker, member, flag, meaning) in said {
        assert_eq!(of_signal(speaker, member, flag), Some(meaning), "{member}");
    }
}

#[test]
fn coming_back_and_what_nobody_asked_for_mean_nothing() {
    let said = [
        (Speaker::Manager, "PrepareForSleep", Some(false)),
        (Speaker::Manager, "PrepareForSleep", None),
        (Speaker::Manager, "PrepareForShutdown", Some(true)),
        (Speaker::Manager, "Lock", None),
        (Speaker::Session, "Unlock", None),
        (Speaker::Saver, "ActiveChanged", Some(false)),
        (Speaker::Saver, "ActiveChanged", None),
        (Speaker::Saver, "Lock", None),
    ];
    for (speaker, member, flag) in said {
        assert_eq!(
            of_signal(speaker, member, flag),
            None,
            "{speaker:?} {member}"
        );
    }
}

#[test]
fn a_property_means_leaving_when_it_changes_and_not_while_it_stays() {
    let followed = [
        (Property::LidClosed, true, Leaving::LidClosed),
        (Property::LockedHint, true, Leaving::ScreenLocked),
        (Property::Active, false, Leaving::SeatTaken),
    ];
    for (property, left, meaning) in followed {
        let mut standing = Standing::default();
        assert_eq!(
            standing.hear(property, !left),
            None,
            "{property:?} at first"
        );
        assert_eq!(
            standing.hear(property, left),
            Some(meaning),
            "{property:?} left"
        );
        assert_eq!(
            standing.hear(property, left),
            None,
            "{property:?} said again"
        );
        assert_eq!(standing.hear(property, !left), None, "{property:?} back");
        assert_eq!(
            standing.hear(property, left),
            Some(meaning),
            "{property:?} left again"
        );
    }
}

#[test]
fn who_had_left_before_anything_was_heard_has_left() {
    let mut standing = Standing::default();
    let first = standing.hear(Property::Active, false);
    assert_eq!(first, Some(Leaving::SeatTaken));
}
