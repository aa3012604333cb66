-- STRICT: a sum that leaves 64 bits is an error, as on PostgreSQL, and never a rounded number.
-- Dates in text are civil dates (ISO); columns named *_day are days since 1970-01-01; *_half is a half month (see domain::calendar).
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- Every writing transaction: "as known at" is asked with seq.
CREATE TABLE tx (seq INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, actor TEXT NOT NULL, what TEXT NOT NULL) STRICT;

-- units in time
CREATE TABLE unit_version (
  unit INTEGER NOT NULL, seq INTEGER NOT NULL, from_date TEXT, to_date TEXT, code TEXT NOT NULL, name TEXT NOT NULL,
  full_name TEXT NOT NULL, kind TEXT NOT NULL, level TEXT NOT NULL, parent INTEGER, alt_names TEXT NOT NULL,
  added_tx INTEGER, PRIMARY KEY (unit, seq)) STRICT, WITHOUT ROWID;
CREATE TABLE succession (
  old_unit INTEGER NOT NULL, new_unit INTEGER NOT NULL, on_date TEXT NOT NULL, kind TEXT NOT NULL, part TEXT NOT NULL,
  legal_ref TEXT NOT NULL, added_tx INTEGER, PRIMARY KEY (old_unit, new_unit, on_date)) STRICT, WITHOUT ROWID;
-- who lay under whom, when; derived from the two above, ends stretched so that every day of any date has a row
CREATE TABLE unit_under (
  ancestor INTEGER NOT NULL, unit INTEGER NOT NULL, from_day INTEGER NOT NULL, to_day INTEGER NOT NULL,
  PRIMARY KEY (ancestor, unit, from_day)) STRICT, WITHOUT ROWID;

-- organs, made on first use
CREATE TABLE organ (id INTEGER PRIMARY KEY AUTOINCREMENT, area INTEGER NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (area, kind, name)) STRICT;

-- the catalogue as it was when entries were posted
CREATE TABLE catalogue_version (hash TEXT PRIMARY KEY, tx INTEGER NOT NULL, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE measure (id INTEGER PRIMARY KEY AUTOINCREMENT, slug TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE dimset (id INTEGER PRIMARY KEY, dims TEXT NOT NULL) STRICT;

-- registers
CREATE TABLE counter (register TEXT NOT NULL, organ INTEGER NOT NULL, year INTEGER NOT NULL, last INTEGER NOT NULL,
  PRIMARY KEY (register, organ, year)) STRICT, WITHOUT ROWID;
CREATE TABLE entry (
  id TEXT PRIMARY KEY, register TEXT NOT NULL, organ INTEGER NOT NULL REFERENCES organ (id), area INTEGER NOT NULL,
  record_date TEXT NOT NULL, year INTEGER NOT NULL, number INTEGER NOT NULL, state TEXT NOT NULL, version INTEGER NOT NULL,
  catalogue TEXT NOT NULL REFERENCES catalogue_version (hash), title TEXT NOT NULL, search TEXT NOT NULL, identity TEXT,
  import_key TEXT, assigned INTEGER, voided INTEGER NOT NULL, data TEXT NOT NULL, created_tx INTEGER NOT NULL,
  updated_tx INTEGER NOT NULL, UNIQUE (register, organ, year, number), UNIQUE (register, organ, import_key)) STRICT, WITHOUT ROWID;
CREATE INDEX entry_list ON entry (register, area, record_date);
-- no two live entries of a register are alike in what identifies them
CREATE UNIQUE INDEX entry_identity ON entry (register, identity) WHERE voided = 0;
CREATE TABLE entry_version (
  entry TEXT NOT NULL, version INTEGER NOT NULL, tx INTEGER NOT NULL, action TEXT NOT NULL, state TEXT NOT NULL,
  data TEXT NOT NULL, note TEXT NOT NULL, PRIMARY KEY (entry, version)) STRICT, WITHOUT ROWID;
CREATE TABLE file (sha256 TEXT PRIMARY KEY, bytes INTEGER NOT NULL, content BLOB NOT NULL, tx INTEGER NOT NULL) STRICT;

-- the ledger: append-only
CREATE TABLE posting (
  id INTEGER PRIMARY KEY AUTOINCREMENT, tx INTEGER NOT NULL, entry TEXT NOT NULL, line TEXT NOT NULL, measure INTEGER NOT NULL,
  area INTEGER NOT NULL, tree_day INTEGER NOT NULL, day INTEGER NOT NULL, half INTEGER NOT NULL, dimset INTEGER NOT NULL,
  member TEXT NOT NULL, qty INTEGER NOT NULL, n INTEGER NOT NULL, n_over INTEGER NOT NULL, n_under INTEGER NOT NULL,
  n_pending INTEGER NOT NULL, reverses INTEGER) STRICT;
CREATE INDEX posting_entry ON posting (entry);
CREATE INDEX posting_day ON posting (measure, day);
CREATE INDEX posting_area ON posting (area, measure, day);
-- roll-ups: own (part 0) and below (part 1) totals per half month (level 0) and year (level 1)
CREATE TABLE cell (
  unit INTEGER NOT NULL, part INTEGER NOT NULL, measure INTEGER NOT NULL, level INTEGER NOT NULL, bucket INTEGER NOT NULL,
  dimset INTEGER NOT NULL, member TEXT NOT NULL, shard INTEGER NOT NULL, qty INTEGER NOT NULL, n INTEGER NOT NULL,
  n_over INTEGER NOT NULL, n_under INTEGER NOT NULL, n_pending INTEGER NOT NULL,
  PRIMARY KEY (unit, part, measure, level, bucket, dimset, member, shard)) STRICT, WITHOUT ROWID;

-- declared figures: never changed, only closed
CREATE TABLE declared (
  id INTEGER PRIMARY KEY AUTOINCREMENT, unit INTEGER NOT NULL, measure INTEGER NOT NULL, dims TEXT NOT NULL, from_date TEXT,
  to_date TEXT NOT NULL, qty INTEGER NOT NULL, approx TEXT NOT NULL, note TEXT NOT NULL, tx INTEGER NOT NULL, closed_tx INTEGER,
  closed_why TEXT) STRICT;
CREATE INDEX declared_measure ON declared (measure, to_date);
CREATE TABLE confirmation (
  id INTEGER PRIMARY KEY AUTOINCREMENT, unit INTEGER NOT NULL, measure INTEGER NOT NULL, from_date TEXT, to_date TEXT NOT NULL,
  note TEXT NOT NULL, tx INTEGER NOT NULL) STRICT;
