package intake

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"alongside/store"
	"alongside/sync/timing"
)

// The kill test runs this test binary once more as a program that adds stories, one after the other, and says so on its
// standard output; and kills it.
const (
	killLibrary = "ALONGSIDE_KILL_LIBRARY" // the folder of the library; set in the child
	killSources = "ALONGSIDE_KILL_SOURCES" // the folder of the stories' files
	killFirst   = "ALONGSIDE_KILL_FIRST"   // the number of the first story to add

	kills        = 200
	killStories  = 12
	killVersions = 2 // of each story: the second has other audio, so that adding it replaces the first
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(killLibrary); dir != "" {
		if err := addUntilKilled(dir, os.Getenv(killSources), os.Getenv(killFirst)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func addUntilKilled(dir, sources, first string) error {
	ctx := context.Background()
	lib, err := store.Open(ctx, dir)
	if err != nil {
		return err
	}
	if lib.Recovered() != nil {
		return fmt.Errorf("the library was damaged: %v", lib.Recovered())
	}
	var n int
	if _, err := fmt.Sscan(first, &n); err != nil {
		return err
	}
	for ; ; n++ {
		story := n % (killStories * killVersions)
		fmt.Println("begun", story)
		id, err := Add(ctx, lib, Source{Location: filepath.Join(sources, killName(story), "story.txt")}, nil)
		if err != nil {
			return err
		}
		fmt.Println("saved", story, id)
	}
}

// killName names the folder of a story's version.
func killName(story int) string { return fmt.Sprintf("%d-%d", story%killStories, story/killStories) }

// wave makes a mono WAV file of noise, 8000 samples a second.
func wave(random *rand.Rand, length time.Duration) []byte {
	samples := int(length.Seconds() * 8000)
	var b bytes.Buffer
	b.WriteString("RIFF")
	binary.Write(&b, binary.LittleEndian, uint32(36+2*samples))
	b.WriteString("WAVEfmt ")
	for _, field := range []any{uint32(16), uint16(1), uint16(1), uint32(8000), uint32(16000), uint16(2), uint16(16)} {
		binary.Write(&b, binary.LittleEndian, field)
	}
	b.WriteString("data")
	binary.Write(&b, binary.LittleEndian, uint32(2*samples))
	for range samples {
		binary.Write(&b, binary.LittleEndian, int16(random.IntN(2000)-1000))
	}
	return b.Bytes()
}

// writeKillSources writes the stories: a transcript with its timings and its sound beside it.
func writeKillSources(t *testing.T, dir string) {
	t.Helper()
	random := rand.New(rand.NewPCG(5, 6))
	for n := range killStories * killVersions {
		folder := filepath.Join(dir, killName(n))
		if err := os.Mkdir(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		var text, timings strings.Builder
		fmt.Fprintf(&text, "The story of the %d bells\n\n", n%killStories)
		timings.WriteString("WEBVTT\n\n")
		for turn := range 20 {
			speaker := []string{"ADA GRUEN", "TOMAS VELA"}[turn%2]
			said := fmt.Sprintf("In story number %d the bell rings %d times, and nobody on the island counts them.", n%killStories, turn)
			fmt.Fprintf(&text, "%s: %s\n\n", speaker, said)
			fmt.Fprintf(&timings, "00:%02d.000 --> 00:%02d.900\n%s\n\n", turn, turn, said)
		}
		for name, content := range map[string][]byte{
			"story.txt": []byte(text.String()), "story.vtt": []byte(timings.String()), "story.wav": wave(random, 20*time.Second),
		} {
			if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// runAndKill starts the child, kills it after a time, and gives the lines it has said.
func runAndKill(t *testing.T, dir, sources string, first int, after time.Duration) []string {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^$")
	child.Env = append(os.Environ(), killLibrary+"="+dir, killSources+"="+sources, fmt.Sprintf("%s=%d", killFirst, first))
	var said, complained bytes.Buffer
	child.Stdout, child.Stderr = &said, &complained
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(after)
	if err := child.Process.Kill(); err != nil {
		t.Errorf("the child had ended: %v", err)
	}
	child.Wait()
	if complained.Len() > 0 {
		t.Fatalf("the child said: %s", complained.String())
	}
	lines := strings.SplitAfter(said.String(), "\n")
	return lines[:len(lines)-1] // what is left is empty, or half a line
}

// timeToSave measures how long the child takes until it has saved its first story, and one more.
func timeToSave(t *testing.T, sources string) (first, each time.Duration) {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^$")
	child.Env = append(os.Environ(), killLibrary+"="+t.TempDir(), killSources+"="+sources, killFirst+"=0")
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	defer child.Wait()
	defer child.Process.Kill()
	const more = 10
	saved := 0
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if !strings.HasPrefix(lines.Text(), "saved") {
			continue
		}
		if saved++; saved == 1 {
			first = time.Since(began)
		} else if saved == 1+more {
			return first, (time.Since(began) - first) / more
		}
	}
	t.Fatal("the child saved nothing")
	return 0, 0
}

func TestAKilledAddLosesNothingThatWasReportedSaved(t *testing.T) {
	if testing.Short() {
		t.Skip("short mode, as for the race detector, which would take minutes over it")
	}
	sources, dir := t.TempDir(), t.TempDir()
	writeKillSources(t, sources)
	first, each := timeToSave(t, sources)
	t.Logf("first story after %v, each other after %v", first, each)
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))
	expect := expectation{sources: sources, saved: map[int]saved{}}
	reported, interrupted := 0, 0
	for n := range kills {
		// From the opening of the library on, up to the end of the third story.
		after := first*3/4 + time.Duration(random.Int64N(int64(first/4+2*each)))
		lines := runAndKill(t, dir, sources, n, after)
		for _, line := range lines {
			reported += expect.hear(t, line)
		}
		if len(lines) > 0 && strings.HasPrefix(lines[len(lines)-1], "begun") {
			interrupted++
		}
		expect.check(t, dir)
		if t.Failed() {
			t.Fatalf("after kill %d, at %v; the child had said:\n%s", n+1, after, strings.Join(lines, ""))
		}
	}
	t.Logf("%d stories were reported saved, %d kills came while one was being added", reported, interrupted)
	if reported < kills/4 || interrupted < kills/4 {
		t.Errorf("%d stories were saved and %d kills came amid an addition: too few to prove anything", reported, interrupted)
	}
}

// A saved story is what the library must hold.
type saved struct {
	id       int64
	versions []int // any of these: the one saved last, and those begun since
}

// An expectation is what the children have said.
type expectation struct {
	sources string
	saved   map[int]saved // by story
}

func (e *expectation) hear(t *testing.T, line string) (stories int) {
	t.Helper()
	var n int
	var id int64
	if _, err := fmt.Sscanf(line, "begun %d\n", &n); err == nil {
		if s, known := e.saved[n%killStories]; known {
			s.versions = append(s.versions, n/killStories)
			e.saved[n%killStories] = s
		}
		return 0
	}
	if _, err := fmt.Sscanf(line, "saved %d %d\n", &n, &id); err != nil {
		t.Fatalf("the child said %q", line)
	}
	e.saved[n%killStories] = saved{id, []int{n / killStories}}
	return 1
}

// check opens the library and looks at all of it.
func (e *expectation) check(t *testing.T, dir string) {
	t.Helper()
	lib, err := store.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer lib.Close()
	if lib.Recovered() != nil {
		t.Error(lib.Recovered())
	}
	report, err := lib.Check(t.Context()) // with SQLite's quick_check, and each media file's hash
	if err != nil {
		t.Error(err)
	}
	for _, problem := range report.Problems {
		t.Error(problem)
	}
	for n, s := range e.saved {
		if err := e.whole(t, lib, n, s); err != nil {
			t.Errorf("story %d: %v", n, err)
		}
	}
	left, err := filepath.Glob(filepath.Join(dir, "media", "incoming", "*"))
	if err != nil || len(left) > 0 {
		t.Errorf("unfinished copies are left: %v %v", left, err)
	}
	if media, err := filepath.Glob(filepath.Join(dir, "media", "*.wav")); err != nil || len(media) > report.Media {
		t.Errorf("%d media files for %d stories", len(media), report.Stories)
	}
}

func (e *expectation) whole(t *testing.T, lib *store.Library, n int, s saved) error {
	story, err := lib.Story(t.Context(), s.id)
	if err != nil {
		return err
	}
	if want := fmt.Sprintf("The story of the %d bells", n); story.Title != want {
		return fmt.Errorf("it is %q", story.Title)
	}
	if len(story.Transcript.Turns) != 20 || len(story.Transcript.Speakers) != 2 {
		return fmt.Errorf("it has %d turns and %d speakers", len(story.Transcript.Turns), len(story.Transcript.Speakers))
	}
	if err := story.Alignment.Check(story.Transcript); err != nil || story.Aligned != timing.FormatVTT {
		return fmt.Errorf("its timings are %q: %v", story.Aligned, err)
	}
	sound, err := os.ReadFile(lib.AudioPath(story.Summary))
	if err != nil {
		return err
	}
	for _, version := range s.versions {
		want, err := os.ReadFile(filepath.Join(e.sources, killName(n+version*killStories), "story.wav"))
		if err != nil {
			return err
		}
		if bytes.Equal(sound, want) {
			return nil
		}
	}
	return fmt.Errorf("its sound is of none of the versions %v", s.versions)
}
