package cli

import (
	"context"
	"flag"
	"fmt"
	"io"

	"alongside/store"
	"alongside/store/intake"
)

// A bytesLine shows how far something is that is counted in bytes.
type bytesLine struct {
	*progressLine
	what intake.Step
}

func newBytesLine(out io.Writer, what string) bytesLine {
	return bytesLine{newProgress(out), intake.Step(what)}
}

func (b bytesLine) set(done, total int64) {
	b.progressLine.set(intake.Progress{Step: b.what, Done: done, Total: total})
}

type backupCommand struct{}

func (*backupCommand) flags(*flag.FlagSet) {}

func (*backupCommand) details() string {
	return "FILE is made anew, as a ZIP archive, and holds everything: text, times, places, sound and pictures.\n"
}

// backedUp is what `backup --json` prints.
type backedUp struct {
	File    string   `json:"file"`
	Stories int      `json:"stories"`
	Media   int      `json:"media"`
	Bytes   int64    `json:"bytes"`
	Missing []string `json:"missing,omitempty"`
}

func (*backupCommand) run(ctx context.Context, s *session, args []string) error {
	lib, err := s.library(ctx)
	if err != nil {
		return err
	}
	progress := newBytesLine(s.Err, "Backing up")
	done, err := lib.Backup(ctx, args[0], progress.set)
	progress.end()
	if err != nil {
		return err
	}
	if s.json {
		return s.printJSON(backedUp{args[0], done.Stories, done.Media, done.Bytes, done.Missing})
	}
	s.printProblems(done.Missing)
	fmt.Fprintf(s.Out, "Backed up %s to %s, %s.\n", counted(done.Stories, "story"), args[0], size(done.Bytes))
	return nil
}

func (s *session) printProblems(problems []string) {
	for _, problem := range problems {
		fmt.Fprintln(s.Err, problem)
	}
}

type restoreCommand struct{}

func (*restoreCommand) flags(*flag.FlagSet) {}

func (*restoreCommand) details() string {
	return `Stories that the library does not have are added. Of a story that it has, its own words and times stay; it gets the
further place, and the sound, times and picture that it lacks.
`
}

// restored is what `restore --json` prints.
type restored struct {
	Added    int      `json:"added"`
	Joined   int      `json:"joined"` // stories that the library had
	Problems []string `json:"problems,omitempty"`
}

func (*restoreCommand) run(ctx context.Context, s *session, args []string) error {
	lib, err := s.library(ctx)
	if err != nil {
		return err
	}
	progress := newBytesLine(s.Err, "Restoring")
	done, err := lib.RestoreBackup(ctx, args[0], progress.set)
	progress.end()
	if err != nil {
		return restoreStopped(done, err)
	}
	if s.json {
		return s.printJSON(restored{done.Added, done.Joined, done.Problems})
	}
	s.printProblems(done.Problems)
	fmt.Fprintf(s.Out, "Restored %s that the library did not have", counted(done.Added, "story"))
	if done.Joined > 0 {
		fmt.Fprintf(s.Out, ", and joined %s that it had", counted(done.Joined, "story"))
	}
	fmt.Fprintln(s.Out, ".")
	return nil
}

// restoreStopped says what came before it was stopped.
func restoreStopped(done store.Restored, err error) error {
	if done.Added+done.Joined == 0 {
		return err
	}
	return fmt.Errorf("%v; before that, %s came, and stay: restore again to have the rest", err, counted(done.Added+done.Joined, "story"))
}
