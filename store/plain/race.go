//go:build race

package plain

// UnderRace says that the race detector is on.
const UnderRace = true
