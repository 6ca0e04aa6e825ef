// Package playback plays a story's audio and tells, at any moment, which part of it is being heard.
//
// Its words: the position is where in the audio the listener hears, not what has been decoded: what still waits in a
// queue, here or in the sound server, is not heard yet. A [Device] is a way to make sound; a [Sink] is one open line to
// it. A run is one uninterrupted stretch of playing: every play and every seek begins a new one. A [Plan] is what is done with
// the sound beside its speed and volume. A passage is what is heard of the audio without a jump, a seam where one fades into
// the next, a place how far a run has come in what is heard at speed 1, pauses left out. The [Player] ties an [Audio] to a
// Device; it is the clock that the transcript follows (see sync.Clock).
//
// When there is no way to make sound, a silent line plays the audio in real time into nothing, so that a reader can follow
// all the same. When sound is lost in the middle, the position stands still and goes on where it was once sound is back.
package playback
