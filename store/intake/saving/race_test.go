//go:build race

package saving

const underRace = true
