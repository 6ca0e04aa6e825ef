// Package latency finds how much later than the sound server says a device is heard, from someone who taps along.
//
// Nothing in the computer can tell that by itself, but a person can: first they tap along to flashes, whose time is known, and then to
// clicks. Everybody taps a little before a steady beat, and each keyboard is a little late; both are in both, and go as one is
// taken from the other. What is left is the delay between screen and ear, which is what a highlight that is to meet the sound
// must know.
//
// The beats are steady, 100 a minute. To beats that come at odd intervals one can only react, some 150 to 200 ms late and with
// more scatter (and flashes more than clicks, so that the difference would be wrong); steady ones are anticipated by 20 to 80 ms, at this
// rate with a standard deviation of some 2 to 4% of the interval (B. H. Repp, Psychonomic Bulletin & Review 12, 2005). They come in groups
// with rests between: so a tap tells not only by which part of an interval it is late, but also to which beat it belongs.
//
// Its words: a [Rhythm] is the groups of beats. What taps along one tell is a [Tapping]; two of them tell a delay ([Compare]).
// A [Clicker] plays a rhythm on a device.
package latency
