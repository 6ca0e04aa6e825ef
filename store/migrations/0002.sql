-- What saving for offline reading needs: sound in several files, chapters, pictures, and saving that goes on after a restart.

-- A book's sound is several files, heard one after the other. The first is stories.audio; here are those after it.
CREATE TABLE parts (
	story INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
	n     INTEGER NOT NULL,              -- from 1
	audio TEXT NOT NULL REFERENCES media (hash),
	start INTEGER NOT NULL,              -- where in the story's sound the file begins
	PRIMARY KEY (story, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX parts_audio ON parts (audio);

CREATE TABLE chapters (
	story INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
	n     INTEGER NOT NULL,              -- from 0
	level INTEGER NOT NULL,              -- 0: of the whole; 1: within the one of level 0 before it; and so on
	turn  INTEGER NOT NULL,              -- turns.n of its first
	title TEXT NOT NULL,
	PRIMARY KEY (story, n)
) STRICT, WITHOUT ROWID;

-- Turns that a listener may wish to skip or to leave: page numbers, footnotes, tables.
CREATE TABLE asides (
	story INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
	first INTEGER NOT NULL,              -- turns.n
	last  INTEGER NOT NULL,              -- turns.n, inclusive
	kind  TEXT NOT NULL,                 -- as in EPUB: "pagebreak", "footnote", "table"
	PRIMARY KEY (story, first, last, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE pictures (
	story  INTEGER PRIMARY KEY REFERENCES stories (id) ON DELETE CASCADE,
	image  TEXT NOT NULL REFERENCES media (hash),
	url    TEXT NOT NULL,                -- where it was fetched from, '' for a file
	alt    TEXT NOT NULL,                -- what it shows, for those who do not see it
	credit TEXT NOT NULL                 -- whose it is, as published
) STRICT;
CREATE INDEX pictures_image ON pictures (image);

-- Stories that are never let go to save room.
CREATE TABLE kept (
	story INTEGER PRIMARY KEY REFERENCES stories (id) ON DELETE CASCADE
) STRICT;

-- Stories that are being saved.
CREATE TABLE jobs (
	id      INTEGER PRIMARY KEY AUTOINCREMENT,
	source  TEXT NOT NULL,               -- what is to be saved, in JSON: see package intake
	title   TEXT NOT NULL,               -- what to call it until its own title is known
	step    TEXT NOT NULL,               -- what is done next
	story   INTEGER REFERENCES stories (id) ON DELETE CASCADE, -- once its text is in the library
	problem TEXT NOT NULL,               -- why it stopped, in words; '' where it goes on
	wants   TEXT NOT NULL,               -- the half that the person is asked for: 'transcript', 'sound' or ''
	added   INTEGER NOT NULL
) STRICT;
CREATE INDEX jobs_story ON jobs (story) WHERE story IS NOT NULL;

-- Every use of a media file.
CREATE VIEW uses (hash, story) AS
SELECT audio, id FROM stories WHERE audio IS NOT NULL
UNION ALL SELECT audio, story FROM parts
UNION ALL SELECT image, story FROM pictures;

-- Sound that was downloaded, and so can be had again. Sound that came from a file of the person's own is not here.
CREATE TABLE downloads (
	story     INTEGER PRIMARY KEY REFERENCES stories (id) ON DELETE CASCADE,
	url       TEXT NOT NULL,             -- where it was downloaded from
	hash      TEXT NOT NULL,             -- of what was downloaded, also once it was let go
	extension TEXT NOT NULL,
	bytes     INTEGER NOT NULL,
	let_go    INTEGER                    -- when the file was deleted to save room; NULL while it is here
) STRICT;

-- What a list shows first is found without looking at all stories.
CREATE INDEX stories_added ON stories (added) WHERE removed IS NULL;
CREATE INDEX places_read ON places (read);

-- While the first letters of a word are typed, nearly every story has a word that begins so, and to weigh them all takes
-- seconds. This index knows, of one to three letters, in which stories they are, and no more; names is for weighing titles
-- and people by themselves. Both keep no text of their own.
CREATE VIRTUAL TABLE beginnings USING fts5 (
	title, people, words,
	content = 'searchable', content_rowid = 'id', detail = none, columnsize = 0, prefix = '1 2 3',
	tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE names USING fts5 (
	title, people,
	content = 'searchable', content_rowid = 'id', prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO beginnings (beginnings) VALUES ('rebuild');
INSERT INTO names (names) VALUES ('rebuild');
