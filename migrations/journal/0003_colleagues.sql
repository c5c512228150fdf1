-- Who writes in the charts held here, by name and role, and what was void: an author is told, and a reader sees
-- whose value it is without that person having been at this workstation.
-- Expands. PHI columns: none.

CREATE TABLE colleague (
    -- People of this workstation's units, as central last said.
    person       BLOB PRIMARY KEY CHECK (length(person) = 16),
    display_name TEXT NOT NULL,
    role         TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX confirmation_void ON confirmation (local_seq) WHERE void IS NOT NULL;
