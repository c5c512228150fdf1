use charthold_domain::{ChartId, Person, PersonId, Role, UnitId};

use crate::{Ask, Decision, Deed, Relation, decide};

const CHART: ChartId = ChartId::from_bytes([1; 16]);
const HERE: UnitId = UnitId::from_bytes([2; 16]);
const ELSEWHERE: UnitId = UnitId::from_bytes([3; 16]);
const DEEDS: [Deed; 5] = [
    Deed::ReadChart,
    Deed::WriteChart,
    Deed::SeeCensus,
    Deed::ImportCharts,
    Deed::ExportChart,
];

fn person(role: Role) -> Person {
    Person {
        id: PersonId::from_bytes([4; 16]),
        username: "someone".into(),
        display_name: "Some One".into(),
        role,
        units: vec![HERE],
    }
}

fn ask(role: Role, unit: Option<UnitId>, deed: Deed) -> Decision {
    decide(&Ask {
        person: &person(role),
        chart: CHART,
        unit,
        deed,
    })
}

#[test]
fn a_nurse_reads_and_writes_charts_of_her_unit() {
    for deed in [Deed::ReadChart, Deed::WriteChart] {
        let Decision::Granted(granted) = ask(Role::Nurse, Some(HERE), deed) else {
            panic!("a nurse works with the charts of her unit: {deed:?}");
        };
        assert_eq!(granted.chart(), CHART);
        assert_eq!(granted.relation(), Relation::SameUnit);
    }
}

#[test]
fn without_a_relation_nobody_is_granted_anything() {
    for role in Role::ALL {
        for unit in [None, Some(ELSEWHERE)] {
            for deed in DEEDS {
                assert!(
                    !matches!(ask(role, unit, deed), Decision::Granted(_)),
                    "{role} must not {deed:?} a chart of another unit"
                );
            }
        }
    }
}

#[test]
fn roles_without_patients_are_not_even_offered_break_glass() {
    for role in [Role::Billing, Role::PrivacyOfficer, Role::ItAdmin] {
        for deed in DEEDS {
            assert_eq!(ask(role, Some(HERE), deed), Decision::NotAllowed);
        }
    }
}

#[test]
fn a_clerk_sees_the_census_and_no_chart() {
    assert!(matches!(
        ask(Role::UnitClerk, Some(HERE), Deed::SeeCensus),
        Decision::Granted(_)
    ));
    assert_eq!(
        ask(Role::UnitClerk, Some(HERE), Deed::ReadChart),
        Decision::NotAllowed
    );
}
