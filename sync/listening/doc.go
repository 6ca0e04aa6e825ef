// Package listening makes of what a person wishes, and of when each word of a story is spoken, what is done with its sound: a
// playback.Plan. It knows of no window and no device.
//
// Its words: a wish ([Wishes]) is what someone has chosen for all stories. A gap is what lies between two spans that are spoken
// one after the other.
package listening
