package app

import (
	"context"
	"strings"
	stdsync "sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/faiface/beep"

	"alongside/app/access"
	"alongside/app/control"
	"alongside/sync/latency"
	"alongside/sync/playback"
)

// headphones are a device that counts the time as it passes, and that can be pulled out.
type headphones struct {
	mu      stdsync.Mutex
	output  playback.Output
	changed func()
	begun   time.Time
	src     beep.Streamer
	gone    chan struct{}
	closed  bool
}

func newHeadphones() *headphones {
	return &headphones{output: playback.Output{ID: "buds", Name: "Ear buds"}, gone: make(chan struct{})}
}

func (h *headphones) Connect(_ context.Context, changed func()) (playback.Sink, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.changed, h.closed = changed, false
	return h, nil
}

func (h *headphones) Start(src beep.Streamer) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.src, h.begun = src, time.Now()
}

func (h *headphones) Stop() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.src = nil
}

func (h *headphones) Heard() (int64, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.src == nil {
		return 0, false
	}
	return int64(playback.SampleRate.N(time.Since(h.begun))), true
}

func (h *headphones) Lost() <-chan struct{} { return h.gone }
func (h *headphones) Silent() bool          { return false }

func (h *headphones) Output() playback.Output {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.output
}

func (h *headphones) Close() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	return nil
}

func (h *headphones) moveTo(output playback.Output) {
	h.mu.Lock()
	h.output = output
	changed := h.changed
	h.mu.Unlock()
	changed()
}

// delayed opens the panel of the delay on headphones.
func delayed(t *testing.T) (*desk, *headphones) {
	t.Helper()
	d, device := newDesk(t, newLibrary(t)), newHeadphones()
	d.device = device
	d.start("")
	d.showDelay()
	d.until("the panel is open", func() bool { return d.says("Begin") })
	return d, device
}

// pad is what one taps along on.
func (d *desk) pad() *control.BeatPad {
	d.t.Helper()
	pad, ok := d.win.Canvas().Focused().(*control.BeatPad)
	if !ok {
		d.t.Fatalf("the focus is on %T", d.win.Canvas().Focused())
	}
	return pad
}

// along are taps of a steady hand, 30 ms early, to a rhythm that is heard or seen so much later.
func along(r latency.Rhythm, late time.Duration) (taps []time.Duration) {
	for i, beat := range r.Beats() {
		taps = append(taps, beat+late-30*time.Millisecond+time.Duration((i*7)%5-2)*10*time.Millisecond)
	}
	return taps
}

// tapAlong begins the rhythm that is offered, and has it end with taps.
func (d *desk) tapAlong(t *delayTest, late time.Duration) {
	d.t.Helper()
	d.pad().KeyDown(&fyne.KeyEvent{Name: fyne.KeySpace})
	run := t.run
	run.taps = along(run.rhythm, late)
	t.over(d.ctx, run)
}

// testOn is a test on headphones, as it begins.
func (d *desk) testOn(device *headphones) *delayTest {
	d.t.Helper()
	clicker, err := latency.NewClicker(d.ctx, device, func() {})
	if err != nil {
		d.t.Fatal(err)
	}
	t := &delayTest{w: d.window, clicker: clicker, output: clicker.Output()}
	t.begin()
	return t
}

// delayFound shows what a test has found.
func (d *desk) delayFound() {
	d.t.Helper()
	test := d.testOn(newHeadphones())
	tapping, err := latency.Clicks.Listen(along(latency.Clicks, 180*time.Millisecond))
	if err != nil {
		d.t.Fatal(err)
	}
	test.found(tapping)
}

// delayScenes are the steps of finding how late the sound is.
func delayScenes() []scene {
	leave := func(d *desk) { d.closePanels(); d.notice().Clear() }
	return []scene{
		{name: "the delay of the sound", enter: func(d *desk) { d.testOn(newHeadphones()) }, leave: leave},
		{name: "pressing along with flashes", enter: func(d *desk) {
			d.testOn(newHeadphones()).watch()
			d.pad().SetShare(0.4)
			d.pad().Light(true)
		}, leave: leave},
		{name: "pressing along with clicks", enter: func(d *desk) { d.testOn(newHeadphones()).hear() }, leave: leave},
		{name: "a delay that was found", enter: func(d *desk) { d.delayFound() }, leave: leave},
		{name: "presses that told nothing", enter: func(d *desk) { d.testOn(newHeadphones()).failed(latency.ErrFew) }, leave: leave},
	}
}

func TestTheDelayIsFoundByPressingAlongAndKept(t *testing.T) {
	d, device := newDesk(t, newLibrary(t)), newHeadphones()
	d.start("")
	test := d.testOn(device)
	d.press(fyne.KeyReturn)
	if !d.says("Press with each flash") {
		t.Fatal("it does not begin with flashes")
	}
	d.tapAlong(test, 0)
	if !d.says("Press with each click") {
		t.Fatal("after the flashes there are no clicks")
	}
	d.tapAlong(test, 180*time.Millisecond)
	if !d.says("The sound of Ear buds is 180 ms late") {
		t.Fatalf("it is not said what was found")
	}
	d.press(fyne.KeyReturn)
	if got := d.chosen.Delays.of(playback.Output{ID: "buds"}); got != 180*time.Millisecond {
		t.Errorf("kept is %v", got)
	}
	if !device.closed {
		t.Error("the device is held on to")
	}
	d.saver.close()
	if kept, err := loadPreferences(t.Context(), d.library); err != nil || kept.Delays.of(playback.Output{ID: "buds"}) != 180*time.Millisecond {
		t.Errorf("remembered is %+v, %v", kept.Delays, err)
	}
}

func TestTheDelayIsFoundByEarAlone(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.start("")
	test := d.testOn(newHeadphones())
	test.hear()
	d.tapAlong(test, 200*time.Millisecond)
	if !d.says("is 200 ms late") {
		t.Error("it is not found")
	}
}

func TestPressesThatTellNothingAreSaidToTellNothing(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.start("")
	test := d.testOn(newHeadphones())
	test.hear()
	d.pad().KeyDown(&fyne.KeyEvent{Name: fyne.KeySpace})
	test.over(d.ctx, test.run)
	if !d.says("Nothing was found") || !d.says("too few presses") {
		t.Error("it does not say why")
	}
}

func TestAPressCountsInTheMomentTheKeyGoesDownAndOnce(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.start("")
	test := d.testOn(newHeadphones())
	test.hear()
	pad := d.pad()
	pad.KeyDown(&fyne.KeyEvent{Name: fyne.KeySpace})
	run := test.run
	time.Sleep(20 * time.Millisecond)
	for _, key := range []fyne.KeyName{fyne.KeySpace, fyne.KeyReturn} {
		pad.KeyDown(&fyne.KeyEvent{Name: key})
		pad.TypedKey(&fyne.KeyEvent{Name: key}) // and again, as often as it repeats
		pad.TypedKey(&fyne.KeyEvent{Name: key})
	}
	pad.MouseDown(nil)
	pad.Tapped(nil)
	if len(run.taps) != 3 {
		t.Errorf("three presses are %d taps", len(run.taps))
	}
	if d.reading != nil {
		t.Error("a key went to the window")
	}
}

// Whoever cannot see the panel hears what to do before the rhythm begins, and nothing from then on.
func TestNothingIsSaidIntoTheClicks(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.start("")
	test := d.testOn(newHeadphones())
	test.hear()
	before := d.told()
	if !strings.Contains(before, "Press with each click") || !strings.Contains(before, "The first press begins") {
		t.Errorf("told is %q", before)
	}
	d.pad().KeyDown(&fyne.KeyEvent{Name: fyne.KeySpace})
	d.pad().SetShare(0.5)
	if now := d.told(); now != before {
		t.Errorf("while it goes on told is %q", now)
	}
}

// told is all that a screen reader is told of the panel: names, descriptions and values.
func (d *desk) told() (all string) {
	d.tree.Activate(d.win)
	d.tree.Look().Walk(func(e *access.Element) bool {
		all += e.Name + " " + e.Description + "\n"
		return true
	})
	return all
}

func TestClosingThePanelEndsTheTest(t *testing.T) {
	d, device := newDesk(t, newLibrary(t)), newHeadphones()
	d.start("")
	test := d.testOn(device)
	test.hear()
	d.pad().KeyDown(&fyne.KeyEvent{Name: fyne.KeySpace})
	d.press(fyne.KeyEscape)
	if test.run != nil || !device.closed || device.src != nil {
		t.Error("it goes on")
	}
}

func TestTheFlashesComeWithTheBeats(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.start("")
	test := d.testOn(newHeadphones())
	test.watch()
	pad := d.pad()
	begun := time.Now()
	pad.KeyDown(&fyne.KeyEvent{Name: fyne.KeySpace})
	d.until("the mark is lit", pad.Lit)
	if late := time.Since(begun) - latency.Flashes.Beats()[0]; late < 0 || late > 100*time.Millisecond {
		t.Errorf("the first flash comes %v after its beat", late)
	}
	d.until("the mark is dark", func() bool { return !pad.Lit() })
}

func TestTheTestBeginsAnewWhereTheSoundComesOutElsewhere(t *testing.T) {
	d, device := delayed(t)
	device.moveTo(playback.Output{ID: "speakers", Name: "Loudspeakers"})
	d.until("it is about the other device", func() bool { return d.says("Loudspeakers") })
}

func TestTheTestEndsWhereTheSoundGoesAway(t *testing.T) {
	d, device := delayed(t)
	d.press(fyne.KeyReturn)
	d.pad().KeyDown(&fyne.KeyEvent{Name: fyne.KeySpace})
	close(device.gone)
	d.until("it says so", func() bool { return strings.Contains(d.notice().Text(), "gone away") })
	if d.win.Canvas().Overlays().Top() != nil {
		t.Error("the panel is still open")
	}
}

func TestWithoutASoundDeviceThereIsNothingToTry(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.start("")
	d.showDelay()
	d.until("it says so", func() bool { return strings.Contains(d.notice().Text(), "No sound device") })
}

func TestWhatIsHeardIsWhatIsMarkedOnLateHeadphones(t *testing.T) {
	d, device := newDesk(t, newLibrary(t)), newHeadphones()
	d.device = device
	d.setDelay(device.output, 300*time.Millisecond)
	d.openSample()
	if got := d.reading.player.Output(); got != device.output {
		d.until("the device is known", func() bool { return d.reading.player.Output() == device.output })
	}
	d.seek(20 * time.Second)
	d.reading.player.Play()
	time.Sleep(200 * time.Millisecond)
	if got := d.reading.player.Position(); got != 20*time.Second {
		t.Errorf("before anything is heard it is at %v", got)
	}
}

func TestDelaysAreOfADeviceEach(t *testing.T) {
	var d delays
	buds, speakers := playback.Output{ID: "buds", Name: "Ear buds"}, playback.Output{}
	d.set(buds, 200*time.Millisecond)
	d.set(speakers, 30*time.Millisecond)
	d.set(buds, 180*time.Millisecond)
	if d.of(buds) != 180*time.Millisecond || d.of(speakers) != 30*time.Millisecond || len(d.all()) != 2 {
		t.Errorf("%+v", d)
	}
	d.set(buds, 0)
	if len(d.all()) != 1 {
		t.Errorf("one that is not late is kept: %+v", d)
	}
	d.Outputs[3], d.Outputs[4] = outputDelay{ID: "wild", Delay: 90000}, outputDelay{ID: "wilder", Delay: -5}
	if got := d.mended().all(); len(got) != 1 {
		t.Errorf("out of range: %+v", got)
	}
	for i := range 40 {
		d.set(playback.Output{ID: string(rune('a' + i))}, 100*time.Millisecond)
	}
	if got := d.all(); len(got) != keptDelays || got[string(rune('a'+39))] == 0 {
		t.Errorf("of 40 outputs %d are kept: %+v", len(got), got)
	}
}

func TestMarksAreNudgedInOneStoryAndSaidToBe(t *testing.T) {
	lib := newLibrary(t)
	d := newDesk(t, lib)
	d.openSample()
	for _, key := range []fyne.KeyName{fyne.KeyPeriod, fyne.KeyPeriod, fyne.KeyPeriod, fyne.KeyComma} {
		d.together(alt(key))
	}
	if got := d.notice().Text(); got != "The marks come 20 ms later in this story." {
		t.Errorf("it says %q", got)
	}
	if got := d.reading.frames.lead() - d.reading.lead(); got != 20*time.Millisecond {
		t.Errorf("marks come %v later", got)
	}
	d.saver.close()
	if s, err := lib.Story(t.Context(), 1); err != nil || s.Nudge != 20*time.Millisecond {
		t.Errorf("kept is %v, %v", s.Nudge, err)
	}
	again := newDesk(t, lib)
	again.openSample()
	if got := again.reading.nudge.get(); got != 20*time.Millisecond {
		t.Errorf("opened again it is %v", got)
	}
	again.setNudge(0)
	if got := again.notice().Text(); !strings.Contains(got, "as its times say") {
		t.Errorf("set to nothing it says %q", got)
	}
}

// together does what keys pressed together do.
func (d *desk) together(s fyne.Shortcut) {
	d.t.Helper()
	for _, section := range d.sections {
		for _, c := range section.commands {
			if c.key != nil && c.key.ShortcutName() == s.ShortcutName() {
				d.perform(c)
				return
			}
		}
	}
	d.t.Fatalf("%s does nothing", keyText(s))
}
