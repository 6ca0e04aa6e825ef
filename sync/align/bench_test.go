//go:build linux

package align_test

import (
	"bytes"
	"context"
	"encoding/gob"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode"

	"alongside/sync/align"
	"alongside/sync/figures"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// units are the times of that unit in the order of the story.
func units(unit string, story transcript.Transcript, a timing.Alignment) (out []timing.Timing) {
	for i, turn := range a.Turns {
		switch {
		case unit == "turn":
			out = append(out, turn.Timing)
		case unit == "sentence" && story.Turns[i].Kind == transcript.Speech:
			out = append(out, turn.Sentences...)
		case unit == "sentence":
			out = append(out, timing.Timing{})
		default:
			out = append(out, turn.Words...)
		}
	}
	return out
}

// texts are the texts of what units gives.
func texts(unit string, story transcript.Transcript) (out []string) {
	for _, turn := range story.Turns {
		spans := turn.Words()
		switch {
		case unit == "turn" || unit == "sentence" && turn.Kind != transcript.Speech:
			spans = []transcript.Span{{End: len(turn.Text)}}
		case unit == "sentence":
			spans = turn.Sentences()
		}
		for _, s := range spans {
			out = append(out, s.In(turn.Text))
		}
	}
	return out
}

// matched gives the times of the marks where truth and story are not divided into the same units: those of the longest row
// of texts that both have.
func matched(truth []mark, texts []string, times []timing.Timing) []timing.Timing {
	letters := func(text string) string {
		return strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), "")
	}
	longest := make([][]int, len(truth)+1) // of the rest from truth i and text j on
	for i := range longest {
		longest[i] = make([]int, len(texts)+1)
	}
	for i := len(truth) - 1; i >= 0; i-- {
		for j := len(texts) - 1; j >= 0; j-- {
			longest[i][j] = max(longest[i+1][j], longest[i][j+1])
			if letters(truth[i].text) == letters(texts[j]) {
				longest[i][j] = longest[i+1][j+1] + 1
			}
		}
	}
	out := make([]timing.Timing, len(truth))
	for i, j := 0, 0; i < len(truth) && j < len(texts); {
		switch {
		case letters(truth[i].text) == letters(texts[j]):
			out[i] = times[j]
			i, j = i+1, j+1
		case longest[i+1][j] >= longest[i][j+1]:
			i++
		default:
			j++
		}
	}
	return out
}

// counts are what is counted of a set.
type counts struct {
	errors           []time.Duration // of what was placed and is spoken
	spoken, unspoken int
	hidden           int
	said             calibration
}

// calibration is, by tenths of confidence, how much was said to be so sure and how much of it was right.
type calibration [10]struct{ n, right int }

func (c *calibration) add(other calibration) {
	for i, s := range other {
		c[i].n += s.n
		c[i].right += s.right
	}
}

func count(truth []mark, got []timing.Timing) (c counts) {
	for i, m := range truth {
		t := got[i]
		off := (t.Start - m.start).Abs()
		switch {
		case m.spoken:
			c.spoken++
			if t.Known() {
				c.errors = append(c.errors, off)
			}
		case t.Known():
			c.unspoken++
		default:
			c.unspoken++
			c.hidden++
		}
		if t.Known() {
			tenth := &c.said[min(9, int(t.Confidence*10))]
			tenth.n++
			if m.spoken && off <= 250*time.Millisecond {
				tenth.right++
			}
		}
	}
	slices.Sort(c.errors)
	return c
}

// within is the share of what is spoken that was placed that near.
func (c *counts) within(limit time.Duration) string {
	n := 0
	for _, e := range c.errors {
		if e <= limit {
			n++
		}
	}
	return share(n, c.spoken)
}

func share(n, of int) string {
	if of == 0 {
		return "–"
	}
	return fmt.Sprintf("%.1f%%", 100*float64(n)/float64(of))
}

func (c *counts) row(set, unit string, cost cost) []string {
	median, most := "–", "–"
	if n := len(c.errors); n > 0 {
		median, most = milliseconds(c.errors[n/2]), milliseconds(c.errors[n-1])
	}
	return []string{
		set, unit, fmt.Sprintf("%d/%d", len(c.errors), c.spoken), median, most,
		c.within(50 * time.Millisecond), c.within(250 * time.Millisecond), c.within(time.Second),
		fmt.Sprintf("%d/%d", c.hidden, c.unspoken), fmt.Sprintf("%.0f", cost.processor), fmt.Sprintf("%.0f MB", cost.memory),
	}
}

func milliseconds(d time.Duration) string { return fmt.Sprintf("%.0f ms", 1000*d.Seconds()) }

// cost is what a whole process takes that loads the model and aligns one story.
type cost struct {
	processor float64 // seconds an hour of sound
	memory    float64 // MB at most
}

// answer is what that process has to say.
type answer struct {
	Alignment timing.Alignment
	Length    time.Duration
}

// alignVariable tells the test program to align the story in the folder that it names, and to do nothing else;
// methodVariable, by which method.
const (
	alignVariable  = "ALONGSIDE_ALIGN"
	methodVariable = "ALONGSIDE_ALIGN_METHOD"
)

func TestMain(m *testing.M) {
	folder := os.Getenv(alignVariable)
	if folder == "" {
		os.Exit(m.Run())
	}
	a, err := alignFolder(folder)
	if err == nil {
		err = gob.NewEncoder(os.Stdout).Encode(a)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func alignFolder(folder string) (answer, error) {
	story, err := readStory(folder)
	if err != nil {
		return answer{}, err
	}
	audio, err := openSound(folder)
	if err != nil {
		return answer{}, err
	}
	defer audio.Close()
	a, err := align.New()
	if err != nil {
		return answer{}, err
	}
	how := a.Align
	if os.Getenv(methodVariable) == align.Synthesised {
		how = a.AlignBySynthesis
	}
	found, err := how(context.Background(), samples(audio), story, align.Options{})
	if errors.Is(err, align.ErrUnrelated) {
		err = nil // it has no times, and is to have none
	}
	return answer{found, audio.Duration()}, err
}

// alone aligns the story in a folder by a method, in a process of its own.
func alone(b *testing.B, folder, method string) (answer, cost) {
	b.Helper()
	var out bytes.Buffer
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), alignVariable+"="+folder, methodVariable+"="+method)
	c.Stdout, c.Stderr = &out, os.Stderr
	if err := c.Run(); err != nil {
		b.Fatalf("aligning %s: %v", folder, err)
	}
	var a answer
	if err := gob.NewDecoder(&out).Decode(&a); err != nil {
		b.Fatalf("aligning %s: %v", folder, err)
	}
	took := c.ProcessState.UserTime() + c.ProcessState.SystemTime()
	kilobytes := c.ProcessState.SysUsage().(*syscall.Rusage).Maxrss
	return a, cost{processor: took.Hours() / a.Length.Hours() * 3600, memory: float64(kilobytes) / 1024}
}

// measure aligns the story in a folder by a method and counts how near its times come.
func measure(b *testing.B, folder, name, method string) (c counts, unit string, row []string) {
	b.Helper()
	unit, truth := marks(b, folder)
	story, err := readStory(folder)
	if err != nil {
		b.Fatal(err)
	}
	a, cost := alone(b, folder, method)
	list := units(unit, story, a.Alignment)
	if len(list) != len(truth) {
		list = matched(truth, texts(unit, story), list)
	}
	c = count(truth, list)
	return c, unit, c.row(name, unit, cost)
}

// kept is where the figures of the last run are.
const kept = "../../build/figures.json"

// BenchmarkSets aligns each set of known times, and all of them joined to a long one, once, and prints how near the times
// come, what it costs, and how far what is said to be sure is so.
func BenchmarkSets(b *testing.B) {
	t, larger, words := measureAll(b, "alignment", align.Method)
	var long calibration
	if folder, err := joined(b, 7); err != nil {
		fmt.Printf("\nThe long set is left out: %s.\n", err)
	} else {
		c, _, row := measure(b, folder, "joined", align.Method)
		t.Rows = append(t.Rows, row)
		long = c.said
	}
	printTable(b, t)
	printTable(b, confidences(larger, words, long))
	b.ReportMetric(0, "ns/op")
}

// measureAll measures each set by a method, and says how far what is said to be sure is so, of words by themselves.
func measureAll(b *testing.B, name, method string) (t figures.Table, larger, words calibration) {
	b.Helper()
	paths, _ := filepath.Glob(filepath.Join(shared, "*", "truth.tsv"))
	if len(paths) == 0 {
		b.Skip("the sets are not there")
	}
	t = figures.Table{Name: name, Columns: []string{
		"set", "unit", "placed", "median", "max", "≤ 0.05 s", "≤ 0.25 s", "≤ 1 s", "unspoken hidden", "CPU s/hour", "peak",
	}}
	for _, path := range paths {
		folder := filepath.Dir(path)
		c, unit, row := measure(b, folder, filepath.Base(folder), method)
		t.Rows = append(t.Rows, row)
		if unit == "word" {
			words.add(c.said)
		} else {
			larger.add(c.said)
		}
	}
	return t, larger, words
}

func printTable(b *testing.B, t figures.Table) {
	b.Helper()
	if err := t.Print(os.Stdout, kept); err != nil {
		b.Fatal(err)
	}
}

// confidences is the table of how much of what is said to be that sure is within a quarter of a second.
func confidences(larger, words, long calibration) figures.Table {
	t := figures.Table{Name: "confidence", Columns: []string{"confidence", "turns, sentences", "right", "words", "right", "turns of joined", "right"}}
	for i := range larger {
		row := []string{fmt.Sprintf("%.1f to %.1f", float64(i)/10, float64(i+1)/10)}
		for _, c := range []calibration{larger, words, long} {
			row = append(row, strconv.Itoa(c[i].n), share(c[i].right, c[i].n))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// joinedSets are the sets of the long one, in order.
var joinedSets = []string{
	"radio_mix", "kgou_seed", "roy_interview", "mobydick_intro", "lj_contiguous", "epub0120_escapability",
	"librivox_ps_words", "epub0120_basic_tests", "music_only",
}

// joined joins the sets some times, every second time in reverse and without the music, and gives the folder.
func joined(b *testing.B, rounds int) (string, error) {
	b.Helper()
	j := joiner{b: b, sets: map[string]part{}}
	folder := b.TempDir()
	encoder := exec.Command("ffmpeg", "-v", "error", "-f", "s16le", "-ar", "16000", "-ac", "1", "-i", "-", "-b:a", "48k", filepath.Join(folder, "audio.mp3"))
	in, err := encoder.StdinPipe()
	if err == nil {
		err = encoder.Start()
	}
	if err != nil {
		return "", fmt.Errorf("ffmpeg makes it: %w", err)
	}
	for k := range rounds {
		sets := slices.Clone(joinedSets)
		if k%2 == 1 {
			slices.Reverse(sets)
			sets = sets[1:]
		}
		for _, set := range sets {
			if _, err := in.Write(j.add(set)); err != nil {
				return "", fmt.Errorf("writing it: %w", err)
			}
		}
	}
	if err := errors.Join(in.Close(), encoder.Wait()); err != nil {
		return "", fmt.Errorf("encoding it: %w", err)
	}
	return folder, j.write(folder)
}

// joiner puts sets one after the other.
type joiner struct {
	b     *testing.B
	sets  map[string]part
	at    time.Duration
	marks []mark
}

// part is a set as it goes into the long one: words are one turn.
type part struct {
	sound []byte // 16-bit samples
	marks []mark
}

// add adds a set and gives its sound.
func (j *joiner) add(set string) []byte {
	p, ok := j.sets[set]
	if !ok {
		p = j.load(set)
		j.sets[set] = p
	}
	for _, m := range p.marks {
		m.start += j.at
		j.marks = append(j.marks, m)
	}
	j.at += time.Duration(len(p.sound)/2) * time.Second / 16000
	return p.sound
}

func (j *joiner) load(set string) (p part) {
	j.b.Helper()
	folder := filepath.Join(shared, set)
	audio, err := openSound(folder)
	if err != nil {
		j.b.Fatal(err)
	}
	defer audio.Close()
	s, buffer := samples(audio), make([]float32, 4096)
	for err == nil {
		var n int
		n, err = s.Read(buffer)
		for _, v := range buffer[:n] {
			v := int16(math.Round(float64(max(-1, min(1, v)) * math.MaxInt16)))
			p.sound = append(p.sound, byte(v), byte(v>>8))
		}
	}
	unit, all := marks(j.b, folder)
	if unit == "word" {
		var texts []string
		for _, m := range all {
			texts = append(texts, m.text)
		}
		all = []mark{{start: all[0].start, spoken: true, text: strings.Join(texts, " ")}}
	}
	p.marks = all
	return p
}

// write writes the long set's transcript and truth.
func (j *joiner) write(folder string) error {
	type turn struct {
		N    int    `json:"n"`
		Kind string `json:"kind"`
		Text string `json:"text"`
	}
	var turns []turn
	truth := "start_s\tend_s\tturn\ttext\n"
	for i, m := range j.marks {
		turns = append(turns, turn{i + 1, "speech", m.text})
		start := ""
		if m.spoken {
			start = fmt.Sprintf("%.3f", m.start.Seconds())
		}
		truth += fmt.Sprintf("%s\t\t%d\t%s\n", start, i+1, m.text)
	}
	text, err := json.Marshal(map[string]any{"title": "joined", "language": "en", "turns": turns})
	if err != nil {
		return err
	}
	return errors.Join(os.WriteFile(filepath.Join(folder, "transcript.json"), text, 0o600),
		os.WriteFile(filepath.Join(folder, "truth.tsv"), []byte(truth), 0o600))
}

// BenchmarkStart is what there is to do before the first sound can be aligned: reading the model and the dictionary.
func BenchmarkStart(b *testing.B) {
	before := processorTime(b)
	for b.Loop() {
		aligner(b)
	}
	b.ReportMetric(1000*(processorTime(b)-before).Seconds()/float64(b.N), "CPU-ms/op")
}

// processorTime is how long this process has been at work so far, on all processors together.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
