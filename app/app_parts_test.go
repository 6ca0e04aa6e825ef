package app

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"alongside/app/reader"
	"alongside/sync"
)

func TestLatestKeepsOneUpdateOnItsWay(t *testing.T) {
	var queue []func()
	var got []int
	l := newLatest(func(do func()) { queue = append(queue, do) }, func(n int) { got = append(got, n) })
	l.set(1)
	l.set(2)
	l.set(3)
	if len(queue) != 1 {
		t.Fatalf("%d updates on their way, want 1", len(queue))
	}
	queue[0]()
	l.set(4)
	queue[1]()
	if want := []int{3, 4}; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("applied %v, want %v", got, want)
	}
}

func TestSaverWritesInOrderAndOnlyTheNewest(t *testing.T) {
	var got []string
	release := make(chan struct{})
	s := newSaver(context.Background(), func(error) {})
	write := func(what string) func(context.Context) error {
		return func(context.Context) error {
			<-release
			got = append(got, what)
			return nil
		}
	}
	s.save("first", write("first"))
	time.Sleep(10 * time.Millisecond) // it is being written now
	s.save("place", write("place 1"))
	s.save("look", write("look"))
	s.save("place", write("place 2"))
	close(release)
	s.close()
	if want := "[first place 2 look]"; fmt.Sprint(got) != want {
		t.Errorf("wrote %v, want %s", got, want)
	}
}

func TestSaverWritesWhatWasAskedForBeforeTheEnd(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	var failures []error
	s := newSaver(ctx, func(err error) { failures = append(failures, err) })
	cancel()
	written := false
	s.save("place", func(ctx context.Context) error { written = ctx.Err() == nil; return nil })
	s.save("look", func(context.Context) error { return errors.New("the disk is full") })
	s.close()
	if !written {
		t.Error("what was asked for was not written")
	}
	if len(failures) != 1 {
		t.Errorf("told of %d failures, want 1", len(failures))
	}
}

func TestFrameClockLearnsHowLongFramesTake(t *testing.T) {
	var f frameClock
	if got := f.lead(); got != firstFrame {
		t.Errorf("before any frame the lead is %v, want %v", got, firstFrame)
	}
	now := time.Unix(0, 0)
	for word := range 60 {
		place := sync.Place{Word: word}
		f.marked(place, now)
		now = now.Add(12 * time.Millisecond)
		f.drawn(place, now)
		f.drawn(place, now.Add(time.Second)) // the same place drawn again says nothing
		now = now.Add(300 * time.Millisecond)
	}
	if got := f.lead(); got < 11*time.Millisecond || got > 13*time.Millisecond {
		t.Errorf("lead %v, want about 12 ms", got)
	}
}

func TestPreferencesOutOfRangeAreAsUsual(t *testing.T) {
	but := func(change func(*preferences)) preferences {
		p := usual()
		change(&p)
		return p
	}
	cases := []struct {
		name string
		in   preferences
		want preferences
	}{
		{"as usual", usual(), usual()},
		{
			"nothing at all",
			preferences{},
			but(func(p *preferences) { p.Look, p.Volume, p.Repeats = "", 0, repeats{} }),
		},
		{
			"huge text",
			but(func(p *preferences) { p.Look, p.Text = "ink", 40 }),
			but(func(p *preferences) { p.Look = "ink" }),
		},
		{"a folder that is none", but(func(p *preferences) { p.Folder = "../up" }), usual()},
		{
			"a window without height",
			but(func(p *preferences) { p.Speed, p.Width, p.Height = 2, 800, 1 }),
			but(func(p *preferences) { p.Speed = 2 }),
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := c.in.mended(); got != c.want {
				t.Errorf("otherwise are %v", changed(c.want, got))
			}
		})
	}
}

func TestHowTheCaretGoesAlongIsRemembered(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	for _, s := range d.sections {
		for _, c := range s.commands {
			if c.name == "Go with the sound, and say the words too" || c.name == "Turn by turn" {
				d.perform(c)
			}
		}
	}
	d.finish()
	got, err := loadPreferences(t.Context(), d.library)
	if want := (reader.Along{Manner: reader.Aloud, Portion: reader.Turns}); err != nil || got.Along != want {
		t.Errorf("%+v is remembered, error %v", got.Along, err)
	}
}
