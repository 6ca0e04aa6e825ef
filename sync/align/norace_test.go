//go:build !race

package align_test

const underRace = false
