// Package loudness measures how loud the parts of a sound are, and plans how to make them alike.
//
// Loudness is that of ITU-R BS.1770-4, in LUFS: what is heard of the sound's power (the K-weighting), in blocks of 400 ms, of
// which the silent ones and those 10 LU below the others do not count (the gates). The peak is the true one, between the
// samples too, in dBTP. A [Part] is a stretch of an audio that is one thing: what one person says at a time, or a sound. A
// [Curve] is the gain over an audio's time.
package loudness
