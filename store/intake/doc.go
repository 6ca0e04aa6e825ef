// Package intake takes stories in: from a saved page, a transcript file, timed text, pasted text or an address, with the
// sound and the timings that belong to it, and saves them in the library.
//
// Its words: a [Source] is what the person named. What is read from it is [Found]: the transcript, its alignment where
// there are timings, and the file with the sound. What lies beside a file, with the same name but for the ending, belongs
// to it: "story.mp3" and "story.vtt" to "story.html". A book, EPUB or DAISY, brings its own sound and times, and chapters and
// asides besides; see package book.
package intake
