// Package reader shows one story: its transcript with what is being heard marked in it, and the bar that plays it.
//
// Its words: the [page] is the transcript laid out in lines for one width and text size; a [block] is one turn on it, with
// its heading. The [View] is the window onto the page: it draws only the lines in sight and follows the voice until the
// reader scrolls away. The mark is what is highlighted: turn, sentence and word. The caret is the letter that the
// keyboard is on, in one of the [passage]s: turns, and the titles over them. The [Screen] puts the view between the bar above it and the [PlayBar].
//
// Nothing here knows of files, sound or the library: the screen is told the place and the position, and asks for what the
// reader wants through [Actions].
package reader
