-- What the reader has chosen for one story alone, taps of which no times were made yet, and how loud a story's parts are.

-- In JSON; only the window knows what it means.
CREATE TABLE own (
	story    INTEGER PRIMARY KEY REFERENCES stories (id) ON DELETE CASCADE,
	settings TEXT NOT NULL
) STRICT;

-- Taps of a story that is being tapped through. Once times are made of them they are in taps.
CREATE TABLE begun (
	story    INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
	turn     INTEGER NOT NULL,           -- turns.n
	sentence INTEGER NOT NULL,           -- from 0, in its turn
	position INTEGER NOT NULL,           -- what was heard as it was tapped
	speed    REAL NOT NULL,              -- 0 while the sound stood still
	PRIMARY KEY (story, turn, sentence)
) STRICT, WITHOUT ROWID;

-- Found from the sound, and found again where it is lost.
CREATE TABLE loudness (
	story    INTEGER PRIMARY KEY REFERENCES stories (id) ON DELETE CASCADE,
	sound    TEXT NOT NULL,              -- hashes of the files that were measured
	parts    TEXT NOT NULL,              -- hash of where the parts begin and end, and what they are
	measured BLOB NOT NULL               -- packed: see loudness.go
) STRICT;
