// Package figures prints what benchmarks measure beside what they measured the last time, so that a change for the worse is
// seen at a glance. Only tests use it.
package figures

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
)

// A Table is some figures of one kind. Rows with the same first cell are compared.
type Table struct {
	Name    string
	Columns []string
	Rows    [][]string
}

// Print writes the table. Below each row stands what is otherwise in the last one kept in the file; then the file keeps this
// one. Tables of other names in it stay as they are.
func (t Table) Print(w io.Writer, file string) error {
	kept, err := read(file)
	if err != nil {
		return err
	}
	out := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintf(out, "\n%s\n", strings.Join(t.Columns, "\t"))
	for _, row := range t.Rows {
		fmt.Fprintln(out, strings.Join(row, "\t"))
		if before := changed(row, kept[t.Name]); before != nil {
			fmt.Fprintln(out, strings.Join(before, "\t"))
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	kept[t.Name] = t.Rows
	return write(file, kept)
}

// changed gives the cells that were otherwise in the row of the same name, or nil if none was.
func changed(row []string, before [][]string) []string {
	for _, old := range before {
		if old[0] != row[0] || len(old) != len(row) {
			continue
		}
		out, any := make([]string, len(row)), false
		for i := range row {
			if old[i] != row[i] {
				out[i], any = old[i], true
			}
		}
		if out[0] = "  last time"; any {
			return out
		}
	}
	return nil
}

func read(file string) (map[string][][]string, error) {
	kept := map[string][][]string{}
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return kept, nil
	}
	if err == nil {
		err = json.Unmarshal(text, &kept)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the last figures: %w", err)
	}
	return kept, nil
}

func write(file string, kept map[string][][]string) error {
	text, err := json.MarshalIndent(kept, "", " ")
	if err == nil {
		err = os.MkdirAll(filepath.Dir(file), 0o755)
	}
	if err == nil {
		err = os.WriteFile(file, text, 0o644)
	}
	if err != nil {
		return fmt.Errorf("keeping the figures: %w", err)
	}
	return nil
}
