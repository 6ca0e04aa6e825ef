package playback

import "alongside/sync/playback/decode"

// Audio is an open sound file; see package decode.
type Audio = decode.Audio

// Damage is a stretch of an Audio that could not be decoded and is silent instead.
type Damage = decode.Damage

// Open opens an MP3, WAV, FLAC or Ogg Vorbis file. See decode.Open for its errors.
func Open(path string) (*Audio, error) { return decode.Open(path) }
