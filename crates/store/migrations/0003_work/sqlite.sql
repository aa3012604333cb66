-- lists: by date, by number and by state over a register, by change, of an area, by date over all registers
-- SQLite finds words by reading the folded text in the index, where the rows lie close together; PostgreSQL reads the table.
CREATE INDEX entry_by_date ON entry (register, voided, record_date, id, area, search);
CREATE INDEX entry_by_number ON entry (register, voided, year, number, id, area);
CREATE INDEX entry_by_state ON entry (register, voided, state, area, record_date);
CREATE INDEX entry_by_change ON entry (updated_tx, id, register, voided, area, record_date);
CREATE INDEX entry_of_area ON entry (area, updated_tx);
CREATE INDEX entry_by_day ON entry (record_date, register, voided, area);

-- which entries hold or once held a file, in any of their versions; derived
CREATE TABLE entry_file (sha256 TEXT NOT NULL, entry TEXT NOT NULL, PRIMARY KEY (entry, sha256)) STRICT, WITHOUT ROWID;
CREATE INDEX entry_of_file ON entry_file (sha256);
-- what is still to be done by a date, as the entry's catalogue says; derived
CREATE TABLE due (
  entry TEXT NOT NULL, line TEXT NOT NULL, slug TEXT NOT NULL, day INTEGER NOT NULL, area INTEGER NOT NULL, organ INTEGER NOT NULL,
  record_date TEXT NOT NULL, PRIMARY KEY (entry, line, slug)) STRICT, WITHOUT ROWID;
CREATE INDEX due_by_day ON due (day);
CREATE INDEX due_of_area ON due (area, day);

-- unfinished forms
CREATE TABLE draft (
  id TEXT PRIMARY KEY, account INTEGER NOT NULL, register TEXT NOT NULL, entry TEXT, given_version INTEGER, organ INTEGER,
  form TEXT NOT NULL, updated_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX draft_of_account ON draft (account, updated_ms);
CREATE TABLE saved_view (
  id INTEGER PRIMARY KEY AUTOINCREMENT, account INTEGER NOT NULL, register TEXT NOT NULL, name TEXT NOT NULL,
  query TEXT NOT NULL, UNIQUE (account, register, name)) STRICT;

-- reports being written, and as they were handed in
CREATE TABLE paper (
  id INTEGER PRIMARY KEY AUTOINCREMENT, template TEXT NOT NULL, question TEXT NOT NULL, chosen TEXT NOT NULL, edits TEXT NOT NULL,
  title TEXT NOT NULL, unit INTEGER NOT NULL, he TEXT NOT NULL, on_date TEXT NOT NULL, state TEXT NOT NULL, version INTEGER NOT NULL,
  created_tx INTEGER NOT NULL, updated_tx INTEGER NOT NULL, supersedes INTEGER, number TEXT NOT NULL, dated TEXT, mark INTEGER,
  frozen TEXT, frozen_sha256 TEXT) STRICT;
CREATE INDEX paper_of_unit ON paper (unit, updated_tx);
CREATE TABLE paper_file (
  paper INTEGER NOT NULL REFERENCES paper (id), form TEXT NOT NULL, media TEXT NOT NULL, sha256 TEXT NOT NULL REFERENCES file (sha256),
  PRIMARY KEY (paper, form)) STRICT, WITHOUT ROWID;

-- what an operator knows better than the shipped facts
CREATE TABLE holiday (
  day TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, basis TEXT NOT NULL, status TEXT NOT NULL, tx INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE boundary (
  level TEXT PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL REFERENCES file (sha256), tx INTEGER NOT NULL) STRICT, WITHOUT ROWID;
