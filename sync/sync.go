// Package sync follows a story: it says, for every moment of the audio, which turn, sentence and word are being heard, and
// tells others when that changes.
//
// Its words: a [Place] names a turn, a sentence in it and a word in it. A [Timeline] is an alignment arranged for looking up
// the place at a position. A [Clock] tells the position, which is what the listener hears, and how fast it moves. A
// [Follower] watches a clock and publishes each change of place when it is heard.
//
// The standard library's package of the same name is imported as stdsync in this project.
package sync

// A Place is what is being heard: indexes into the transcript's turns, into that turn's sentences and into that turn's
// words. Minus one stands for none: no word in a pause, no sentence where only the turn's time is known, no turn where
// nobody is transcribed.
type Place struct{ Turn, Sentence, Word int }

// Nowhere is the place of a moment at which nothing of the transcript is heard.
var Nowhere = Place{Turn: -1, Sentence: -1, Word: -1}
