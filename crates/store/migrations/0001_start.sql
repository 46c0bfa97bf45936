-- First schema. Words of SQLite's strict tables; PostgreSQL reads INTEGER as BIGINT, BLOB as BYTEA and drops STRICT.
-- Days are text YYYY-MM-DD and inclusive, 9999-12-31 is an open end; moments are milliseconds since 1970 UTC.

CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

-- Places. A unit is one version of a place: its id is code@valid_from.
CREATE TABLE unit (
  id TEXT PRIMARY KEY,
  code TEXT NOT NULL,
  level INTEGER NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  name_en TEXT NOT NULL,
  full_name TEXT NOT NULL,
  alt_names TEXT NOT NULL,
  fold TEXT NOT NULL,
  sort_key TEXT NOT NULL,
  parent_id TEXT REFERENCES unit(id),
  valid_from TEXT NOT NULL,
  valid_to TEXT NOT NULL,
  area_km2 TEXT NOT NULL,
  legal_basis TEXT NOT NULL,
  source TEXT NOT NULL,
  synthetic INTEGER NOT NULL,
  revision INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX unit_by_code ON unit (code, valid_from);
CREATE INDEX unit_by_parent ON unit (parent_id, sort_key);

-- Every spelling a place can be found by, folded; prefix search runs on this.
CREATE TABLE unit_name (
  unit_id TEXT NOT NULL REFERENCES unit(id),
  fold TEXT NOT NULL,
  PRIMARY KEY (unit_id, fold)
) STRICT;
CREATE INDEX unit_name_by_fold ON unit_name (fold, unit_id);

-- The tree as pairs, each with the days on which it holds; depth 0 is the unit itself.
CREATE TABLE unit_path (
  ancestor_id TEXT NOT NULL REFERENCES unit(id),
  descendant_id TEXT NOT NULL REFERENCES unit(id),
  depth INTEGER NOT NULL,
  level INTEGER NOT NULL,
  since TEXT NOT NULL,
  until TEXT NOT NULL,
  PRIMARY KEY (ancestor_id, descendant_id)
) STRICT;
CREATE INDEX unit_path_by_descendant ON unit_path (descendant_id, ancestor_id);
CREATE INDEX unit_path_by_level ON unit_path (ancestor_id, level, descendant_id);

CREATE TABLE lineage (
  from_id TEXT NOT NULL REFERENCES unit(id),
  to_id TEXT NOT NULL REFERENCES unit(id),
  kind TEXT NOT NULL,
  part TEXT NOT NULL,
  effective_date TEXT NOT NULL,
  note TEXT NOT NULL,
  legal_basis TEXT NOT NULL,
  source TEXT NOT NULL,
  PRIMARY KEY (from_id, to_id)
) STRICT;
CREATE INDEX lineage_by_to ON lineage (to_id, from_id);

CREATE TABLE area_class (
  unit_id TEXT NOT NULL REFERENCES unit(id),
  since TEXT NOT NULL,
  until TEXT NOT NULL,
  class TEXT NOT NULL,
  legal_basis TEXT NOT NULL,
  PRIMARY KEY (unit_id, since)
) STRICT;

-- People of the system.
CREATE TABLE account (
  id TEXT PRIMARY KEY,
  login TEXT NOT NULL,
  name TEXT NOT NULL,
  fold TEXT NOT NULL,
  title TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  must_change INTEGER NOT NULL,
  language TEXT NOT NULL,
  disabled_at INTEGER,
  synthetic INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  revision INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX account_by_login ON account (login);

CREATE TABLE role_grant (
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account(id),
  role TEXT NOT NULL,
  unit_id TEXT NOT NULL REFERENCES unit(id),
  since TEXT NOT NULL,
  until TEXT NOT NULL,
  legal_basis TEXT NOT NULL
) STRICT;
CREATE INDEX role_grant_by_account ON role_grant (account_id, since);
CREATE INDEX role_grant_by_unit ON role_grant (unit_id, role);

-- A session's key is the hash of its token; the token itself is never stored.
CREATE TABLE session (
  id TEXT PRIMARY KEY,
  token_hash TEXT NOT NULL,
  account_id TEXT NOT NULL REFERENCES account(id),
  device TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX session_by_token ON session (token_hash);
CREATE INDEX session_by_account ON session (account_id, seen_at);

CREATE TABLE sign_in_try (
  key TEXT PRIMARY KEY,
  failures INTEGER NOT NULL,
  since INTEGER NOT NULL
) STRICT;

-- The household register.
CREATE TABLE household (
  id TEXT PRIMARY KEY,
  commune_id TEXT NOT NULL REFERENCES unit(id),
  hamlet_id TEXT NOT NULL REFERENCES unit(id),
  number TEXT NOT NULL,
  head_name TEXT NOT NULL,
  head_fold TEXT NOT NULL,
  fold TEXT NOT NULL,
  sort_key TEXT NOT NULL,
  address TEXT NOT NULL,
  phone TEXT NOT NULL,
  note TEXT NOT NULL,
  status TEXT NOT NULL,
  status_on TEXT NOT NULL,
  synthetic INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  revision INTEGER NOT NULL
) STRICT;
CREATE INDEX household_by_hamlet ON household (hamlet_id, sort_key, id);
CREATE INDEX household_by_commune ON household (commune_id, sort_key, id);
CREATE INDEX household_by_head ON household (commune_id, head_fold);
CREATE UNIQUE INDEX household_by_number ON household (hamlet_id, number);

-- Where a household lived and when; the stock of a place is counted from here.
CREATE TABLE household_stay (
  household_id TEXT NOT NULL REFERENCES household(id),
  hamlet_id TEXT NOT NULL REFERENCES unit(id),
  commune_id TEXT NOT NULL REFERENCES unit(id),
  since TEXT NOT NULL,
  until TEXT NOT NULL,
  PRIMARY KEY (household_id, since)
) STRICT;
CREATE INDEX household_stay_by_hamlet ON household_stay (hamlet_id, since);

-- `back` is `fold` with its words in reverse, `place` the hamlet where a person can be found: empty for who left, and in a
-- household that is not active.
CREATE TABLE member (
  id TEXT PRIMARY KEY,
  household_id TEXT NOT NULL REFERENCES household(id),
  ordinal INTEGER NOT NULL,
  name TEXT NOT NULL,
  fold TEXT NOT NULL,
  back TEXT NOT NULL,
  relation TEXT NOT NULL,
  sex TEXT NOT NULL,
  birth TEXT NOT NULL,
  id_cipher BLOB,
  id_hash TEXT,
  id_tail TEXT NOT NULL,
  left_on TEXT NOT NULL,
  place TEXT NOT NULL
) STRICT;
CREATE INDEX member_by_household ON member (household_id, ordinal);
CREATE INDEX member_by_id_hash ON member (id_hash);
-- A person is found by the beginning of the name and by its end. Place and birth stand in the index too, so that looking for
-- the people of some places reads no rows of others.
CREATE INDEX member_by_fold ON member (fold, id, place, birth) WHERE place <> '';
CREATE INDEX member_by_back ON member (back, id, place, birth) WHERE place <> '';

-- Households that went up into another one: by whom, the revisions the act left behind, and, enciphered, what both were
-- before, for as long as it can be taken back.
CREATE TABLE household_merge (
  from_id TEXT PRIMARY KEY REFERENCES household(id),
  into_id TEXT NOT NULL REFERENCES household(id),
  account_id TEXT NOT NULL REFERENCES account(id),
  at INTEGER NOT NULL,
  from_revision INTEGER NOT NULL,
  into_revision INTEGER NOT NULL,
  was BLOB NOT NULL
) STRICT;
CREATE INDEX household_merge_by_into ON household_merge (into_id, at);

-- Two households that look alike and were told apart, with a digest of what was held against each other then.
CREATE TABLE household_apart (
  one_id TEXT NOT NULL REFERENCES household(id),
  two_id TEXT NOT NULL REFERENCES household(id),
  evidence TEXT NOT NULL,
  account_id TEXT NOT NULL REFERENCES account(id),
  at INTEGER NOT NULL,
  PRIMARY KEY (one_id, two_id)
) STRICT;
CREATE INDEX household_apart_by_two ON household_apart (two_id, one_id);

-- Import files wait here with their mapping until they are applied.
CREATE TABLE import_file (
  id TEXT PRIMARY KEY,
  commune_id TEXT NOT NULL REFERENCES unit(id),
  account_id TEXT NOT NULL REFERENCES account(id),
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  mapping TEXT NOT NULL,
  state TEXT NOT NULL,
  outcome TEXT NOT NULL,
  standing TEXT NOT NULL,
  tray INTEGER NOT NULL,
  at INTEGER NOT NULL,
  revision INTEGER NOT NULL
) STRICT;
CREATE INDEX import_file_by_commune ON import_file (commune_id, at);
CREATE INDEX import_file_by_state ON import_file (state, at);

-- The bytes of a file, apart from its row: megabytes, which would be written again with each part that goes in.
CREATE TABLE import_body (
  import_id TEXT PRIMARY KEY REFERENCES import_file(id),
  body BLOB NOT NULL
) STRICT;

-- What a person put right in a file on the screen: a cell, or a row of the file; enciphered.
CREATE TABLE import_fix (
  import_id TEXT NOT NULL REFERENCES import_file(id),
  place TEXT NOT NULL,
  fix BLOB NOT NULL,
  PRIMARY KEY (import_id, place)
) STRICT;

-- Which columns a person gave which meaning, for the next file with the same heads.
CREATE TABLE import_shape (
  commune_id TEXT NOT NULL REFERENCES unit(id),
  kind TEXT NOT NULL,
  shape TEXT NOT NULL,
  columns TEXT NOT NULL,
  name TEXT NOT NULL,
  account_id TEXT NOT NULL REFERENCES account(id),
  at INTEGER NOT NULL,
  PRIMARY KEY (commune_id, kind, shape)
) STRICT;

-- What an applied file did to each household, for as long as it can be taken back: in which part of it (large files go in
-- by parts, and what waited goes in later), the household's revision after it, and, enciphered, what was there before;
-- nothing for a household that the file entered.
CREATE TABLE import_entry (
  import_id TEXT NOT NULL REFERENCES import_file(id),
  part INTEGER NOT NULL,
  household_id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  was BLOB NOT NULL,
  PRIMARY KEY (import_id, part, household_id)
) STRICT;
CREATE INDEX import_entry_by_household ON import_entry (household_id);

-- Criteria bodies as they were used; a published version never changes.
CREATE TABLE criteria_set (
  set_id TEXT NOT NULL,
  version TEXT NOT NULL,
  hash TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (set_id, version)
) STRICT;

-- One candidate for one title and year. The row is the fold of its steps, kept for reading; the steps are the truth.
CREATE TABLE assessment (
  id TEXT PRIMARY KEY,
  model TEXT NOT NULL,
  year INTEGER NOT NULL,
  household_id TEXT NOT NULL REFERENCES household(id),
  hamlet_id TEXT NOT NULL REFERENCES unit(id),
  commune_id TEXT NOT NULL REFERENCES unit(id),
  state TEXT NOT NULL,
  standing TEXT NOT NULL,
  set_id TEXT NOT NULL,
  version TEXT NOT NULL,
  area TEXT NOT NULL,
  filled TEXT NOT NULL,
  total INTEGER NOT NULL,
  complete INTEGER NOT NULL,
  passed INTEGER NOT NULL,
  decision_id TEXT,
  revision INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX assessment_by_household ON assessment (household_id, model, year);
CREATE INDEX assessment_by_hamlet ON assessment (hamlet_id, model, year, state);
CREATE INDEX assessment_by_commune ON assessment (commune_id, model, year, state);
CREATE INDEX assessment_by_decision ON assessment (decision_id) WHERE decision_id IS NOT NULL;

CREATE TABLE step (
  assessment_id TEXT NOT NULL REFERENCES assessment(id),
  n INTEGER NOT NULL,
  kind TEXT NOT NULL,
  account_id TEXT NOT NULL REFERENCES account(id),
  at INTEGER NOT NULL,
  on_day TEXT NOT NULL,
  reason TEXT NOT NULL,
  data TEXT NOT NULL,
  PRIMARY KEY (assessment_id, n)
) STRICT;

CREATE TABLE evidence (
  id TEXT PRIMARY KEY,
  assessment_id TEXT NOT NULL REFERENCES assessment(id),
  item TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  body BLOB NOT NULL,
  account_id TEXT NOT NULL REFERENCES account(id),
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX evidence_by_assessment ON evidence (assessment_id, item);

CREATE TABLE decision (
  id TEXT PRIMARY KEY,
  commune_id TEXT NOT NULL REFERENCES unit(id),
  model TEXT NOT NULL,
  year INTEGER NOT NULL,
  number TEXT NOT NULL,
  fold TEXT NOT NULL,
  issued_on TEXT NOT NULL,
  issued_at TEXT NOT NULL,
  issuer TEXT NOT NULL,
  legal_bases TEXT NOT NULL,
  signatory TEXT NOT NULL,
  signatory_title TEXT NOT NULL,
  account_id TEXT NOT NULL REFERENCES account(id),
  set_id TEXT NOT NULL,
  version TEXT NOT NULL,
  families INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX decision_by_number ON decision (commune_id, fold);
CREATE INDEX decision_by_commune ON decision (commune_id, issued_on);

-- One certificate an assessment; the words are those of the day of the decision and never change.
CREATE TABLE certificate (
  id TEXT PRIMARY KEY,
  decision_id TEXT NOT NULL REFERENCES decision(id),
  assessment_id TEXT NOT NULL REFERENCES assessment(id),
  ordinal INTEGER NOT NULL,
  head_name TEXT NOT NULL,
  hamlet_name TEXT NOT NULL,
  commune_name TEXT NOT NULL,
  province_name TEXT NOT NULL,
  total INTEGER NOT NULL,
  synthetic INTEGER NOT NULL
) STRICT;
CREATE INDEX certificate_by_decision ON certificate (decision_id, ordinal);
CREATE UNIQUE INDEX certificate_by_assessment ON certificate (assessment_id);

-- Texts of templates by their digest; none ever changes or goes, so that an issued paper stays as it was.
CREATE TABLE template_text (
  hash TEXT PRIMARY KEY,
  body TEXT NOT NULL
) STRICT;

-- Templates that an office brought, numbered in its place for each paper.
CREATE TABLE template (
  id TEXT PRIMARY KEY,
  unit_id TEXT NOT NULL REFERENCES unit(id),
  kind TEXT NOT NULL,
  n INTEGER NOT NULL,
  name TEXT NOT NULL,
  hash TEXT NOT NULL REFERENCES template_text(hash),
  account_id TEXT NOT NULL REFERENCES account(id),
  at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX template_by_unit ON template (unit_id, kind, n);

-- What a place uses for a paper: a template's id, 'builtin', or, empty, what the place above it uses.
CREATE TABLE template_choice (
  unit_id TEXT NOT NULL REFERENCES unit(id),
  kind TEXT NOT NULL,
  choice TEXT NOT NULL,
  PRIMARY KEY (unit_id, kind)
) STRICT;

-- What the papers of an issued decision are made of besides its list: both templates, and the Vietnamese words as JSON.
CREATE TABLE decision_paper (
  decision_id TEXT PRIMARY KEY REFERENCES decision(id),
  decision_hash TEXT NOT NULL REFERENCES template_text(hash),
  certificate_hash TEXT NOT NULL REFERENCES template_text(hash),
  words TEXT NOT NULL
) STRICT;

-- Counters, at the hamlet and at its commune; higher places are sums made when someone looks.
CREATE TABLE tally (
  unit_id TEXT NOT NULL REFERENCES unit(id),
  year INTEGER NOT NULL,
  model TEXT NOT NULL,
  measure TEXT NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (unit_id, year, model, measure)
) STRICT;

-- Figures that others published; never added to counted ones.
CREATE TABLE published (
  id TEXT PRIMARY KEY,
  unit_id TEXT NOT NULL REFERENCES unit(id),
  place_as_named TEXT NOT NULL,
  source TEXT NOT NULL,
  as_of TEXT NOT NULL,
  subject TEXT NOT NULL,
  measure TEXT NOT NULL,
  numerator INTEGER,
  denominator INTEGER,
  rate TEXT NOT NULL,
  qualifier TEXT NOT NULL,
  note TEXT NOT NULL
) STRICT;
CREATE INDEX published_by_unit ON published (unit_id, as_of);

-- Published figures that were taken in wrongly: they stay where they are, and count no more.
CREATE TABLE published_withdrawn (
  published_id TEXT PRIMARY KEY REFERENCES published(id),
  at INTEGER NOT NULL,
  account_id TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;

-- The audit trail: one chain of keyed hashes a commune, and one named 'site' for what belongs to no commune. A proof tells
-- how the record stood after the act.
CREATE TABLE audit (
  chain TEXT NOT NULL,
  n INTEGER NOT NULL,
  at INTEGER NOT NULL,
  account_id TEXT NOT NULL,
  act TEXT NOT NULL,
  object_kind TEXT NOT NULL,
  object_id TEXT NOT NULL,
  unit_id TEXT NOT NULL,
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  reason TEXT NOT NULL,
  proof TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (chain, n)
) STRICT;
CREATE INDEX audit_by_object ON audit (object_kind, object_id, at);
CREATE INDEX audit_by_time ON audit (at, chain, n);
CREATE INDEX audit_by_chain ON audit (chain, at, n);
CREATE INDEX audit_by_account ON audit (account_id, at, chain, n);

CREATE TABLE audit_head (
  chain TEXT PRIMARY KEY,
  n INTEGER NOT NULL,
  hash TEXT NOT NULL,
  seal TEXT NOT NULL
) STRICT;

-- Answers already given, by the request id the client made: a write sent twice is answered twice and done once.
CREATE TABLE receipt (
  account_id TEXT NOT NULL,
  request_id TEXT NOT NULL,
  act TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  answer TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (account_id, request_id)
) STRICT;
CREATE INDEX receipt_by_time ON receipt (at);

-- Work that comes again by the clock: when it is due, which server has it until when, how it last went. It belongs to the
-- servers and not to the records, so no backup takes it along.
CREATE TABLE job (
  name TEXT PRIMARY KEY,
  due INTEGER NOT NULL,
  lease_until INTEGER NOT NULL,
  holder TEXT NOT NULL,
  began INTEGER NOT NULL,
  ended INTEGER NOT NULL,
  good INTEGER NOT NULL,
  tries INTEGER NOT NULL,
  outcome TEXT NOT NULL
) STRICT;
