//! Builds audit events: the fields every one has, and what the use case adds.

use charthold_audit::{Action, AuditEvent, Outcome, Subject, Subtype};
use charthold_domain::{AuditEventId, ChartId, Person, Purpose, SessionId};

use crate::Environment;
use crate::enrolled::Enrolled;
use crate::session::Session;

/// Who an event is about.
#[derive(Clone, Copy)]
pub(crate) struct Actor<'a> {
    pub(crate) person: &'a Person,
    pub(crate) session: Option<SessionId>,
}

impl Session {
    pub(crate) fn actor(&self) -> Actor<'_> {
        Actor {
            person: &self.person,
            session: Some(self.id()),
        }
    }
}

/// An event as it happens now; outcome success, nobody's chart.
pub(crate) fn event(
    environment: &Environment,
    enrolled: &Enrolled,
    actor: Option<Actor<'_>>,
    (action, subtype): (Action, Subtype),
) -> AuditEvent {
    let boot = environment.clock.boot_time().0;
    AuditEvent {
        version: 1,
        id: AuditEventId::from(environment.fresh()),
        tenant: enrolled.identity.tenant,
        device: enrolled.identity.device,
        at: environment.clock.now(),
        boot_ms: u64::try_from(boot.as_millis()).unwrap_or(u64::MAX),
        person: actor.map(|actor| actor.person.id),
        role: actor.map(|actor| actor.person.role),
        session: actor.and_then(|actor| actor.session),
        action,
        subtype,
        purpose: Purpose::Treatment,
        chart: None,
        subjects: Vec::new(),
        outcome: Outcome::Success,
        app_version: environment.programme.version.clone(),
        offline: false,
        count: None,
    }
}

/// What a use case says of its event.
pub(crate) trait Describe {
    fn on_chart(self, chart: ChartId) -> Self;
    fn about(self, subjects: Vec<Subject>) -> Self;
    fn counting(self, count: usize) -> Self;
    fn refused(self) -> Self;
}

impl Describe for AuditEvent {
    fn on_chart(mut self, chart: ChartId) -> Self {
        self.chart = Some(chart);
        self
    }

    fn about(mut self, subjects: Vec<Subject>) -> Self {
        self.subjects = subjects;
        self
    }

    fn counting(mut self, count: usize) -> Self {
        self.count = u32::try_from(count).ok();
        self
    }

    fn refused(mut self) -> Self {
        self.outcome = Outcome::MinorFailure;
        self
    }
}
