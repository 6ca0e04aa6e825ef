// Package e2e proves the whole program as a person meets it: the real binary in a real window, with real sound.
//
// Its words: the [desk] is what a person sits at. It has a display (Xvfb) with a window manager, loudspeakers (a PulseAudio
// server that plays into nothing and can be recorded), and a home folder, all its own, so that tests never meet each other
// or the person who runs them. The [program] is the binary at a desk; its window is driven by xdotool, as hands would.
// The [display] is read straight from the memory in which Xvfb draws, so a picture costs next to nothing and the moment at
// which something is seen can be told to the millisecond. A [telling] is a story with the times at which each of its parts
// is spoken.
//
// The package holds nothing but tests; they are skipped where the programs that they need are missing. They play the story
// in ../shared where there is one, else the sample story. Set ALONGSIDE_BINARY to prove a binary that is already built.
//
// The pictures of every screen in every look are written to build/screens.
package e2e
