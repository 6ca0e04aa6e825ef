package store

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The kill tests run this test binary once more as a program that does one thing over and over, says so on its standard
// output, and is killed.
const (
	killWork = "ALONGSIDE_KILL_WORK" // what the child does
	killDir  = "ALONGSIDE_KILL_DIR"  // where
	kills    = 20
)

func TestMain(m *testing.M) {
	if work := os.Getenv(killWork); work != "" {
		if err := workUntilKilled(work, os.Getenv(killDir)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// What lies in the folder of a kill test.
const (
	killLibrary = "library"
	killOther   = "other" // a second place for the library
	killBackup  = "stories.zip"
)

func workUntilKilled(work, dir string) error {
	ctx := context.Background()
	do := map[string]func(ctx context.Context, dir string, n int) error{
		"backup": backUpAgain, "restore": restoreAgain, "move": moveAgain, "let go": letGoAgain,
	}[work]
	fmt.Println("ready")
	for n := 0; ; n++ {
		if err := do(ctx, dir, n); err != nil {
			return fmt.Errorf("%s: %w", work, err)
		}
		fmt.Println("done")
	}
}

func backUpAgain(ctx context.Context, dir string, _ int) error {
	l, err := Open(ctx, filepath.Join(dir, killLibrary))
	if err != nil {
		return err
	}
	defer l.Close()
	file := filepath.Join(dir, "again.zip")
	if err := ignoreMissing(os.Remove(file)); err != nil {
		return err
	}
	_, err = l.Backup(ctx, file, nil)
	return err
}

func restoreAgain(ctx context.Context, dir string, n int) error {
	to := filepath.Join(dir, killOther)
	if n > 0 { // the first one goes on with what the last child began
		if err := os.RemoveAll(to); err != nil {
			return err
		}
	}
	l, err := Open(ctx, to)
	if err != nil {
		return err
	}
	defer l.Close()
	done, err := l.RestoreBackup(ctx, filepath.Join(dir, killBackup), nil)
	if err == nil && len(done.Problems) > 0 {
		err = fmt.Errorf("problems: %v", done.Problems)
	}
	return err
}

func moveAgain(ctx context.Context, dir string, _ int) error {
	home := filepath.Join(dir, killLibrary)
	l, err := Open(ctx, home)
	if err != nil {
		return err
	}
	defer l.Close()
	from, to := l.Dir(), filepath.Join(dir, killOther)
	if from == to {
		to = home
	}
	if err := readyFor(ctx, to); err != nil {
		return err
	}
	if err := l.Move(ctx, to, nil); err != nil {
		return err
	}
	return DeleteMoved(ctx, from)
}

// readyFor makes a folder ready for the library: what a child that was killed after moving it away left there is deleted.
func readyFor(ctx context.Context, dir string) error {
	to, err := readPointer(dir)
	if err != nil || to == "" {
		return err
	}
	return DeleteMoved(ctx, dir)
}

func letGoAgain(ctx context.Context, dir string, n int) error {
	l, err := Open(ctx, filepath.Join(dir, killLibrary))
	if err != nil {
		return err
	}
	defer l.Close()
	stories, err := l.Stories(ctx)
	if err != nil {
		return err
	}
	for _, s := range stories {
		if !s.LetGo {
			continue
		}
		path := filepath.Join(dir, fmt.Sprintf("sound %d.mp3", s.ID))
		if err := l.SaveDownload(ctx, s.ID, path, time.Minute, soundURL); err != nil {
			return err
		}
	}
	u, err := l.Usage(ctx)
	if err != nil {
		return err
	}
	_, err = l.LetGo(ctx, u.Whole()-int64(1+n%3)*soundBytes/8)
	return err
}

// killedLibrary makes the folder of a kill test with a library, closed, and a backup of it.
func killedLibrary(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	l := openIn(t, filepath.Join(dir, killLibrary))
	save(t, l, bookDraft(t))
	for n := range 6 {
		path := filepath.Join(dir, fmt.Sprintf("sound %d.mp3", n+2))
		if err := os.WriteFile(path, []byte(strings.Repeat(fmt.Sprint(n), soundBytes/8)), 0o600); err != nil {
			t.Fatal(err)
		}
		d := Draft{Transcript: numbered(n, keptTurns), Alignment: timed(numbered(n, keptTurns)), AudioPath: path, AudioURL: soundURL}
		d.Transcript.Audio.Duration = time.Minute
		save(t, l, d)
	}
	if _, err := l.Backup(t.Context(), filepath.Join(dir, killBackup), nil); err != nil {
		t.Fatal(err)
	}
	l.Close()
	return dir
}

// A child is this binary as a program.
type child struct {
	command    *exec.Cmd
	lines      *bufio.Scanner
	complained strings.Builder
}

func startChild(t *testing.T, work, dir string) *child {
	t.Helper()
	c := &child{command: exec.Command(os.Args[0], "-test.run=^$")}
	c.command.Env = append(os.Environ(), killWork+"="+work, killDir+"="+dir)
	c.command.Stderr = &c.complained
	out, err := c.command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.command.Start(); err != nil {
		t.Fatal(err)
	}
	c.lines = bufio.NewScanner(out)
	if !c.lines.Scan() || c.lines.Text() != "ready" {
		t.Fatalf("the child said %q, %s", c.lines.Text(), c.complained.String())
	}
	return c
}

// kill kills the child and tells how often it was done.
func (c *child) kill(t *testing.T) (done int) {
	t.Helper()
	c.command.Process.Kill()
	for c.lines.Scan() {
		done++
	}
	c.command.Wait()
	if c.complained.Len() > 0 {
		t.Fatalf("the child said: %s", c.complained.String())
	}
	return done
}

func TestAKillLosesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("short mode, as for the race detector, which would take minutes over it")
	}
	for _, test := range []struct {
		work  string
		check func(t *testing.T, dir string)
	}{
		{"backup", checkKilledBackup}, {"restore", checkKilledRestoring}, {"move", checkKilledLibrary}, {"let go", checkKilledLibrary},
	} {
		t.Run(test.work, func(t *testing.T) {
			dir := killedLibrary(t)
			const measured = 3
			began := time.Now()
			first := startChild(t, test.work, dir)
			for range measured {
				first.lines.Scan()
			}
			each := time.Since(began) / measured
			first.kill(t)
			random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))
			interrupted := 0
			for n := range kills {
				after := time.Duration(random.Int64N(int64(2 * each)))
				c := startChild(t, test.work, dir)
				time.Sleep(after)
				if c.kill(t) < 2 {
					interrupted++
				}
				if test.check(t, dir); t.Failed() {
					t.Fatalf("after kill %d, at %v of %v", n+1, after, each)
				}
			}
			if interrupted < kills/4 {
				t.Errorf("%d kills came before the second was done: too few to prove anything", interrupted)
			}
			t.Logf("each took %v; %d of %d kills came early", each, interrupted, kills)
		})
	}
}

// checkKilledLibrary looks that every story is whole, with its sound or without it because that was let go.
func checkKilledLibrary(t *testing.T, dir string) {
	t.Helper()
	l, err := Open(t.Context(), filepath.Join(dir, killLibrary))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if l.Recovered() != nil {
		t.Error(l.Recovered())
	}
	checkSound(t, l)
	stories := list(t, l)
	if len(stories) != 7 {
		t.Errorf("there are %d stories", len(stories))
	}
	for _, s := range stories {
		story := read(t, l, s.ID)
		if s.HasAudio == s.LetGo || s.Aligned == "" {
			t.Errorf("%s: sound %v, let go %v, times %q", s.Title, s.HasAudio, s.LetGo, s.Aligned)
		}
		if s.ID == 1 && (len(story.Parts) != 1 || len(story.Chapters) != 3 || story.Picture.File == "") {
			t.Errorf("the book is %+v", story)
		}
	}
}

// checkKilledBackup looks that a backup which has its name is whole.
func checkKilledBackup(t *testing.T, dir string) {
	t.Helper()
	checkKilledLibrary(t, dir)
	file := filepath.Join(dir, "again.zip")
	if _, err := os.Stat(file); errors.Is(err, os.ErrNotExist) {
		return
	}
	l := openLibrary(t)
	defer l.Close()
	if done := restore(t, l, file); done.Added != 7 || len(done.Problems) > 0 {
		t.Errorf("restored: %+v", done)
	}
}

// checkKilledRestoring looks that each story that came is whole.
func checkKilledRestoring(t *testing.T, dir string) {
	t.Helper()
	l := openIn(t, filepath.Join(dir, killOther))
	defer l.Close()
	checkSound(t, l)
	for _, s := range list(t, l) {
		if !s.HasAudio || s.Aligned == "" {
			t.Errorf("%s: sound %v, times %q", s.Title, s.HasAudio, s.Aligned)
		}
	}
	if _, err := os.Stat(l.path(restoringName)); err == nil {
		t.Error("the folder it worked in is left")
	}
}
