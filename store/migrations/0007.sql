-- A second text of a story, which is read beside it: its translation, or another transcript. A story has one at most.

CREATE TABLE companions (
	story    INTEGER PRIMARY KEY REFERENCES stories (id) ON DELETE CASCADE,
	title    TEXT NOT NULL,              -- '' where it has none of its own
	language TEXT NOT NULL,              -- BCP 47; '' where it is not known
	origin   TEXT NOT NULL,              -- the file or address it was read from; '' for what was pasted
	added    INTEGER NOT NULL
) STRICT;

CREATE TABLE companion_turns (
	id      INTEGER PRIMARY KEY,
	story   INTEGER NOT NULL REFERENCES companions (story) ON DELETE CASCADE,
	n       INTEGER NOT NULL,            -- from 0
	speaker TEXT NOT NULL,               -- '' where nobody is named
	kind    TEXT NOT NULL CHECK (kind IN ('speech', 'sound', 'note')),
	text    TEXT NOT NULL,
	start   INTEGER NOT NULL,            -- in nanoseconds of the story's sound; both 0 where they are not known
	"end"   INTEGER NOT NULL,
	joined  INTEGER NOT NULL,            -- 1: goes on with the paragraph of the turn before
	UNIQUE (story, n)
) STRICT;
