package warp

import (
	"math"
	"math/rand/v2"
	"testing"
)

// world is a made-up language of a few sounds, a machine that speaks it and a person who does, with another voice.
type world struct {
	random  *rand.Rand
	machine [30]Raw
	person  [30]Raw
}

func newWorld() *world {
	w := &world{random: rand.New(rand.NewPCG(1, 1))}
	for s := range w.machine {
		for d := range w.machine[s].Cepstra {
			v := float32(w.random.NormFloat64())
			w.machine[s].Cepstra[d] = v
			w.person[s].Cepstra[d] = v*0.8 + 0.5 + 0.3*float32(w.random.NormFloat64())
		}
		for p := range phones {
			v := float32(-3 + w.random.NormFloat64()*2)
			w.machine[s].Phones[p] = v
			w.person[s].Phones[p] = v + float32(w.random.NormFloat64())
		}
	}
	return w
}

// say gives so many frames of a sound.
func (w *world) say(sound *Raw, frames int) (out []Raw) {
	for range frames {
		f := *sound
		for d := range f.Cepstra {
			f.Cepstra[d] += 0.3 * float32(w.random.NormFloat64())
		}
		for p := range f.Phones {
			f.Phones[p] += 0.5 * float32(w.random.NormFloat64())
		}
		out = append(out, f)
	}
	return out
}

// text is words of some sounds each.
func (w *world) text(words int) (out [][]int) {
	for range words {
		var word []int
		for range 3 + w.random.IntN(4) {
			word = append(word, w.random.IntN(len(w.machine)))
		}
		out = append(out, word)
	}
	return out
}

// speech is a recording, and at which frames its words begin.
type speech struct {
	frames []Raw
	begins []int
}

func (w *world) read(text [][]int) (s speech) {
	for _, word := range text {
		s.begins = append(s.begins, len(s.frames))
		for _, sound := range word {
			s.frames = append(s.frames, w.say(&w.person[sound], 3+w.random.IntN(5))...)
		}
	}
	return s
}

// noise is frames of no sound of the language.
func (w *world) noise(frames int) (out []Raw) {
	for range frames {
		var f Raw
		for d := range f.Cepstra {
			f.Cepstra[d] = 2 * float32(w.random.NormFloat64())
		}
		for p := range f.Phones {
			f.Phones[p] = float32(-3 + w.random.NormFloat64()*2)
		}
		out = append(out, f)
	}
	return out
}

// reference has the machine say the text: sentences of five words, turns of ten.
func (w *world) reference(text [][]int) (*Classes, *Reference) {
	spoken := make([][]Raw, len(text))
	var all []Raw
	for i, word := range text {
		for _, sound := range word {
			spoken[i] = append(spoken[i], w.say(&w.machine[sound], 4)...)
		}
		all = append(all, spoken[i]...)
	}
	begins := make([]Break, len(text))
	for i := range begins {
		switch {
		case i%10 == 0:
			begins[i] = Turn
		case i%5 == 0:
			begins[i] = Sentence
		}
	}
	c, r := NewClasses(all), NewReference(begins)
	for i := range spoken {
		r.Append(c, framesOf(c, spoken[i]))
	}
	return c, r
}

func framesOf(c *Classes, raws []Raw) (out []Frame) {
	for i := range raws {
		out = append(out, c.Frame(&raws[i]))
	}
	return out
}

// find looks for the reference in a recording, with a model that learns from it twice.
func find(c *Classes, r *Reference, frames []Frame) (found []Found) {
	first := NewModel(c, frames)
	model := first
	for range 3 {
		found = nil
		s := NewSearch(r, 0, len(r.Words), Searching(), func(f []Found) { found = append(found, f...) })
		var gains Gains
		for i := range frames {
			model.Gains(&frames[i], &gains)
			s.Take(&gains)
		}
		s.Close()
		a := NewAdapter(first)
		a.Hear(model, r, found, frames, 0)
		model = a.Model()
	}
	return found
}

// expect checks that the words from first on were found where they begin.
func expect(t *testing.T, found []Found, first int, begins []int, shift int) {
	t.Helper()
	at := make(map[int]int)
	for _, f := range found {
		at[f.Word] = f.Start
	}
	wrong := 0
	for i, begin := range begins {
		if start, ok := at[first+i]; !ok || math.Abs(float64(start-begin-shift)) > 5 {
			wrong++
		}
	}
	if 10*wrong > len(begins) {
		t.Errorf("of %d words from word %d on, %d are not where they begin", len(begins), first, wrong)
	}
}

func TestWordsAreFoundThoughTheVoiceIsAnother(t *testing.T) {
	w := newWorld()
	text := w.text(100)
	c, r := w.reference(text)
	s := w.read(text)
	expect(t, find(c, r, framesOf(c, s.frames)), 0, s.begins, 0)
}

func TestWhatTheReferenceLacksIsGarbage(t *testing.T) {
	w := newWorld()
	text := w.text(100)
	c, r := w.reference(text)
	one, two := w.read(text[:50]), w.read(text[50:])
	noise := w.noise(400)
	frames := append(append(append(w.noise(300), one.frames...), noise...), two.frames...)
	found := find(c, r, framesOf(c, frames))
	expect(t, found, 0, one.begins, 300)
	expect(t, found, 50, two.begins, 300+len(one.frames)+len(noise))
}

func TestWhatNobodySpeaksIsLeftOut(t *testing.T) {
	w := newWorld()
	text := w.text(100)
	c, r := w.reference(text)
	one, two := w.read(text[:40]), w.read(text[60:])
	found := find(c, r, framesOf(c, append(one.frames, two.frames...)))
	expect(t, found, 0, one.begins, 0)
	expect(t, found, 60, two.begins, len(one.frames))
	for _, f := range found {
		if f.Word > 42 && f.Word < 58 {
			t.Errorf("word %d was found, though nobody speaks it", f.Word)
		}
	}
}

func TestNothingIsFoundInNoise(t *testing.T) {
	w := newWorld()
	c, r := w.reference(w.text(50))
	if found := find(c, r, framesOf(c, w.noise(2000))); len(found) > 5 {
		t.Errorf("%d words were found", len(found))
	}
}

func TestThereMayBeNothingToFindOrNothingToFindItIn(t *testing.T) {
	w := newWorld()
	c, r := w.reference(w.text(10))
	if found := find(c, r, nil); len(found) > 0 {
		t.Errorf("%d words were found in nothing", len(found))
	}
	c = NewClasses(nil)
	if found := find(c, NewReference(nil), framesOf(c, w.noise(100))); len(found) > 0 {
		t.Errorf("%d words were found of nothing", len(found))
	}
}

func TestNoWayComesBeyondTheFrontier(t *testing.T) {
	w := newWorld()
	text := w.text(2000)
	c, whole := w.reference(text)
	s := w.read(text[:300])
	frames := framesOf(c, s.frames)
	model := NewModel(c, frames)
	search := NewSearch(whole, 0, len(whole.Words), Searching(), func([]Found) {})
	var gains Gains
	for i := range frames {
		frontier := search.Frontier()
		model.Gains(&frames[i], &gains)
		search.Take(&gains)
		for _, n := range search.live {
			if search.nodes[n].word != nil && int(n) >= frontier {
				t.Fatalf("at frame %d there is a way in word %d, the frontier was %d", i, n, frontier)
			}
		}
	}
	if f := search.Frontier(); f > 1000 {
		t.Errorf("after 300 of 2000 words the frontier is word %d", f)
	}
}

func TestTheLongestDirectionComesFirst(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	raws := make([]Raw, 2000)
	for i := range raws {
		long := random.NormFloat64()
		for p := range raws[i].Phones {
			raws[i].Phones[p] = float32(-3 + random.NormFloat64()*0.1)
		}
		raws[i].Phones[3] += float32(long)
		raws[i].Phones[7] -= float32(long)
	}
	c := newComponents(raws)
	if a, b := c.axes[0][3], c.axes[0][7]; math.Abs(math.Abs(float64(a))-math.Sqrt(0.5)) > 0.01 || math.Abs(float64(a+b)) > 0.02 {
		t.Errorf("the first direction has %.3f and %.3f where it should have √½ and −√½", a, b)
	}
}
