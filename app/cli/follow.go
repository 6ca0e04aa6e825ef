package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"strconv"
	"strings"
	"time"

	"alongside/app/sample"
	"alongside/store"
	"alongside/sync"
	"alongside/sync/align"
	"alongside/sync/playback"
)

// saveEvery is how much of the place is lost at most when the machine goes down.
const saveEvery = 5 * time.Second

type followCommand struct {
	speed float64
	mute  bool
	from  string
}

func (c *followCommand) flags(set *flag.FlagSet) {
	set.Float64Var(&c.speed, "speed", 1, fmt.Sprintf("play at `X` times the speed, from %g to %g", playback.MinSpeed, playback.MaxSpeed))
	set.BoolVar(&c.mute, "mute", false, "follow without sound, in the same time")
	set.StringVar(&c.from, "from", "", "begin at `TIME`, as in 1:30, instead of where you stopped")
}

func (c *followCommand) run(ctx context.Context, s *session, args []string) (err error) {
	if !(c.speed >= playback.MinSpeed && c.speed <= playback.MaxSpeed) {
		return &usageError{fmt.Sprintf("--speed goes from %g to %g", playback.MinSpeed, playback.MaxSpeed), "follow"}
	}
	lib, err := s.library(ctx)
	if err != nil {
		return err
	}
	if _, err := sample.Add(ctx, lib); err != nil {
		return err
	}
	story, audio, err := s.open(ctx, lib, args[0])
	if err != nil {
		return err
	}
	defer audio.Close()
	start, err := c.start(story.Summary)
	if err != nil {
		return err
	}
	recorder, err := s.recorder()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, recorder.Close()) }()

	device := s.Sound
	if c.mute {
		device = playback.Silent()
	}
	player := playback.NewPlayer(device, audio)
	defer player.Close()
	player.SetSpeed(c.speed)
	player.Seek(start)
	fmt.Fprintf(s.Err, "%s, %s, from %s. Ctrl-C stops; the place is kept.\n\n", story.Title, clock(audio.Duration()), clock(start))
	teller := newTeller(s, story, start)
	timeline := sync.NewTimeline(story.Transcript, story.Alignment)
	follower := sync.NewFollower(timeline, player, func(place sync.Place, position time.Duration) {
		recorder.Shown(time.Now(), place, position)
		teller.heard(place, position)
	})
	return s.play(ctx, lib, story.ID, player, follower, c.mute)
}

// open gives the story and its audio, if it can be followed.
func (s *session) open(ctx context.Context, lib *store.Library, wanted string) (store.Story, *playback.Audio, error) {
	summary, err := s.find(ctx, wanted)
	if err != nil {
		return store.Story{}, nil, err
	}
	story, err := lib.Story(ctx, summary.ID)
	if err != nil {
		return store.Story{}, nil, err
	}
	switch {
	case len(story.Alignment.Turns) == 0:
		return store.Story{}, nil, fmt.Errorf("%q has no timings, so it cannot be followed; add it again with --timings FILE", summary.Title)
	case !summary.HasAudio:
		return store.Story{}, nil, fmt.Errorf("%q has no sound, so it cannot be followed; add it again with --audio FILE", summary.Title)
	}
	audio, err := lib.OpenSound(story)
	if err != nil {
		return store.Story{}, nil, fmt.Errorf("opening the sound of %q: %w", summary.Title, err)
	}
	return story, audio, nil
}

// start is where to begin: where one is told to, else where one stopped, else at the start.
func (c *followCommand) start(story store.Summary) (time.Duration, error) {
	switch {
	case c.from != "":
		start, err := parseClock(c.from)
		if err != nil {
			return 0, &usageError{fmt.Sprintf("--from is a time such as 1:30, not %q", c.from), "follow"}
		}
		return start, nil
	case story.Finished:
		return 0, nil
	}
	return story.Place, nil
}

// play plays to the end, or until ctx is done, and keeps the place.
func (s *session) play(ctx context.Context, lib *store.Library, id int64, player *playback.Player, follower *sync.Follower, mute bool) error {
	following, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		follower.Run(following)
	}()
	defer func() { stop(); <-done }()

	changed, unwatch := player.Watch()
	defer unwatch()
	save := time.NewTicker(saveEvery)
	defer save.Stop()
	player.Play()
	state := playback.Connecting
	for {
		if now := player.State(); now != state {
			state = now
			s.tellState(state, mute)
		}
		switch {
		case player.Ended():
			return lib.SavePlace(ctx, id, player.Duration())
		case !player.Playing() && player.Err() != nil:
			return errors.Join(fmt.Errorf("playing stopped: %w", player.Err()), lib.SavePlace(ctx, id, player.Position()))
		}
		select {
		case <-changed:
		case <-save.C:
			if err := lib.SavePlace(ctx, id, player.Position()); err != nil && ctx.Err() == nil {
				return err
			}
		case <-ctx.Done():
			player.Pause()
			fmt.Fprintf(s.Err, "\nStopped at %s.\n", clock(player.Position()))
			return lib.SavePlace(context.WithoutCancel(ctx), id, player.Position())
		}
	}
}

// tellState says when there is no sound, and when there is again.
func (s *session) tellState(state playback.State, mute bool) {
	switch {
	case mute:
	case state == playback.Silenced:
		fmt.Fprintln(s.Err, "(There is no sound device here; the story goes on in silence. `alongside check` says more.)")
	case state == playback.Lost:
		fmt.Fprintln(s.Err, "(The sound went away; the story waits for it.)")
	}
}

// A teller prints each turn when it begins to be heard.
type teller struct {
	s     *session
	story store.Story
	last  int // the turn that was printed last
}

// newTeller makes a teller for a story that is heard from a position on.
func newTeller(s *session, story store.Story, from time.Duration) *teller {
	last := -1
	for i, turn := range story.Alignment.Turns {
		switch {
		case !turn.Known():
		case turn.End <= from:
			last = i
		case turn.Start <= from:
			last = i - 1
		}
	}
	return &teller{s, story, last}
}

// heard prints the turn of the place if it is a new one, and before it those in between that have no time of their own.
func (t *teller) heard(place sync.Place, position time.Duration) {
	if place.Turn < 0 || place.Turn == t.last || place.Turn >= len(t.story.Alignment.Turns) {
		return
	}
	for i := t.last + 1; i < place.Turn; i++ {
		if !t.story.Alignment.Turns[i].Known() {
			t.print(i, position)
		}
	}
	t.print(place.Turn, position)
	t.last = place.Turn
}

// told is a turn as `follow --json` prints it, one on a line.
type told struct {
	Turn     int      `json:"turn"`
	Start    *float64 `json:"start_s,omitempty"`
	Estimate bool     `json:"estimate,omitempty"` // whether the start is only an estimate
	Position float64  `json:"position_s"`
	Speaker  string   `json:"speaker,omitempty"`
	Kind     string   `json:"kind"`
	Text     string   `json:"text"`
}

func (t *teller) print(i int, position time.Duration) {
	turn, times := t.story.Transcript.Turns[i], t.story.Alignment.Turns[i]
	if t.s.json {
		line := told{Turn: i + 1, Position: position.Seconds(), Speaker: turn.Speaker, Kind: turn.Kind.String(), Text: turn.Text}
		if start := times.Start.Seconds(); times.Known() {
			line.Start = &start
			line.Estimate = t.story.Alignment.Method == align.Estimate
		}
		t.s.printLine(line)
		return
	}
	fmt.Fprintf(t.s.Out, "%7s  %s\n\n", startOf(t.story.Alignment, i), turnText(turn, indent))
}

// parseClock reads 1:30, 1:02:03 or plain seconds.
func parseClock(text string) (time.Duration, error) {
	var total float64
	for _, part := range strings.Split(text, ":") {
		n, err := strconv.ParseFloat(part, 64)
		if err != nil || !(n >= 0 && n < 1e6) {
			return 0, fmt.Errorf("%q is no time", text)
		}
		total = total*60 + n
	}
	return time.Duration(total * float64(time.Second)), nil
}
