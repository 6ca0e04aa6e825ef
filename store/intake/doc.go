// Package intake takes stories in: from a saved page, a transcript file or document, timed text, pasted text or an address,
// with the sound and the timings that belong to it, and saves them in the library.
//
// Its words: a [Source] is what the person named. What is read from it is [Found]: the transcript, its alignment where
// there are timings, and the file with the sound, or the address where it is. Where a half of a story is missing
// ([MissingError]), what was found is kept, and [Complete] adds the other. What lies beside a file, with the same name but
// for the ending, belongs to it: "story.mp3" and "story.vtt" to "story.html". Files that were chosen together are put
// together by [Pair].
//
// A book, EPUB or DAISY, brings its own sound and times, and chapters and asides besides; it is read by package book.
//
// Addresses are fetched by package web. Sound that is not played as it is (M4A, Opus, films) is converted while the story
// is saved, by package convert. Pages and texts that were saved inside other files are taken out by package unwrap. Package
// saving does all of it in the background, one step after the other.
package intake
