package cli

import (
	"flag"
	"fmt"
	"io"
)

// explain prints how the program, or one of its commands, is used.
func (s *session) explain(name string) error {
	if name == "" {
		explainAll(s.Out)
		return nil
	}
	for _, c := range commands() {
		if c.name == name {
			s.explainCommand(c)
			return nil
		}
	}
	return &usageError{fmt.Sprintf("there is no command %q", name), ""}
}

func explainAll(w io.Writer) {
	fmt.Fprint(w, `Alongside plays a spoken story and marks the words being heard.

alongside [STORY|FILES] opens the window; alongside COMMAND works in the terminal:

`)
	for _, c := range commands() {
		fmt.Fprintf(w, "  %-16s %s\n", c.name+" "+c.args, c.what)
	}
	fmt.Fprint(w, `
SOURCE is a file or an address; STORY is a story's number in the list, or the start of its title.
Every command takes --library DIR (another library than your own) and --json.
"alongside help COMMAND" says more.
`)
}

func (s *session) explainCommand(c command) {
	set := s.flagSet(c.name)
	v := c.verb()
	v.flags(set)
	fmt.Fprintf(s.Out, "alongside %s %s: %s\n\n", c.name, c.args, c.what)
	if d, ok := v.(interface{ details() string }); ok {
		fmt.Fprintln(s.Out, d.details())
	}
	set.VisitAll(func(f *flag.Flag) {
		if f.Usage == "" {
			return
		}
		value, usage := flag.UnquoteUsage(f)
		if f.DefValue != "" && f.DefValue != "false" {
			usage += fmt.Sprintf(" (%s if not given)", f.DefValue)
		}
		fmt.Fprintf(s.Out, "  %-20s %s\n", "--"+f.Name+" "+value, usage)
	})
}
