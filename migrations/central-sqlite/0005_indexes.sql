-- What is asked at every exchange and went through a whole table: the log of the facility among all charts, audit events by subtype, and the
-- quarantine, which a copied workstation can fill. The same indexes as in `central-postgres/0002_logs.sql`. Expands.
-- Nothing of a patient is in clear.

CREATE INDEX chart_of_the_facility ON chart (kind) WHERE kind = 2;
CREATE INDEX quarantine_by_op ON quarantine (chart, op);
CREATE INDEX quarantine_by_device ON quarantine (chart, device, reason);
CREATE INDEX quarantine_waiting ON quarantine (received_at) WHERE accepted_at IS NULL;
CREATE INDEX audit_event_by_subtype ON audit_event (device, subtype);
