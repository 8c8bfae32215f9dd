-- Since when something is owed, for the people who look. What is owed already has waited since it was due.
ALTER TABLE outbox ADD COLUMN owed_us INTEGER NOT NULL DEFAULT 0;
UPDATE outbox SET owed_us = coalesce(due_us, 0);

-- Until when nobody is to use a credential: the CRM has asked for a rest.
CREATE TABLE cool_downs (
    credential TEXT    PRIMARY KEY,
    until_us   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Written by each question whether the store can write: a full disk answers that only to a write.
CREATE TABLE readiness (
    id    INTEGER PRIMARY KEY CHECK (id = 1),
    at_us INTEGER NOT NULL
) STRICT;
