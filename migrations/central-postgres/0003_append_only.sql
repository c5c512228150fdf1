-- Why: logs are append-only by privilege and by trigger, not by manners. Whoever serves is `charthold_app`, which owns
-- nothing and may add to a log and read it; the owner of the tables is stopped by triggers. Expand.
-- Not PHI: no table is made here.

DO $$
BEGIN
    -- Roles belong to the whole cluster: another database of Charthold's may have made it, now or at this moment.
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'charthold_app') THEN
        CREATE ROLE charthold_app NOLOGIN;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL;
END $$;

DO $$
BEGIN
    IF NOT pg_has_role(CURRENT_USER, 'charthold_app', 'MEMBER') THEN
        GRANT charthold_app TO CURRENT_USER;
    END IF;
END $$;

GRANT SELECT, INSERT ON
    hospital, epoch, unit, person, person_unit, device, device_unit, device_person, enrolment_code, enrolment_code_unit,
    chart, entry, effective_signature, quarantine, audit_event, audit_head, incident
    TO charthold_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_attempt, session TO charthold_app;
GRANT UPDATE (disabled_at) ON person TO charthold_app;
GRANT UPDATE (revoked_at) ON device TO charthold_app;
GRANT UPDATE (last_at, person_key) ON device_person TO charthold_app;
GRANT UPDATE (uses_left) ON enrolment_code TO charthold_app;
GRANT UPDATE (seq, chain_hash) ON chart TO charthold_app;
GRANT UPDATE (accepted_at) ON quarantine TO charthold_app;
GRANT UPDATE (seq, hash) ON audit_head TO charthold_app;
GRANT SELECT ON schema_migration TO charthold_app;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER entry_is_never_changed BEFORE UPDATE OR DELETE ON entry
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER effective_signature_is_never_changed BEFORE UPDATE OR DELETE ON effective_signature
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_event_is_never_changed BEFORE UPDATE OR DELETE ON audit_event
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER quarantine_is_never_removed BEFORE DELETE ON quarantine
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER incident_is_never_changed BEFORE UPDATE OR DELETE ON incident
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER chart_is_never_removed BEFORE DELETE ON chart
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER epoch_is_never_changed BEFORE UPDATE OR DELETE ON epoch
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Emptying a table passes over triggers of its rows, and a partition can be emptied by itself.
DO $$
DECLARE
    log regclass;
BEGIN
    FOR log IN
        SELECT oid FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
            AND relname ~ '^(entry|effective_signature|quarantine|audit_event)(_[0-9]+)?$|^(incident|chart|epoch)$'
    LOOP
        EXECUTE format('CREATE TRIGGER is_never_emptied BEFORE TRUNCATE ON %s
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', log);
    END LOOP;
END $$;
