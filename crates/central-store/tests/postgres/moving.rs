//! A clinic's store moves to a hospital's database, whole or not at all.

use charthold_audit::Subtype;
use charthold_central_store::{
    CentralStore, Moved, NewSecondFactor, PostgresStore, Session, SqliteStore, StoreError, Use,
    move_store, verify,
};
use charthold_chartlog::Class;
use charthold_crypto::SigningSecret;
use charthold_domain::{ChartId, PersonId, Timestamp};
use charthold_protocol::OpOutcome;

use crate::cluster::Cluster;
use crate::world::{Counted, Says, Workstation, World};

/// A clinic with a row in every table.
struct Clinic {
    folder: tempfile::TempDir,
    chart: ChartId,
    person: PersonId,
    device: Workstation,
}

impl Clinic {
    async fn make() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(&folder.path().join("central.db")).unwrap();
        let mut world = World::found(&store).await;
        let (near, far) = (world.unit("4B").await, world.unit("5A").await);
        let (chart, foreign) = (world.chart(near).await, world.chart(far).await);
        let person = world.person("tberg", &[near]).await.id;
        let mut device = world.enrol(&[near]).await;
        world.code(&[near, far], 3).await;
        let (id, at) = (device.id, world.now);
        store_use(
            world.store,
            Use {
                device: id,
                person,
                at,
            },
        )
        .await;
        // It ends sessions: before there is one.
        set_factor(world.store, person, at).await;
        let session = Session {
            token_hash: [1; 32],
            device: id,
            person,
            began_at: at,
            expires_at: at.plus(std::time::Duration::from_secs(600)),
        };
        world.store.add_session(&session).await.unwrap();
        world.store.begin_attempt([2; 32], &[], at).await.unwrap();
        let signed = Says {
            class: Class::Signed,
            ..Says::default()
        };
        let mut operations: Vec<_> = (0..70).map(|_| device.write(chart)).collect();
        operations.push(device.say(chart, signed));
        operations.push(device.write(foreign));
        world.push(id, &operations.iter().collect::<Vec<_>>()).await;
        let events = [1, 2, 3].map(|_| device.event(Subtype::ChartOpened).1);
        world
            .store
            .ingest(&world.ingesting(&device, &events))
            .await
            .unwrap();
        let incident = charthold_central_store::Incident {
            at,
            kind: charthold_central_store::IncidentKind::UnsealedContent,
            device: Some(id),
            chart: None,
        };
        world.store.record_incident(incident).await.unwrap();
        Self {
            folder,
            chart,
            person,
            device,
        }
    }

    fn store(&self) -> SqliteStore {
        SqliteStore::open(&self.folder.path().join("central.db")).unwrap()
    }
}

async fn set_factor(store: &dyn CentralStore, person: PersonId, at: Timestamp) {
    let factor = NewSecondFactor {
        person,
        secret: Some(vec![3; 92]),
        code: None,
        at,
    };
    store.set_second_factor(&factor).await.unwrap();
}

async fn store_use(store: &dyn CentralStore, made: Use) {
    store.record_use(made).await.unwrap();
    let key = SigningSecret::make(&mut Counted(7)).public();
    store
        .record_person_key(made.device, made.person, &key)
        .await
        .unwrap();
}

async fn moved(from: &SqliteStore, to: &PostgresStore) -> Result<Moved, StoreError> {
    move_store(from, to, Timestamp::from_millis(9), &|_, _| {}).await
}

#[tokio::test]
async fn a_moved_store_is_the_same_store_in_a_new_epoch() {
    let mut clinic = Clinic::make().await;
    let cluster = Cluster::start().unwrap();
    let (from, to) = (
        clinic.store(),
        PostgresStore::open(&cluster.url()).await.unwrap(),
    );
    let moved = moved(&from, &to).await.unwrap();
    let empty: Vec<_> = moved.tables.iter().filter(|(_, rows)| *rows == 0).collect();
    assert!(
        empty.is_empty(),
        "the clinic has a row in every table: {empty:?}"
    );
    assert_eq!((moved.epoch, moved.tables.len()), (2, 20));

    let (here, there) = (verify(&from).await.unwrap(), verify(&to).await.unwrap());
    assert_eq!(here, there);
    assert_eq!(there.damage, []);
    let stores: [&dyn CentralStore; 2] = [&from, &to];
    let [old, new] = stores;
    let accounts = (
        old.find_account("tberg").await.unwrap(),
        new.find_account("tberg").await.unwrap(),
    );
    let (old_account, new_account) = (accounts.0.unwrap(), accounts.1.unwrap());
    assert_eq!(old_account.person, new_account.person);
    assert_eq!(old_account.password_hash, new_account.password_hash);
    assert_eq!(
        old.find_use(clinic.device.id, clinic.person).await.unwrap(),
        new.find_use(clinic.device.id, clinic.person).await.unwrap(),
    );
    assert_eq!(
        old.find_second_factor(clinic.person).await.unwrap(),
        new.find_second_factor(clinic.person).await.unwrap(),
    );
    assert_eq!(
        old.list_quarantine(10).await.unwrap(),
        new.list_quarantine(10).await.unwrap()
    );
    assert_eq!(
        old.list_incidents(10).await.unwrap(),
        new.list_incidents(10).await.unwrap()
    );
    assert_eq!(
        new.load_epoch().await.unwrap(),
        2,
        "devices bring again what only the old one has"
    );
    assert_eq!(old.load_epoch().await.unwrap(), 1);

    let next = clinic.device.write(clinic.chart);
    let world = World::beside(&to, 1 << 32);
    let taken = world.push(clinic.device.id, &[&next]).await;
    assert_eq!(
        taken,
        [OpOutcome::Accepted { seq: 72 }],
        "its chain goes on"
    );
}

#[tokio::test]
async fn a_store_that_is_not_empty_takes_nothing() {
    let clinic = Clinic::make().await;
    let cluster = Cluster::start().unwrap();
    let to = PostgresStore::open(&cluster.url()).await.unwrap();
    moved(&clinic.store(), &to).await.unwrap();
    let again = moved(&clinic.store(), &to).await;
    assert!(matches!(again, Err(StoreError::Exists { .. })), "{again:?}");
}

#[tokio::test]
async fn a_copy_that_differs_is_not_kept() {
    let clinic = Clinic::make().await;
    let cluster = Cluster::start().unwrap();
    let to = PostgresStore::open(&cluster.url()).await.unwrap();
    let meddling = "CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN NEW.received_at = NEW.received_at + 1; RETURN NEW; END';
        CREATE TRIGGER meddles BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION meddle()";
    cluster.sql("charthold", "charthold", meddling).unwrap();
    let differs = moved(&clinic.store(), &to).await;
    assert!(
        matches!(differs, Err(StoreError::Damaged { what: "entry", .. })),
        "{differs:?}"
    );
    let stores: [&dyn CentralStore; 1] = [&to];
    assert_eq!(
        stores[0].find_hospital().await.unwrap(),
        None,
        "nothing was kept"
    );
}
