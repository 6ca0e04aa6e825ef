package acoustic

import (
	"math"
	"math/rand/v2"
	"testing"

	"alongside/assets/model"
	"alongside/sync/align/feature"
)

func load(t testing.TB) *Model {
	t.Helper()
	m, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestTheModelHasThePhonesOfEnglish(t *testing.T) {
	m := load(t)
	for _, name := range []string{"SIL", "AA", "ZH", "+NSN+"} {
		if p, ok := m.Phone(name); !ok || m.Name(p) != name {
			t.Errorf("phone %s is number %d, which is %s", name, p, m.Name(p))
		}
	}
	if _, ok := m.Phone("XX"); ok {
		t.Error("there is a phone XX")
	}
}

func TestAPhoneSoundsOtherBesideOthers(t *testing.T) {
	m := load(t)
	phone := func(name string) Phone { p, _ := m.Phone(name); return p }
	k, ae, t1, s := phone("K"), phone("AE"), phone("T"), phone("S")
	cat, sat := m.Triphone(ae, k, t1, Inside), m.Triphone(ae, s, t1, Inside)
	if cat[0].Senone == sat[0].Senone {
		t.Error("the AE of cat begins like that of sat")
	}
	for _, st := range cat {
		if m.mixtures.phone[st.Senone] != ae {
			t.Errorf("the AE of cat mixes the Gaussians of %s", m.Name(m.mixtures.phone[st.Senone]))
		}
	}
}

func TestEveryTriphoneHasStates(t *testing.T) {
	m := load(t)
	for base := range Phone(phones) {
		for other := range Phone(phones) {
			for at := range Position(positions) {
				for _, st := range m.Triphone(base, other, base, at) {
					if int(st.Senone) >= m.mixtures.senones() || st.Stay >= 0 || st.Move >= 0 {
						t.Fatalf("%s between %s and itself: %+v", m.Name(base), m.Name(other), st)
					}
				}
			}
		}
	}
}

// The program must find the same with wide arithmetic and without. Where it is built without, this holds by itself.
func TestWideArithmeticGivesTheSameDistances(t *testing.T) {
	m := load(t)
	features := make([]feature.Frame, together)
	walk(features)
	e := m.NewEvaluator()
	e.take(features)
	for b := range m.gaussians.books {
		var wide, plain [together]distances
		x := &e.spread[0][b%streams]
		m.gaussians.books[b].measure(x, &wide)
		m.gaussians.books[b].plainMeasure(x, &plain)
		for k := range plain {
			for d := range uint8(density) {
				if differ(wide[k].of(d), plain[k].of(d)) {
					t.Fatalf("codebook %d, Gaussian %d: %v and %v", b, d, wide[k].of(d), plain[k].of(d))
				}
			}
			limit := plain[k].of(uint8(b))
			if got, want := plain[k].within(limit), plain[k].plainWithin(limit); got != want {
				t.Fatalf("codebook %d: within %v are %x and %x", b, limit, got, want)
			}
		}
	}
}

// differ reports whether two distances differ by more than rounding.
func differ(a, b float32) bool { return math.Abs(float64(a-b)) > 0.001+1e-5*math.Abs(float64(b)) }

func TestTheBestGaussiansAreFound(t *testing.T) {
	m := load(t)
	features := make([]feature.Frame, 23) // no multiple of what is taken together
	walk(features)
	out := make([]Frame, len(features))
	e := m.NewEvaluator()
	e.Evaluate(features, out)
	for f := range features {
		for b := range out[f] {
			if out[f][b].cost[0] == worst {
				continue // they need not be told apart
			}
			var all [together]distances
			m.gaussians.books[b].plainMeasure(&e.spread[f/together][b%streams], &all)
			first := all[f%together].of(out[f][b].gaussian[0])
			for d := range uint8(density) {
				if v := all[f%together].of(d); v < first-0.001 {
					t.Fatalf("frame %d, codebook %d: Gaussian %d is %v away, less than %v", f, b, d, v, first)
				}
			}
		}
	}
}

func TestADistanceIsTheLogarithmOfANormalDistribution(t *testing.T) {
	const gaussian = 77
	var b book
	var x spread
	var mean, variance [dims]float32
	want := 0.0
	for i := range mean {
		mean[i], variance[i] = float32(i)-3, 0.5+float32(i)
		x[i][0][0] = 2
		v, off := float64(variance[i]), float64(2-mean[i])
		want += 0.5*math.Log(2*math.Pi*v) + off*off/(2*v)
	}
	b.set(gaussian, &mean, &variance)
	var got [together]distances
	b.plainMeasure(&x, &got)
	if d := got[0].of(gaussian); differ(d, float32(want)) {
		t.Errorf("the distance is %v, not %v", d, want)
	}
}

func TestLogarithmIsNearEnough(t *testing.T) {
	for x := 1e-16; x < 1e20; x *= 1.37 {
		if got, want := float64(logarithm(float32(x))), math.Log(x/mixScale); math.Abs(got-want) > 2e-4 {
			t.Errorf("ln %v = %v, not %v", x, want, got)
		}
	}
}

func TestWideArithmeticGivesTheSameScores(t *testing.T) {
	m := load(t)
	features, frames := make([]feature.Frame, 5), make([]Frame, 5)
	walk(features)
	m.NewEvaluator().Evaluate(features, frames)
	s := m.NewScores()
	for f := range frames {
		s.Set(&frames[f])
		for q := range m.mixtures.phone { // until all of each phone are computed at once
			s.mix(uint16(q))
		}
		for q := range uint16(m.mixtures.senones()) {
			wide := s.known[q]
			s.plainMix(q)
			if plain := s.known[q]; differ(wide, plain) {
				t.Fatalf("frame %d, senone %d: %v and %v", f, q, wide, plain)
			}
		}
	}
}

// A phone of which no senone can be among the three best is not looked at when the best are sought.
func TestNoSenoneScoresMoreThanItsPhoneCan(t *testing.T) {
	m := load(t)
	features, frames := make([]feature.Frame, 5), make([]Frame, 5)
	walk(features)
	m.NewEvaluator().Evaluate(features, frames)
	s := m.NewScores()
	for f := range frames {
		s.Set(&frames[f])
		for q, p := range m.mixtures.phone {
			if v := s.Senone(uint16(q)); v > s.most(int(p)) {
				t.Fatalf("frame %d, senone %d of phone %s: %v, more than %v", f, q, m.Name(p), v, s.most(int(p)))
			}
		}
	}
}

func TestADamagedModelIsRefused(t *testing.T) {
	for name, read := range map[string]func([]byte) error{
		model.Definition:  func(b []byte) error { _, err := readDefinition(b); return err },
		model.Mixtures:    func(b []byte) error { _, err := readMixtures(b); return err },
		model.Transitions: func(b []byte) error { _, err := readTransitions(b); return err },
		model.Means:       func(b []byte) error { _, err := readParameters(b); return err },
	} {
		t.Run(name, func(t *testing.T) {
			data, err := model.Read(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, length := range []int{0, 3, 100, len(data) / 2} {
				if read(data[:length]) == nil {
					t.Errorf("its first %d bytes are accepted", length)
				}
			}
		})
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		load(b)
	}
}

func BenchmarkEvaluate(b *testing.B) {
	e := load(b).NewEvaluator()
	features := make([]feature.Frame, 64)
	walk(features)
	out := make([]Frame, len(features))
	for b.Loop() {
		e.Evaluate(features, out)
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(features)), "µs/frame")
}

func BenchmarkSenones(b *testing.B) {
	m := load(b)
	s := m.NewScores()
	features, frames := make([]feature.Frame, 64), make([]Frame, 64)
	walk(features)
	m.NewEvaluator().Evaluate(features, frames)
	n := 0
	for b.Loop() {
		s.Set(&frames[n%len(frames)])
		n++
	}
}

// walk makes features that change about as fast as those of speech.
func walk(features []feature.Frame) {
	random := rand.New(rand.NewPCG(1, 2))
	for t := range features {
		for i := range features[t] {
			if t > 0 {
				features[t][i] = 0.9 * features[t-1][i]
			}
			features[t][i] += float32(random.NormFloat64())
		}
	}
}
