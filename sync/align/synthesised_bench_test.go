//go:build linux

package align_test

import (
	"testing"

	"alongside/sync/align"
)

// BenchmarkSetsBySynthesis aligns each set of known times as languages are that the acoustic model does not know: with the
// text as it is synthesised.
func BenchmarkSetsBySynthesis(b *testing.B) {
	needVoice(b, "de")
	t, larger, words := measureAll(b, "alignment by synthesis", align.Synthesised)
	printTable(b, t)
	c := confidences(larger, words, calibration{})
	c.Name = "confidence of alignment by synthesis"
	printTable(b, c)
	b.ReportMetric(0, "ns/op")
}
