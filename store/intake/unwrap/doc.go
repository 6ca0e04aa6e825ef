// Package unwrap takes what a story is read from out of what it was saved in: a web page out of an MHTML file, the text out of
// a word processor's document, and what a page shows and plays out of the folder that the browser saved beside it.
//
// Its words: a [Page] is a web page that was saved with its parts in one file. A [Part] is a file of the page: a picture, its
// sound, a frame. A [Folder] is the one beside a page that was saved with all that belongs to it. [Prose] is the text of a
// document, without its looks.
//
// All of it was made by strangers: sizes, counts and depths are bounded, no entity is expanded, and no address leads to a file
// outside the file or the folder.
package unwrap

import "errors"

// What is wrong with a file; test with errors.Is.
var (
	// ErrNotPage is returned for a file that is no MHTML, or has no page in it.
	ErrNotPage = errors.New("there is no web page in it; open the page in a browser and save it again")
	// ErrNotDocument is returned for a file that is no document of a kind that is read.
	ErrNotDocument = errors.New("it is no Word or OpenDocument text; save it as .docx, .odt or plain text")
	// ErrDamaged is returned for a document that cannot be read to its end.
	ErrDamaged = errors.New("the file is damaged; open it in the program that made it and save it again")
	// ErrLocked is returned for a document with a password.
	ErrLocked = errors.New("it is locked with a password; open it in the program that made it and save it without")
	// ErrUnsafe is returned for a file that is made so as to do harm.
	ErrUnsafe = errors.New("it is made in a way that could do harm, so it is not opened")
	// ErrTooLarge is returned for a file with more in it than any story has.
	ErrTooLarge = errors.New("there is more in it than any story has; copy the story into a file of its own")
)
