-- Columns named *_ms are instants in milliseconds since 1970-01-01 UTC; secrets are kept as SHA-256 only.
-- Which account made a transaction; none for the command line.
ALTER TABLE tx ADD COLUMN account INTEGER;
CREATE INDEX tx_at ON tx (at);
CREATE INDEX tx_account ON tx (account, at) WHERE account IS NOT NULL;
CREATE INDEX entry_version_tx ON entry_version (tx);

CREATE TABLE account (
  id INTEGER PRIMARY KEY AUTOINCREMENT, login TEXT NOT NULL UNIQUE, name TEXT NOT NULL, search TEXT NOT NULL, lang TEXT,
  must_change INTEGER NOT NULL, disabled INTEGER NOT NULL, password_hash TEXT NOT NULL, password_set_ms INTEGER NOT NULL,
  totp BLOB, totp_step INTEGER NOT NULL, last_sign_in_ms INTEGER, created_ms INTEGER NOT NULL) STRICT;
CREATE TABLE recovery_code (
  account INTEGER NOT NULL REFERENCES account (id), code_hash BLOB NOT NULL, used_ms INTEGER, PRIMARY KEY (account, code_hash)) STRICT, WITHOUT ROWID;
-- to_date before from_date: ended before it began
CREATE TABLE assignment (
  id INTEGER PRIMARY KEY AUTOINCREMENT, account INTEGER NOT NULL REFERENCES account (id), unit INTEGER NOT NULL, he TEXT NOT NULL, role TEXT NOT NULL,
  from_date TEXT NOT NULL, to_date TEXT, note TEXT NOT NULL) STRICT;
CREATE INDEX assignment_account ON assignment (account);
CREATE INDEX assignment_unit ON assignment (unit);

CREATE TABLE session (
  id INTEGER PRIMARY KEY AUTOINCREMENT, token_hash BLOB NOT NULL UNIQUE, account INTEGER NOT NULL REFERENCES account (id),
  assignment INTEGER NOT NULL REFERENCES assignment (id), started_ms INTEGER NOT NULL, seen_ms INTEGER NOT NULL, elevated_ms INTEGER,
  agent TEXT NOT NULL, address TEXT NOT NULL) STRICT;
CREATE INDEX session_account ON session (account);
-- the password was right, the second factor is still due
CREATE TABLE pending_sign_in (
  token_hash BLOB PRIMARY KEY, account INTEGER NOT NULL REFERENCES account (id), started_ms INTEGER NOT NULL, tries INTEGER NOT NULL) STRICT, WITHOUT ROWID;
-- wrong passwords, by the SHA-256 of a login name or address
CREATE TABLE throttle (key TEXT PRIMARY KEY, misses INTEGER NOT NULL, last_ms INTEGER NOT NULL, until_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE api_token (
  id INTEGER PRIMARY KEY AUTOINCREMENT, token_hash BLOB NOT NULL UNIQUE, account INTEGER NOT NULL REFERENCES account (id),
  assignment INTEGER NOT NULL REFERENCES assignment (id), name TEXT NOT NULL, created_ms INTEGER NOT NULL, expires_date TEXT NOT NULL,
  last_used_ms INTEGER, revoked_ms INTEGER) STRICT;
CREATE INDEX api_token_account ON api_token (account);

-- who took over from whom, since when; drafts go along on that day
CREATE TABLE handover (
  id INTEGER PRIMARY KEY AUTOINCREMENT, giver INTEGER NOT NULL REFERENCES account (id), taker INTEGER NOT NULL REFERENCES account (id), on_date TEXT NOT NULL,
  at_ms INTEGER NOT NULL, drafts_moved INTEGER NOT NULL) STRICT;
CREATE INDEX handover_taker ON handover (taker);

-- account, login: whose account; actor, by_account: who did it; address: the network, never a machine
CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, account INTEGER, login TEXT NOT NULL, actor TEXT NOT NULL, by_account INTEGER, what TEXT NOT NULL,
  detail TEXT NOT NULL, address TEXT NOT NULL) STRICT;
CREATE INDEX audit_at ON audit (at);
CREATE INDEX audit_account ON audit (account, at);
CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
-- whoever changes accounts or assignments holds this row, so that two who are each the other's last administrator wait
INSERT INTO meta (key, value) VALUES ('people.changes', '0');
