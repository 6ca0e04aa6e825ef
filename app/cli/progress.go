package cli

import (
	"fmt"
	"io"
	"os"

	"alongside/store/intake"
)

// A progressLine shows what is being done: on a terminal in one line that changes, elsewhere in one line a step.
type progressLine struct {
	out   io.Writer
	alive bool // whether the line can be written over
	last  string
	step  intake.Step
}

func newProgress(out io.Writer) *progressLine {
	file, ok := out.(*os.File)
	if !ok {
		return &progressLine{out: out}
	}
	info, err := file.Stat()
	return &progressLine{out: out, alive: err == nil && info.Mode()&os.ModeCharDevice != 0}
}

func (p *progressLine) set(now intake.Progress) {
	text := now.String()
	switch {
	case p.alive && text != p.last:
		fmt.Fprintf(p.out, "\r\x1b[K%s…", text)
	case !p.alive && now.Step != p.step:
		fmt.Fprintf(p.out, "%s…\n", now.Step)
	}
	p.last, p.step = text, now.Step
}

// share shows how much is done, of 1; only where the line can be written over.
func (p *progressLine) share(doing string, done float64) {
	text := fmt.Sprintf("%s, %d%%", doing, int(100*done))
	if p.alive && text != p.last {
		fmt.Fprintf(p.out, "\r\x1b[K%s…", text)
		p.last = text
	}
}

// end takes the changing line away.
func (p *progressLine) end() {
	if p.alive && p.last != "" {
		fmt.Fprint(p.out, "\r\x1b[K")
	}
}
