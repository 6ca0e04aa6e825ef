-- The library's first form. Lengths and positions are in nanoseconds of the audio, moments in milliseconds since 1970.

CREATE TABLE media (
	hash      TEXT PRIMARY KEY,          -- SHA-256 of the file, in hexadecimal
	extension TEXT NOT NULL,             -- ".mp3"; hash and extension are the file's name in the media folder
	bytes     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE stories (
	id         INTEGER PRIMARY KEY AUTOINCREMENT, -- never used twice: a place or an undo cannot meet another story
	title      TEXT NOT NULL,
	authors    TEXT NOT NULL,            -- a name a line
	source     TEXT NOT NULL,
	url        TEXT NOT NULL,
	published  TEXT NOT NULL,
	language   TEXT NOT NULL,
	rights     TEXT NOT NULL,
	audio_url  TEXT NOT NULL,
	audio_type TEXT NOT NULL,
	duration   INTEGER NOT NULL,         -- 0 where not known
	audio      TEXT REFERENCES media (hash),
	origin     TEXT NOT NULL,            -- the file it was read from
	same_url   TEXT,                     -- what a second import is known by: see same.go
	same_title TEXT,
	same_words TEXT,
	speakers   INTEGER NOT NULL,         -- how many, so that a list need not count
	turns      INTEGER NOT NULL,
	words      INTEGER NOT NULL,
	added      INTEGER NOT NULL,
	updated    INTEGER NOT NULL,
	removed    INTEGER                   -- when it was removed; it can be restored until it is purged
) STRICT;
CREATE INDEX stories_audio ON stories (audio) WHERE audio IS NOT NULL;
CREATE INDEX stories_same_url ON stories (same_url) WHERE same_url IS NOT NULL;
CREATE INDEX stories_same_title ON stories (same_title) WHERE same_title IS NOT NULL;
CREATE INDEX stories_same_words ON stories (same_words) WHERE same_words IS NOT NULL;
CREATE INDEX stories_removed ON stories (removed) WHERE removed IS NOT NULL;

CREATE TABLE speakers (
	id    INTEGER PRIMARY KEY,
	story INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
	n     INTEGER NOT NULL,              -- from 0, in order of first appearance
	name  TEXT NOT NULL,
	role  TEXT NOT NULL,
	UNIQUE (story, n)
) STRICT;

CREATE TABLE turns (
	id      INTEGER PRIMARY KEY,
	story   INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
	n       INTEGER NOT NULL,            -- from 0
	speaker INTEGER,                     -- speakers.n, or NULL where nobody is named
	kind    TEXT NOT NULL CHECK (kind IN ('speech', 'sound', 'note')),
	text    TEXT NOT NULL,
	UNIQUE (story, n)
) STRICT;

CREATE TABLE alignments (
	story  INTEGER PRIMARY KEY REFERENCES stories (id) ON DELETE CASCADE,
	method TEXT NOT NULL,
	made   INTEGER NOT NULL
) STRICT;

CREATE TABLE timings (
	turn       INTEGER PRIMARY KEY REFERENCES turns (id) ON DELETE CASCADE,
	start      INTEGER NOT NULL,
	"end"      INTEGER NOT NULL,
	confidence REAL NOT NULL,
	spans      BLOB NOT NULL             -- the sentences' and words' timings, packed: see spans.go
) STRICT;

CREATE TABLE places (
	story    INTEGER PRIMARY KEY REFERENCES stories (id) ON DELETE CASCADE,
	position INTEGER NOT NULL,
	finished INTEGER NOT NULL,           -- 1 once the end was reached, until another place inside the story is saved
	read     INTEGER NOT NULL
) STRICT;

CREATE TABLE settings (
	key   TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What search looks through, a row a story. The index keeps no text of its own; it is read from here.
-- FTS5 allows no virtual table in it.
CREATE VIEW searchable (id, title, people, words) AS
SELECT id, title,
	authors || char(10) || (SELECT coalesce(group_concat(name, char(10)), '')
		FROM (SELECT name FROM speakers WHERE story = stories.id ORDER BY n)),
	(SELECT group_concat(text, char(30)) FROM (SELECT text FROM turns WHERE story = stories.id ORDER BY n))
FROM stories;

CREATE VIRTUAL TABLE search USING fts5 (
	title, people, words,
	content = 'searchable', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
