//go:build linux

package e2e

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A told is a turn as `alongside follow --json` prints it, and when it came.
type told struct {
	Turn     int
	Start    float64 `json:"start_s"`
	Position float64 `json:"position_s"`
	came     time.Time
}

// follow follows a story in the terminal until it ends, or until enough turns were printed.
func (d *desk) follow(story telling, enough int, flags ...string) []told {
	d.t.Helper()
	c := d.alongside(append([]string{"follow", story.id, "--json"}, flags...)...)
	out, err := c.StdoutPipe()
	if err != nil {
		d.t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		d.t.Fatal(err)
	}
	var turns []told
	for lines := bufio.NewScanner(out); len(turns) < enough && lines.Scan(); {
		turn := told{came: time.Now()}
		if err := json.Unmarshal(lines.Bytes(), &turn); err != nil {
			d.t.Errorf("follow printed %q: %v", lines.Text(), err)
			break
		}
		turns = append(turns, turn)
	}
	time.Sleep(time.Second)
	if err := c.Process.Signal(os.Interrupt); err != nil {
		d.t.Log(err) // it has come to its end by itself
	}
	if err := c.Wait(); err != nil {
		d.t.Errorf("follow: %v", err)
	}
	return turns
}

// turns are the starts of the turns.
func (t telling) turns() []start {
	var list []start
	for _, s := range t.starts {
		if s.Sentence == 0 && s.Word == 0 {
			list = append(list, s)
		}
	}
	return list
}

func TestFollowPrintsEachTurnAtItsTime(t *testing.T) {
	t.Parallel()
	const speed = 4
	d := sit(t)
	story := d.seed()
	want := story.turns()
	got := d.follow(story, len(want), "--mute", "--speed", "4")
	if len(got) != len(want) {
		t.Fatalf("%d turns were printed, want %d", len(got), len(want))
	}
	for i, turn := range got {
		due := (want[i].At - want[0].At) / speed
		came := turn.came.Sub(got[0].came)
		if turn.Turn != want[i].Turn || seconds(turn.Start) != want[i].At || (came-due).Abs() > 200*time.Millisecond {
			t.Errorf("turn %d, from %v, came after %v; want turn %d, from %v, after %v",
				turn.Turn, seconds(turn.Start), came, want[i].Turn, want[i].At, due)
		}
	}
}

func TestFollowPrintsATurnWhenItIsHeard(t *testing.T) {
	d := sit(t)
	story := d.seed()
	second := story.turns()[1]
	recorder, err := d.sound.Record(5 * time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	// From the end of the turn before: what began earlier is printed at once, and is no start.
	from := second.At - 2*time.Second
	p := &program{desk: d, trace: filepath.Join(d.home, "trace")}
	d.follow(story, 2, "--from", strings.TrimSuffix(from.String(), "s"), "--trace", p.trace)
	h := &hearing{program: p, telling: story, recorder: recorder}
	var at []showing
	for _, s := range h.compare(recorder.Stop(), nil) {
		if s.Turn == second.Turn && s.Sentence == 1 {
			at = append(at, s)
		}
	}
	check(t, "in the terminal", at, 1)
}
