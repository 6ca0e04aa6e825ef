-- Feeds that one has subscribed to, and the stories they list.

CREATE TABLE feeds (
	id       INTEGER PRIMARY KEY AUTOINCREMENT,
	url      TEXT NOT NULL UNIQUE,
	title    TEXT NOT NULL,
	link     TEXT NOT NULL,              -- the page it belongs to
	language TEXT NOT NULL,
	picture  TEXT NOT NULL,              -- an address
	etag     TEXT NOT NULL,              -- what the server called the state that was read last
	modified TEXT NOT NULL,              -- and when it says that was made
	checked  INTEGER,                    -- when it was last asked for, whatever came of it; NULL where it never was
	keep     INTEGER NOT NULL,           -- how many of the newest episodes are kept for reading offline
	problem  TEXT NOT NULL,              -- why it could not be read the last time, in words; '' where it could
	added    INTEGER NOT NULL
) STRICT;

CREATE TABLE episodes (
	id              INTEGER PRIMARY KEY AUTOINCREMENT,
	feed            INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
	guid            TEXT NOT NULL,       -- what it is known by in its feed
	title           TEXT NOT NULL,
	published       INTEGER,
	link            TEXT NOT NULL,       -- the page it has for itself
	author          TEXT NOT NULL,
	summary         TEXT NOT NULL,
	picture         TEXT NOT NULL,       -- an address
	audio_url       TEXT NOT NULL,       -- '' where it has no sound
	audio_type      TEXT NOT NULL,
	audio_bytes     INTEGER NOT NULL,    -- as the feed has it; 0 where it does not say
	duration        INTEGER NOT NULL,    -- as the feed has it; 0 where it does not say
	season          TEXT NOT NULL,
	number          TEXT NOT NULL,
	transcript_url  TEXT NOT NULL,       -- '' where it has none
	transcript_type TEXT NOT NULL,
	chapters_url    TEXT NOT NULL,
	story           INTEGER REFERENCES stories (id) ON DELETE SET NULL, -- once it is saved
	saved           INTEGER NOT NULL,    -- 1 once it was: where its story is gone, somebody wanted it gone
	listed          INTEGER NOT NULL,    -- 1 while the feed lists it
	seen            INTEGER NOT NULL,    -- 0 while it is new
	hidden          INTEGER NOT NULL,    -- 1 where one does not want to be shown it
	UNIQUE (feed, guid)
) STRICT;
CREATE INDEX episodes_story ON episodes (story) WHERE story IS NOT NULL;
