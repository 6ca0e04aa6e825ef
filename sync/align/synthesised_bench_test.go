package align_test

import (
	"errors"
	"path/filepath"
	"testing"

	"alongside/sync/align"
)

// BenchmarkSetsBySynthesis aligns each set of known times as languages are that the acoustic model does not know: with the
// text as it is synthesised.
func BenchmarkSetsBySynthesis(b *testing.B) {
	needVoice(b, "de")
	paths, _ := filepath.Glob(filepath.Join(shared, "*", "truth.tsv"))
	if len(paths) == 0 {
		b.Skip("the sets are not there")
	}
	a := aligner(b)
	var all figures
	for _, path := range paths {
		set := filepath.Base(filepath.Dir(path))
		b.Run(set, func(b *testing.B) {
			unit, truth := marks(b, set)
			story := story(b, set)
			var f figures
			audio := sound(b, set)
			for b.Loop() {
				if err := audio.Seek(0); err != nil {
					b.Fatal(err)
				}
				got, err := a.AlignBySynthesis(b.Context(), samples(audio), story, align.Options{})
				if err != nil && !errors.Is(err, align.ErrUnrelated) {
					b.Fatal(err)
				}
				if err := got.Check(story); err != nil {
					b.Fatal(err)
				}
				f = figures{}
				list := units(unit, story, got)
				if len(list) != len(truth) {
					b.Skipf("the truth has %d %ss, the story %d", len(truth), unit, len(list))
				}
				f.count(truth, list)
			}
			report(b, &f)
			b.ReportMetric(audio.Duration().Seconds()/(b.Elapsed().Seconds()/float64(b.N)), "×real-time")
			all.add(&f)
		})
	}
	all.calibration()
}
