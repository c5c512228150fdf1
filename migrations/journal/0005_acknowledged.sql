-- Why: a line that never carries the whole outbox at once has to bring something new each time, and what central said it has
-- is not to be sent again before its chain was asked. Expand: a new column; programs of version 1 go on without it.
-- PHI columns: none.

ALTER TABLE unconfirmed ADD COLUMN acknowledged INTEGER NOT NULL DEFAULT 0 CHECK (acknowledged IN (0, 1)); -- central said that it has it: a hint
