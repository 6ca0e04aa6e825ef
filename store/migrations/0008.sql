-- By how much the marks of a story come later than its times say, as the reader has set it.

CREATE TABLE nudges (
	story INTEGER PRIMARY KEY REFERENCES stories (id) ON DELETE CASCADE,
	later INTEGER NOT NULL               -- below 0: earlier; never 0
) STRICT;
