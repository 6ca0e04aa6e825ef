//go:build linux

package e2e

import (
	"encoding/json"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	kept "alongside/sync/figures"
)

// A figure is one row of the table that `make bench` prints.
type figure struct{ what, is, aim, note string }

func milliseconds(d time.Duration) string { return fmt.Sprintf("%.1f ms", d.Seconds()*1000) }

func percent(share float64) string { return fmt.Sprintf("%.1f%%", 100*share) }

// BenchmarkFigures measures the real window and prints what is beside what is aimed at and what was the last time. It runs once, in about two minutes.
func BenchmarkFigures(b *testing.B) {
	var rows []figure
	b.Run("heard", func(b *testing.B) { rows = append(rows, hearingFigures(b)...) })
	b.Run("long", func(b *testing.B) { rows = append(rows, longFigures(b)...) })
	table := kept.Table{Name: "window", Columns: []string{"figure", "is", "aim", "remark"}}
	for _, r := range rows {
		table.Rows = append(table.Rows, []string{r.what, r.is, r.aim, r.note})
	}
	if err := table.Print(os.Stdout, "../../build/figures.json"); err != nil {
		b.Fatal(err)
	}
	fmt.Println("\nThe processor draws here (Xvfb has no graphics card), so times and shares include what a graphics card would do.")
	fmt.Printf("The machine had %s to do on average over the last minute.\n", load())
}

// load is how many programs wanted a processor over the last minute.
func load() string {
	text, _ := os.ReadFile("/proc/loadavg")
	first, _, _ := strings.Cut(string(text), " ")
	return first + " programs"
}

// hearingFigures measures how far the highlight is from what is heard.
func hearingFigures(b *testing.B) []figure {
	d := sit(b)
	h := d.hear(d.seed())
	h.tour()
	followed, jumped := parted(h.finish())
	type heard struct {
		what string
		list []showing
	}
	all := []heard{{"while it plays", followed}, {"after a jump", jumped}}
	for _, c := range otherSpeeds {
		all = append(all, heard{c.name, sit(b).heardAt(c).finish()})
	}
	var rows []figure
	for _, c := range all {
		f := figuresOf(c.list)
		rows = append(rows,
			figure{"highlight minus hearing, " + c.what + ": median", milliseconds(f.median), "±20 ms", fmt.Sprintf("%d starts", f.count)},
			figure{"highlight minus hearing, " + c.what + ": 95% within", milliseconds(f.p95), "±45 ms", "worst " + milliseconds(f.worst)})
	}
	return rows
}

// The long story: turns of fifteen words, three hours in all.
const (
	longTurns    = 2000
	wordsPerTurn = 15
	longLasts    = 3 * time.Hour
)

// long adds the long story: words without a meaning over a tone, with a time for each.
func (d *desk) long() telling {
	d.t.Helper()
	audio, page := filepath.Join(d.home, "long.mp3"), filepath.Join(d.home, "long.json")
	d.do("ffmpeg", "-v", "error", "-f", "lavfi", "-i",
		fmt.Sprintf("sine=frequency=220:sample_rate=16000:duration=%d", int(longLasts.Seconds())), "-b:a", "16k", audio)
	text, err := json.Marshal(longStory())
	if err == nil {
		err = os.WriteFile(page, text, 0o600)
	}
	if err != nil {
		d.t.Fatal(err)
	}
	return d.add(audio, page)
}

// longStory is the long story in the form in which stories are exchanged.
func longStory() map[string]any {
	syllables := strings.Fields("ba den gor hil kan lum mer not pol ras sen tor ul vin wes")
	word := longLasts.Seconds() / (longTurns * wordsPerTurn)
	span := func(text string, first, words int) map[string]any {
		return map[string]any{
			"text": text, "start_s": float64(first) * word, "end_s": (float64(first+words) - 0.1) * word, "confidence": 1,
		}
	}
	var turns []any
	for n := range longTurns {
		first := n * wordsPerTurn
		var words []any
		var spoken []string
		for i := range wordsPerTurn {
			text := syllables[(first+i*i)%len(syllables)] + syllables[(n+3*i)%len(syllables)] // many words, as in speech
			words = append(words, span(text, first+i, 1))
			spoken = append(spoken, text)
		}
		text := "Go " + strings.Join(spoken[1:], " ") + "."
		words[0].(map[string]any)["text"] = "Go"
		turn := span(text, first, wordsPerTurn)
		turn["n"], turn["kind"], turn["speaker"] = n+1, "speech", []string{"Ann", "Ben", "Cleo"}[n%3]
		turn["sentences"], turn["words"] = []any{span(text, first, wordsPerTurn)}, words
		turns = append(turns, turn)
	}
	speakers := []any{map[string]any{"name": "Ann"}, map[string]any{"name": "Ben"}, map[string]any{"name": "Cleo"}}
	return map[string]any{"title": "A long story", "language": "en", "speakers": speakers, "turns": turns}
}

// stripArea is part of the strip in the window's usual size. In the library there is nothing.
var stripArea = image.Rect(100, 700, 1180, 726)

// longFigures measures a story of three hours.
func longFigures(b *testing.B) []figure {
	d := sit(b)
	story := d.long()
	p := d.open(story)
	opening := p.opening()
	sizing := p.sizing()
	p.key(slices.Repeat([]string{"alt+Down"}, 5)...)
	p.settle()
	paused := p.usage(10 * time.Second)
	p.key("space")
	time.Sleep(2 * time.Second)
	before := len(p.lines())
	playing := p.usage(20 * time.Second)
	changes := float64(len(p.lines())-before) / 20
	memory, own := p.memory()
	p.end(syscall.SIGTERM)
	sound := d.soundUsage(story, 10*time.Second)
	each := func(share float64) string { return fmt.Sprintf("%.2f ms", 1000*share/changes) }
	moving, drawing := playing.all()-paused.all()-sound, playing.drawing-paused.drawing
	return []figure{
		{"three hours: from Enter to the first frame", milliseconds(median(opening)), "150 ms", "worst of 5: " + milliseconds(slices.Max(opening))},
		{"three hours: from a text-size key to the next frame", milliseconds(median(sizing)), "100 ms", "worst of 10: " + milliseconds(slices.Max(sizing))},
		{"three hours: each move of the highlight", each(moving - drawing), "2 ms", "processor time of program and toolkit; drawing the window adds " + each(drawing)},
		{"three hours: memory", fmt.Sprintf("%.0f MB", memory), "250 MB", fmt.Sprintf("%.0f MB of it the program's own, the rest libraries", own)},
		{"three hours: processor while playing", percent(playing.all()), "10%", fmt.Sprintf("of a core; drawing threads %s, sound %s; %.1f moves a second", percent(playing.drawing), percent(sound), changes)},
		{"three hours: processor while paused", percent(paused.all()), "2%", "of a core"},
	}
}

func median(list []time.Duration) time.Duration {
	list = slices.Clone(list)
	slices.Sort(list)
	return list[len(list)/2]
}

// opening opens the story from the library a few times and tells how long it took until it could be seen.
func (p *program) opening() []time.Duration {
	p.t.Helper()
	var took []time.Duration
	for range 5 {
		p.key("ctrl+l")
		p.settle()
		took = append(took, p.answer("Return", []image.Rectangle{stripArea}))
	}
	return took
}

// sizing changes the text's size up and down and tells how long it took until that could be seen.
func (p *program) sizing() []time.Duration {
	p.t.Helper()
	var took []time.Duration
	for range 5 {
		for _, key := range []string{"ctrl+equal", "ctrl+minus"} {
			took = append(took, p.answer(key, textColumn))
		}
	}
	return took
}

// answer is how long after a key was pressed an area of the display changed.
func (p *program) answer(key string, areas []image.Rectangle) time.Duration {
	p.t.Helper()
	w := p.display.watch(areas)
	pressed := time.Now()
	p.key(key)
	p.settle()
	for _, c := range w.stop() {
		if c.After(pressed) {
			return c.Sub(pressed)
		}
	}
	p.t.Fatalf("%s changed nothing", key)
	return 0
}

// A usage is how much of one processor core a program took, by kind of thread.
type usage struct{ drawing, other float64 }

func (u usage) all() float64 { return u.drawing + u.other }

// usage measures for a while.
func (p *program) usage(during time.Duration) usage {
	p.t.Helper()
	from, begin := p.used(), time.Now()
	time.Sleep(during)
	to, took := p.used(), time.Since(begin).Seconds()
	return usage{(to.drawing - from.drawing) / took, (to.other - from.other) / took}
}

// used is the processor time that the program has taken so far, in seconds.
func (p *program) used() usage {
	p.t.Helper()
	tasks, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/stat", p.process.Process.Pid))
	if err != nil || len(tasks) == 0 {
		p.t.Fatal("the program's threads are not to be found: ", err)
	}
	var u usage
	for _, path := range tasks {
		text, err := os.ReadFile(path)
		if err != nil {
			continue // it has just ended
		}
		name, fields, _ := strings.Cut(string(text), ") ")
		f := strings.Fields(fields)
		const user, system, ticks = 11, 12, 100
		a, _ := strconv.ParseFloat(f[user], 64)
		b, _ := strconv.ParseFloat(f[system], 64)
		if strings.Contains(name, "llvmpipe") {
			u.drawing += (a + b) / ticks
		} else {
			u.other += (a + b) / ticks
		}
	}
	return u
}

// memory is what the program holds in memory, in MB, and how much of that is its own.
func (p *program) memory() (all, own float64) {
	p.t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.process.Process.Pid))
	if err != nil {
		p.t.Fatal(err)
	}
	for _, row := range strings.Split(string(text), "\n") {
		var kilobytes float64
		if _, err := fmt.Sscanf(row, "VmRSS: %f kB", &kilobytes); err == nil {
			all = kilobytes / 1024
		}
		if _, err := fmt.Sscanf(row, "RssAnon: %f kB", &kilobytes); err == nil {
			own = kilobytes / 1024
		}
	}
	return all, own
}

// soundUsage is the share of a core that following takes in the terminal: sound without a window.
func (d *desk) soundUsage(story telling, during time.Duration) float64 {
	d.t.Helper()
	p := &program{desk: d, process: d.command(binaryOf(d.t), "follow", story.id, "--from", "60")}
	if err := p.process.Start(); err != nil {
		d.t.Fatal(err)
	}
	defer func() {
		_ = p.process.Process.Kill()
		_ = p.process.Wait()
	}()
	time.Sleep(3 * time.Second)
	return p.usage(during).all()
}
