package desktop

import (
	"math"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// recorder is a player of the test's own: it notes what is asked of it.
type recorder struct {
	mu    sync.Mutex
	asked []string
	at    time.Duration
	speed float64
	loud  float64
}

func (r *recorder) note(what string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.asked = append(r.asked, what)
}

func (r *recorder) heard() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.asked)
}

func (r *recorder) Play()     { r.note("play") }
func (r *recorder) Pause()    { r.note("pause") }
func (r *recorder) Toggle()   { r.note("toggle") }
func (r *recorder) Next()     { r.note("next") }
func (r *recorder) Previous() { r.note("previous") }
func (r *recorder) Raise()    { r.note("raise") }
func (r *recorder) Quit()     { r.note("quit") }

func (r *recorder) Open(location string) { r.note("open " + location) }

func (r *recorder) Seek(to time.Duration) {
	r.note("seek " + to.String())
	r.move(to)
}

func (r *recorder) SetSpeed(speed float64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.speed = speed
}

func (r *recorder) SetVolume(volume float64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.loud = volume
}

func (r *recorder) fast() float64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.speed
}

func (r *recorder) volume() float64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.loud
}

func (r *recorder) move(to time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.at = to
}

func (r *recorder) Position() time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.at
}

func fogBell() Playing {
	return Playing{
		Story: 7, Title: "The Fog Bell", Authors: []string{"Ada Moss", "Ben Reed"}, Source: "Harbor Radio",
		Address: "https://example.org/bell", Picture: "/media/fog bell.png", Length: 3 * time.Minute,
		Sound: true, Turns: true, Speed: 1, Volume: 0.5, Slowest: 0.5, Fastest: 2,
	}
}

// A deck is a player on a private bus with the desktop's controls of it.
type deck struct {
	t        *testing.T
	bus      *dbus.Conn
	player   *recorder
	controls *MediaControls
	signals  chan *dbus.Signal
}

func newDeck(t *testing.T, now Playing) *deck {
	t.Helper()
	const most = 256
	d := &deck{t: t, bus: startBus(t), player: &recorder{}, signals: make(chan *dbus.Signal, most)}
	d.bus.Signal(d.signals)
	if err := d.bus.AddMatchSignal(dbus.WithMatchObjectPath(mediaPath)); err != nil {
		t.Fatal(err)
	}
	d.controls = NewMediaControls(t.Context(), d.player)
	d.controls.Show(now)
	d.awaitName(mediaName)
	d.until("it is shown", func() bool { return d.property("PlaybackStatus").Value() == now.status() })
	return d
}

func (d *deck) until(what string, so func() bool) {
	d.t.Helper()
	for late := time.Now().Add(10 * time.Second); !so(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(late) {
			d.t.Fatalf("waited in vain until %s; it was asked for %q", what, d.player.heard())
		}
	}
}

func (d *deck) awaitName(name string) {
	d.t.Helper()
	d.until(name+" is there", func() bool {
		var has bool
		return d.bus.BusObject().Call("org.freedesktop.DBus.NameHasOwner", 0, name).Store(&has) == nil && has
	})
}

func (d *deck) object() dbus.BusObject { return d.bus.Object(mediaName, mediaPath) }

func (d *deck) call(method string, arguments ...any) {
	d.t.Helper()
	if err := d.object().Call(playerInterface+"."+method, 0, arguments...).Err; err != nil {
		d.t.Fatal(err)
	}
}

func (d *deck) property(name string) dbus.Variant {
	d.t.Helper()
	value, err := d.object().GetProperty(playerInterface + "." + name)
	if err != nil {
		d.t.Fatal(err)
	}
	return value
}

// playerctl runs the program that desktops and people use for it.
func (d *deck) playerctl(arguments ...string) string {
	d.t.Helper()
	c := exec.Command("playerctl", append([]string{"--player=Alongside"}, arguments...)...)
	out, err := c.CombinedOutput()
	if err != nil {
		if _, missing := exec.LookPath("playerctl"); missing != nil {
			d.t.Skip("playerctl is not installed; make deps installs it")
		}
		d.t.Fatalf("playerctl %v: %v: %s", arguments, err, out)
	}
	return strings.TrimSpace(string(out))
}

// signalled waits for a signal and gives what it says.
func (d *deck) signalled(name string) []any {
	d.t.Helper()
	for late := time.After(10 * time.Second); ; {
		select {
		case s := <-d.signals:
			if strings.HasSuffix(s.Name, "."+name) {
				return s.Body
			}
		case <-late:
			d.t.Fatalf("waited in vain for %s", name)
		}
	}
}

func TestPlayerctlCommandsThePlayer(t *testing.T) {
	d := newDeck(t, fogBell())
	for _, c := range []struct {
		command []string
		want    string
	}{
		{[]string{"play"}, "play"},
		{[]string{"pause"}, "pause"},
		{[]string{"play-pause"}, "toggle"},
		{[]string{"stop"}, "pause"},
		{[]string{"next"}, "next"},
		{[]string{"previous"}, "previous"},
		{[]string{"position", "42.5"}, "seek 42.5s"},
		{[]string{"position", "10+"}, "seek 52.5s"},
		{[]string{"position", "30-"}, "seek 22.5s"},
		{[]string{"open", "file:///home/me/the%20bell.epub"}, "open /home/me/the bell.epub"},
	} {
		d.playerctl(c.command...)
		d.until("it does "+c.want, func() bool { return slices.Contains(d.player.heard(), c.want) })
	}
}

func TestPlayerctlShowsWhatPlays(t *testing.T) {
	now := fogBell()
	now.Going = true
	d := newDeck(t, now)
	d.player.move(61 * time.Second)
	for _, c := range []struct {
		command []string
		want    string
	}{
		{[]string{"status"}, "Playing"},
		{[]string{"metadata", "title"}, "The Fog Bell"},
		{[]string{"metadata", "artist"}, "Ada Moss, Ben Reed"},
		{[]string{"metadata", "album"}, "Harbor Radio"},
		{[]string{"metadata", "mpris:length"}, "180000000"},
		{[]string{"metadata", "mpris:artUrl"}, "file:///media/fog%20bell.png"},
		{[]string{"metadata", "xesam:url"}, "https://example.org/bell"},
		{[]string{"volume"}, "0.500000"},
	} {
		if got := d.playerctl(c.command...); got != c.want {
			t.Errorf("%s is %q, want %q", strings.Join(c.command, " "), got, c.want)
		}
	}
}

func TestThePositionIsWhatIsHeardNow(t *testing.T) {
	d := newDeck(t, fogBell())
	d.player.move(61_234_567 * time.Microsecond)
	if got := d.property("Position").Value(); got != int64(61_234_567) {
		t.Errorf("the position is %v", got)
	}
}

func TestSpeedAndVolumeAreSetWithinWhatThereIs(t *testing.T) {
	d := newDeck(t, fogBell())
	for _, c := range []struct {
		name  string
		value float64
		got   func() float64
		want  float64
	}{
		{"Rate", 1.5, d.player.fast, 1.5},
		{"Rate", 100, d.player.fast, 2},
		{"Rate", 0.01, d.player.fast, 0.5},
		{"Volume", 0.25, d.player.volume, 0.25},
		{"Volume", 7, d.player.volume, 1},
		{"Volume", -1, d.player.volume, 0},
	} {
		if err := d.object().SetProperty(playerInterface+"."+c.name, dbus.MakeVariant(c.value)); err != nil {
			t.Fatal(err)
		}
		if got := c.got(); got != c.want {
			t.Errorf("%s %v makes it %v, want %v", c.name, c.value, got, c.want)
		}
	}
}

func TestASpeedOfNothingPauses(t *testing.T) {
	d := newDeck(t, fogBell())
	if err := d.object().SetProperty(playerInterface+".Rate", dbus.MakeVariant(0.0)); err != nil {
		t.Fatal(err)
	}
	if got := d.player.heard(); !slices.Equal(got, []string{"pause"}) {
		t.Errorf("it was asked for %q", got)
	}
}

func TestWhatCannotBeSetChangesNothing(t *testing.T) {
	d := newDeck(t, fogBell())
	for name, value := range map[string]any{"Rate": math.NaN(), "Volume": "loud", "Metadata": 1.0, "Nothing": 1.0} {
		if err := d.object().SetProperty(playerInterface+"."+name, dbus.MakeVariant(value)); err == nil {
			t.Errorf("%s can be set to %v", name, value)
		}
	}
	if got := d.player.heard(); len(got) > 0 || d.player.fast() != 0 || d.player.volume() != 0 {
		t.Errorf("it was asked for %q, speed %v, volume %v", got, d.player.fast(), d.player.volume())
	}
}

func TestPlacesOutsideOfTheStoryAreNotGoneTo(t *testing.T) {
	story := fogBell().track()
	for name, c := range map[string]struct {
		do   func(*deck)
		want []string
	}{
		"far before the beginning":    {func(d *deck) { d.call("Seek", int64(math.MinInt64)) }, []string{"seek 0s"}},
		"far after the end":           {func(d *deck) { d.call("Seek", int64(math.MaxInt64)) }, []string{"seek 3m0s"}},
		"a place after the end":       {func(d *deck) { d.call("SetPosition", story, int64(181e6)) }, nil},
		"a place before all":          {func(d *deck) { d.call("SetPosition", story, int64(-1)) }, nil},
		"a place of another story":    {func(d *deck) { d.call("SetPosition", Playing{Story: 8}.track(), int64(1e6)) }, nil},
		"a place in a story as it is": {func(d *deck) { d.call("SetPosition", story, int64(1e6)) }, []string{"seek 1s"}},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDeck(t, fogBell())
			d.player.move(time.Minute)
			c.do(d)
			if got := d.player.heard(); !slices.Equal(got, c.want) {
				t.Errorf("it was asked for %q, want %q", got, c.want)
			}
		})
	}
}

func TestChangesAreTold(t *testing.T) {
	d := newDeck(t, fogBell())
	for len(d.signals) > 0 {
		<-d.signals
	}
	now := fogBell()
	now.Going, now.Speed = true, 1.25
	d.controls.Show(now)
	var changed map[string]dbus.Variant
	if err := dbus.Store(d.signalled("PropertiesChanged")[1:2], &changed); err != nil {
		t.Fatal(err)
	}
	if len(changed) != 2 || changed["PlaybackStatus"].Value() != "Playing" || changed["Rate"].Value() != 1.25 {
		t.Errorf("what is told to have changed is %v", changed)
	}
}

func TestAPlaceThatIsJumpedToIsTold(t *testing.T) {
	d := newDeck(t, fogBell())
	d.player.move(90 * time.Second)
	d.controls.Show(fogBell())
	if got := d.signalled("Seeked")[0]; got != int64(90e6) {
		t.Errorf("it is told to be at %v", got)
	}
}

func TestGoingOnAtItsSpeedIsNoJump(t *testing.T) {
	start := time.Now()
	at := func(t *teller, now Playing, place, after time.Duration) bool {
		off := place - t.expected(now, start.Add(after))
		return off > jump || off < -jump
	}
	now := fogBell()
	now.Going, now.Speed = true, 2
	for name, c := range map[string]struct {
		place, after time.Duration
		want         bool
	}{
		"twice as far in its time": {14 * time.Second, 2 * time.Second, false},
		"standing still":           {10 * time.Second, 2 * time.Second, true},
		"a little late":            {13950 * time.Millisecond, 2 * time.Second, false},
	} {
		t.Run(name, func(t *testing.T) {
			told := &teller{last: now, place: 10 * time.Second, when: start}
			if got := at(told, now, c.place, c.after); got != c.want {
				t.Errorf("is a jump: %v, want %v", got, c.want)
			}
		})
	}
}

func TestABusThatIsBackHasThePlayerAgain(t *testing.T) {
	d := newDeck(t, fogBell())
	address := os.Getenv("DBUS_SESSION_BUS_ADDRESS")
	var pid uint32
	if err := d.bus.BusObject().Call("org.freedesktop.DBus.GetConnectionUnixProcessID", 0, "org.freedesktop.DBus").Store(&pid); err != nil {
		t.Fatal(err)
	}
	process, err := os.FindProcess(int(pid)) // the test's own, see startBus
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Kill(); err != nil {
		t.Fatal(err)
	}
	<-d.bus.Context().Done()
	path, _, _ := strings.Cut(address, ",")
	if err := os.Remove(strings.TrimPrefix(path, "unix:path=")); err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	again := exec.Command("dbus-daemon", "--session", "--nofork", "--address="+path)
	if err := again.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		again.Process.Kill()
		again.Wait()
	})
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", path)
	d.until("the bus is back", func() bool {
		d.bus, err = dbus.Connect(path)
		return err == nil
	})
	defer d.bus.Close()
	d.awaitName(mediaName)
	if got := d.property("Volume").Value(); got != 0.5 {
		t.Errorf("the volume is %v", got)
	}
}

func TestTheNameOfAnotherPlayerIsLeftToIt(t *testing.T) {
	d := newDeck(t, fogBell())
	NewMediaControls(t.Context(), &recorder{})
	d.until("the second has a name of its own", func() bool {
		var names []string
		if err := d.bus.BusObject().Call("org.freedesktop.DBus.ListNames", 0).Store(&names); err != nil {
			t.Fatal(err)
		}
		return slices.ContainsFunc(names, func(n string) bool { return strings.HasPrefix(n, mediaName+".instance") })
	})
}

func TestTheKindsOfFilesAreThoseOfTheDesktopsList(t *testing.T) {
	b, err := os.ReadFile("../../FyneApp.toml")
	if err != nil {
		t.Fatal(err)
	}
	if want := `MimeTypes = "` + strings.Join(MediaTypes(), ";") + `;"`; !strings.Contains(string(b), want) {
		t.Errorf("FyneApp.toml has no line %s", want)
	}
}
