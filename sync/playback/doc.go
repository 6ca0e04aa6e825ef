// Package playback plays a story's audio and tells, at any moment, which part of it is being heard.
//
// Its words: the position is where in the audio the listener hears, not what has been decoded: what still waits in a
// queue, here or in the sound server, is not heard yet. A [Device] is a way to make sound; a [Sink] is one open line to
// it. A run is one uninterrupted stretch of playing: every play and every seek begins a new one. The [Player] ties an
// [Audio] to a Device; it is the clock that the transcript follows (see sync.Clock).
//
// When there is no way to make sound, a silent line plays the audio in real time into nothing, so that a reader can follow
// all the same. When sound is lost in the middle, the position stands still and goes on where it was once sound is back.
package playback
