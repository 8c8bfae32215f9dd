-- What people keep on a number, an agent or the organisation. Its revision also moves with what bears on a number.
CREATE TABLE files (
    key TEXT    PRIMARY KEY,
    rev INTEGER NOT NULL,
    doc TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
