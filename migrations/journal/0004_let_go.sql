-- Why: what this workstation is not to hold any more goes, once no restore of central can lose it; and people are told what is that
-- safe. Expand: new columns and a table; programs of version 1 go on without them, and let go of nothing.
-- PHI columns: none.

ALTER TABLE chain_head ADD COLUMN durable_seq INTEGER NOT NULL DEFAULT 0; -- the last entry that central's last backup has

CREATE TABLE let_go (
    -- Charts that were held here and are not, and the last place given in the journal when they went: a
    -- projection that has not got beyond it shows what is gone.
    chart     BLOB PRIMARY KEY CHECK (length(chart) = 16),
    local_seq INTEGER NOT NULL CHECK (local_seq >= 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX let_go_by_place ON let_go (local_seq);
