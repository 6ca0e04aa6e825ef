-- Times that the reader has put right while listening: what was tapped, and what the times were before.

CREATE TABLE mendings (
	id     INTEGER PRIMARY KEY AUTOINCREMENT, -- a later one has a greater number
	story  INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
	method TEXT NOT NULL,                -- of the alignment before; '' where there was none
	made   INTEGER NOT NULL
) STRICT;
CREATE INDEX mendings_story ON mendings (story);

CREATE TABLE taps (
	mending  INTEGER NOT NULL REFERENCES mendings (id) ON DELETE CASCADE,
	n        INTEGER NOT NULL,           -- from 0
	turn     INTEGER NOT NULL,           -- turns.n
	sentence INTEGER NOT NULL,           -- from 0, in its turn
	position INTEGER NOT NULL,           -- what was heard as it was tapped
	speed    REAL NOT NULL,              -- 0 while the sound stood still
	PRIMARY KEY (mending, n)
) STRICT, WITHOUT ROWID;

-- The times before, of the turns that got others; NULL where a turn had none.
CREATE TABLE replaced (
	mending    INTEGER NOT NULL REFERENCES mendings (id) ON DELETE CASCADE,
	turn       INTEGER NOT NULL,         -- turns.n
	start      INTEGER,
	"end"      INTEGER,
	confidence REAL,
	spans      BLOB,
	PRIMARY KEY (mending, turn)
) STRICT, WITHOUT ROWID;
