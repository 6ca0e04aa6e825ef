// Package loopback measures, in tests, how well a position that a program shows agrees with the sound that leaves it.
//
// It runs a PulseAudio server of its own with a sink that plays into nothing ([Start]), records what the sink would have
// made audible ([Server.Record]), and finds, for moments of the recording, which place of the known source sounds there
// ([Correlate] for any sound at its natural speed, [Spectra] for speech and [Sweep] for a sweep at any speed). The difference to the position that
// the program showed at that moment is what a person would notice ([Compare], [Summarize]).
//
// # From the recording to the wall clock
//
// A recording tells how much time lies between two of its samples, but not at what o'clock they sounded; and the time at
// which a recording program reads a sample is no answer, since it waits in up to two seconds of buffers. Here the record
// stream is asked for small fragments, and each is stamped as it arrives. No fragment can arrive before it sounded, and
// some arrive at once: so the smallest difference between arrival and place in the recording, over all fragments, is the
// time at which the recording began ([Recording.Start]). Late fragments, as on a busy machine, then change nothing.
//
// A null sink works in blocks: it takes the sound of a block from the programs, and gives it to the recorder, when the
// block begins. Sound is therefore recorded up to a block before it would leave a loudspeaker. The recorder asks for
// blocks of a few milliseconds, which keeps that below what matters here; [Recording.Ahead] is how much it was.
package loopback
