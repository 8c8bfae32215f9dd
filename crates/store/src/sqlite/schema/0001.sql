-- Times are microseconds since 1970, UTC. Documents are JSON.
PRAGMA application_id = 0x54574f4c; -- "TWOL"

-- One document a call. The other columns repeat what is searched for.
CREATE TABLE calls (
    id         TEXT    PRIMARY KEY,
    rev        INTEGER NOT NULL,
    agent      TEXT    NOT NULL,
    lead       INTEGER NOT NULL,
    number     TEXT    NOT NULL,
    placed_us  INTEGER NOT NULL,
    unfinished INTEGER NOT NULL,
    doc        TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX calls_by_time ON calls (placed_us);
CREATE INDEX calls_by_agent ON calls (agent, placed_us);
CREATE INDEX calls_by_lead ON calls (lead, placed_us);
CREATE INDEX calls_by_number ON calls (number, placed_us);
CREATE INDEX calls_unfinished ON calls (placed_us) WHERE unfinished = 1;

CREATE TABLE events (
    position    INTEGER PRIMARY KEY,
    call_id     TEXT    NOT NULL REFERENCES calls (id),
    id          TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    at_us       INTEGER NOT NULL,
    recorded_us INTEGER NOT NULL,
    payload     TEXT    NOT NULL,
    UNIQUE (call_id, id)
) STRICT;

CREATE TABLE call_sids (
    sid     TEXT PRIMARY KEY,
    call_id TEXT NOT NULL REFERENCES calls (id),
    leg     TEXT NOT NULL CHECK (leg IN ('agent', 'prospect'))
) STRICT, WITHOUT ROWID;

CREATE TABLE recordings (
    sid     TEXT PRIMARY KEY,
    call_id TEXT NOT NULL REFERENCES calls (id)
) STRICT, WITHOUT ROWID;

-- `position` is the order within an order key. A finished entry is deleted; a dead one has no due time.
CREATE TABLE outbox (
    position   INTEGER PRIMARY KEY AUTOINCREMENT,
    id         TEXT    NOT NULL UNIQUE,
    order_key  TEXT    NOT NULL,
    kind       TEXT    NOT NULL,
    payload    TEXT    NOT NULL,
    due_us     INTEGER,
    worker     TEXT,
    attempts   INTEGER NOT NULL DEFAULT 0,
    last_error TEXT,
    rev        INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX outbox_due ON outbox (due_us) WHERE due_us IS NOT NULL;
CREATE INDEX outbox_order ON outbox (order_key, position) WHERE due_us IS NOT NULL;

CREATE TABLE suppressions (
    number  TEXT    PRIMARY KEY,
    reason  TEXT    NOT NULL,
    call_id TEXT,
    agent   TEXT,
    at_us   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- `body` is what was hashed, verbatim; the last two columns are read out of it, so they cannot disagree with it.
CREATE TABLE audit (
    position INTEGER PRIMARY KEY,
    chain    TEXT    NOT NULL,
    seq      INTEGER NOT NULL,
    body     TEXT    NOT NULL,
    prev     TEXT    NOT NULL,
    hash     TEXT    NOT NULL,
    call_id  TEXT GENERATED ALWAYS AS (body ->> '$.call') VIRTUAL,
    kind     TEXT GENERATED ALWAYS AS (body ->> '$.kind') VIRTUAL,
    UNIQUE (chain, seq)
) STRICT;
CREATE INDEX audit_by_call ON audit (call_id) WHERE call_id IS NOT NULL;

CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER events_no_update BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER events_no_delete BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
