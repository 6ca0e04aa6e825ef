-- Marks that the reader has made in stories: bookmarks, highlights, notes, and words to learn.

CREATE TABLE marks (
	id      INTEGER PRIMARY KEY AUTOINCREMENT,
	story   INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
	kind    TEXT NOT NULL CHECK (kind IN ('bookmark', 'highlight', 'note', 'word')),
	turn    INTEGER NOT NULL,            -- turns.n
	start   INTEGER NOT NULL,            -- a byte of that turn's text
	"end"   INTEGER NOT NULL,
	quote   TEXT NOT NULL,               -- the words it was put on: by them it is found again where the story was read anew
	earlier TEXT NOT NULL,               -- what stood before them, to tell them from the same words elsewhere
	later   TEXT NOT NULL,               -- and after them
	note    TEXT NOT NULL,               -- what the reader wrote, '' for nothing
	made    INTEGER NOT NULL
) STRICT;
CREATE INDEX marks_story ON marks (story);

-- What the reader wrote, for search. It keeps no text of its own.
CREATE VIRTUAL TABLE written USING fts5 (
	note, content = 'marks', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
