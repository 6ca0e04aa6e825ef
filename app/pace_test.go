package app

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"alongside/store"
	"alongside/sync/listening"
	"alongside/sync/timing"
)

// key does what a key without others does, as the window is told of it.
func (d *desk) key(name fyne.KeyName) { d.win.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: name}) }

// paceScenes are a story at an even pace, and its settings.
func paceScenes() []scene {
	return []scene{
		{
			name: "an even pace",
			enter: func(d *desk) {
				d.follow()
				d.togglePace()
				d.until("the pace is said", func() bool { return strings.Contains(d.notice().Text(), "words a minute") })
			},
			leave: func(d *desk) { d.notice().Clear() },
		},
		{name: "the settings in a story", enter: func(d *desk) { d.showSettings() }, leave: func(d *desk) { d.closePanels(); d.togglePace(); d.notice().Clear() }},
	}
}

func TestF8BringsAllVoicesToOnePaceAndBack(t *testing.T) {
	d := withSound(t)
	d.setPace(func(p *listening.Pace) { p.Words = 120 })
	d.key(fyne.KeyF8)
	d.until("the pace is heard", func() bool { return len(d.reading.player.Plan().Pace) > 0 })
	for _, point := range d.reading.player.Plan().Pace {
		if point.Tempo > 1 {
			t.Errorf("at %v a voice is made faster than recorded", point.At)
		}
	}
	if !d.says("120 wpm") || !strings.Contains(d.notice().Text(), "120 words a minute") {
		t.Errorf("the pace is not shown, or not said: %q", d.notice().Text())
	}
	d.key(fyne.KeyF8)
	if plan := d.reading.player.Plan(); len(plan.Pace) > 0 || d.says("wpm") {
		t.Errorf("the pace is still %v", plan.Pace)
	}
}

func TestThePaceIsShownAsTheSpeedMakesIt(t *testing.T) {
	d := withSound(t)
	d.togglePace()
	d.until("the pace is shown", func() bool { return d.says("160 wpm") })
	d.setSpeed(1.5)
	if !d.says("240 wpm") {
		t.Error("at speed 1.5 it does not say 240 words a minute")
	}
}

func TestThePaceIsRemembered(t *testing.T) {
	d := withSound(t)
	want := listening.Pace{On: true, Words: 135, Faster: true}
	d.setPace(func(p *listening.Pace) { *p = want })
	d.saver.close()
	if kept, err := loadPreferences(t.Context(), d.library); err != nil || kept.Sound.Pace != want {
		t.Errorf("kept is %+v, %v", kept.Sound.Pace, err)
	}
}

func TestAStoryOpensAtThePace(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.setPace(func(p *listening.Pace) { p.On, p.Words = true, 110 })
	d.openSample()
	d.until("the pace is heard", func() bool { return len(d.reading.player.Plan().Pace) > 0 })
}

func TestAStoryWhoseTimesAreNotSureStaysAsRecorded(t *testing.T) {
	d := withSound(t)
	unsure := d.reading.story.Alignment
	for i := range unsure.Turns {
		unsure.Turns[i].Confidence = 0.3
		for k := range unsure.Turns[i].Sentences {
			unsure.Turns[i].Sentences[k].Confidence = 0.3
		}
	}
	d.togglePace()
	d.until("it is said", func() bool { return strings.Contains(d.notice().Text(), "not known surely enough") })
	if d.says("wpm") {
		t.Error("a pace is shown all the same")
	}
}

func TestPaceGoesByStepsAndStopsAtTheEnds(t *testing.T) {
	d := withSound(t)
	for range 50 {
		d.stepPace(paceStep)
	}
	most := d.chosen.Sound.Pace
	for range 50 {
		d.stepPace(-paceStep)
	}
	if least := d.chosen.Sound.Pace; !most.On || most.Words != 220 || least.Words != 100 {
		t.Errorf("from %+v to %+v", least, most)
	}
}

// seedStory opens the story of the shared folder, whose sentences have times; a user's checkout does not have it.
func seedStory(t *testing.T) *desk {
	t.Helper()
	const shared = "../../shared/"
	text, err := os.Open(shared + "align/kgou_seed/transcript.json")
	if err != nil {
		t.Skip("the story is not here: ", err)
	}
	defer text.Close()
	cues, err := os.Open(shared + "timed/kgou.vtt")
	if err != nil {
		t.Skip("its times are not here: ", err)
	}
	defer cues.Close()
	story, _, err := timing.ReadStory(text)
	if err != nil {
		t.Fatal(err)
	}
	timed, err := timing.Read("kgou.vtt", cues)
	if err != nil {
		t.Fatal(err)
	}
	times, err := timed.Match(story)
	if err != nil {
		t.Fatal(err)
	}
	lib := newLibrary(t)
	id, err := lib.Save(t.Context(), store.Draft{Transcript: story, Alignment: times, AudioPath: shared + "seed/kgou-story.mp3"})
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk(t, lib)
	d.start(fmt.Sprint(id))
	d.until("the story is open", func() bool { return d.reading != nil && d.reading.player != nil })
	return d
}

func TestTheVoicesOfTheSeedStoryAreHeardAtOnePace(t *testing.T) {
	d := seedStory(t)
	d.setPace(func(p *listening.Pace) { p.On, p.Words, p.Faster = true, 150, true })
	d.until("the pace is heard", func() bool { return len(d.reading.player.Plan().Pace) > 0 })
	curve := d.reading.player.Plan().Pace
	slowest, fastest, turns := 1000.0, 0.0, 0
	for i, turn := range d.reading.story.Transcript.Turns {
		words := len(turn.Words())
		if words < 20 {
			continue
		}
		turns++
		var lasts time.Duration
		for _, s := range d.reading.story.Alignment.Turns[i].Sentences {
			for at := s.Start; at < s.End; at += time.Millisecond {
				lasts += time.Duration(float64(time.Millisecond) / curve.At(at))
			}
		}
		rate := float64(words) / lasts.Minutes()
		slowest, fastest = min(slowest, rate), max(fastest, rate)
	}
	if turns < 8 || slowest < 140 || fastest > 160 {
		t.Errorf("%d turns are heard at %.0f to %.0f words a minute, not at 150", turns, slowest, fastest)
	}
}
