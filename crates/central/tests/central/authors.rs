//! Whose names come with what is pulled.

use charthold_central_store::WithdrawalReason;
use charthold_domain::{ChartId, Clock, Colleague, Person, PersonId, Role};
use charthold_protocol::PullReply;

use crate::exchange::{from_nothing, pull};
use crate::site::Site;
use crate::workstation::Workstation;

fn named(person: &Person) -> Colleague {
    Colleague {
        id: person.id,
        display_name: person.display_name.clone(),
        role: person.role,
    }
}

async fn people(site: &Site, device: &mut Workstation, chart: ChartId) -> Vec<Colleague> {
    let answer = pull(site, device, &from_nothing(&[chart])).await;
    let mut people = answer.cbor::<PullReply>().people.unwrap_or_default();
    people.sort_by_key(|person| person.id);
    people
}

#[tokio::test]
async fn who_wrote_in_a_chart_and_works_elsewhere_is_named_with_what_they_wrote() {
    let mut site = Site::open().await;
    let near = site.person("tberg", Role::Nurse, site.near).await;
    let far = site.person("afar", Role::Physician, site.far).await;
    let left = site.person("gone", Role::Resident, site.near).await;
    site.person("idle", Role::Physician, site.far).await;
    let (mut author, mut reader) = (site.workstation().await, site.workstation().await);
    let token = author.sign_in(&site, "tberg").await.token;
    let chart = author.chart(&site, &token, site.near).await;
    let nobody = PersonId::from_bytes([3; 16]);
    for (person, chart) in [(near.id, chart), (nobody, chart), (far.id, author.facility)] {
        author.person = person;
        let written = [author.write(chart)];
        author.push(&site, &written).await;
    }
    assert_eq!(
        people(&site, &mut reader, chart).await,
        [],
        "a hello names who works here, and central knows nobody else who wrote"
    );
    for person in [far.id, left.id] {
        author.person = person;
        let written = [author.write(chart)];
        author.push(&site, &written).await;
    }
    let now = site.clock.now();
    site.store
        .disable_person(left.id, WithdrawalReason::Left, now)
        .await
        .unwrap();
    let mut expected = vec![named(&far), named(&left)];
    expected.sort_by_key(|person| person.id);
    assert_eq!(people(&site, &mut reader, chart).await, expected);
    assert_eq!(
        people(&site, &mut reader, author.facility).await,
        [],
        "who listed a patient of whatever unit is nobody's to know here"
    );
    assert_eq!(
        people(&site, &mut author, chart).await,
        [],
        "what it wrote itself comes without its content, and without names"
    );
}
