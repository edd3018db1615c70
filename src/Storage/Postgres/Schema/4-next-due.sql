-- When something must happen to a grain at the latest; null when nothing is due.
ALTER TABLE grain_state ADD COLUMN next_due timestamptz;

CREATE INDEX grain_state_due ON grain_state (name, next_due) WHERE next_due IS NOT NULL;
