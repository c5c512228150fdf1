-- A hospital of four hundred charts, made up of hashes, for the plans of queries.

SET session_replication_role = replica;
INSERT INTO unit SELECT md5('unit' || n)::uuid, 'unit' || n FROM generate_series(1, 10) n;
INSERT INTO person SELECT md5('person' || n)::uuid, 'person' || n, '', 'nurse', '', 0 FROM generate_series(1, 500) n;
INSERT INTO person_unit SELECT md5('person' || n)::uuid, md5('unit' || 1 + n % 10)::uuid FROM generate_series(1, 500) n;
INSERT INTO device SELECT md5('device' || n)::uuid, 'device', '', 0 FROM generate_series(1, 200) n;
INSERT INTO device_unit SELECT md5('device' || n)::uuid, md5('unit' || 1 + n % 10)::uuid FROM generate_series(1, 200) n;
INSERT INTO device_person SELECT md5('device' || 1 + n % 200)::uuid, md5('person' || n)::uuid, 0, 0 FROM generate_series(1, 500) n;
INSERT INTO session SELECT sha256(n::text::bytea), md5('device' || 1 + n % 200)::uuid, md5('person' || n)::uuid, 0, n FROM generate_series(1, 500) n;
INSERT INTO second_factor SELECT md5('person' || n)::uuid, 1, 0 FROM generate_series(1, 500) n;
INSERT INTO epoch SELECT n, 0 FROM generate_series(1, 3) n;
INSERT INTO chart SELECT md5('chart' || n)::uuid, 1, sha256(n::text::bytea), md5('unit' || 1 + n % 10)::uuid, 0, 50, sha256('') FROM generate_series(1, 400) n;
INSERT INTO entry SELECT md5('chart' || n)::uuid, s, md5('op' || n || '-' || s)::uuid, sha256(''), 0, sha256(''), md5('device' || 1 + s % 5)::uuid, s, 0, '', '', sha256('') || sha256('') FROM generate_series(1, 400) n, generate_series(1, 50) s;
INSERT INTO effective_signature SELECT md5('chart' || n)::uuid, md5('record' || s)::uuid, md5('op')::uuid FROM generate_series(1, 400) n, generate_series(1, 5) s;
INSERT INTO quarantine SELECT sha256((n || '-' || s)::bytea), md5('chart' || n)::uuid, md5('aside' || s)::uuid, md5('device' || s)::uuid, md5('device')::uuid, 1 + s % 4, 0, CASE WHEN s % 2 = 0 THEN 1 END, '', '', sha256('') || sha256('') FROM generate_series(1, 400) n, generate_series(1, 40) s;
INSERT INTO audit_event SELECT md5('device' || n)::uuid, s, md5(n || '-' || s)::uuid, sha256(''), sha256(''), '', sha256(''), sha256('') || sha256(''), 0, 0, NULL, md5('chart' || s)::uuid, s % 8, 0 FROM generate_series(1, 200) n, generate_series(1, 100) s;
INSERT INTO audit_head SELECT md5('device' || n)::uuid, 100, sha256('') FROM generate_series(1, 200) n;
INSERT INTO incident (at, kind) SELECT n, 'audit-fork' FROM generate_series(1, 200) n;
ANALYZE;
