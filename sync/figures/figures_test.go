package figures_test

import (
	"path/filepath"
	"strings"
	"testing"

	"alongside/sync/figures"
)

func print(t *testing.T, file string, table figures.Table) string {
	t.Helper()
	var out strings.Builder
	if err := table.Print(&out, file); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestWhatHasChangedStandsBelow(t *testing.T) {
	file := filepath.Join(t.TempDir(), "build", "figures.json")
	table := figures.Table{Name: "speed", Columns: []string{"set", "time", "memory"}, Rows: [][]string{{"one", "3 s", "90 MB"}, {"two", "4 s", "80 MB"}}}
	if got := print(t, file, table); strings.Contains(got, "last time") {
		t.Errorf("the first time there is a last time:\n%s", got)
	}
	print(t, file, figures.Table{Name: "another", Rows: [][]string{{"one", "9 s", "9 MB"}}})
	table.Rows = [][]string{{"one", "5 s", "90 MB"}, {"two", "4 s", "80 MB"}, {"new", "1 s", "1 MB"}}
	want := `
set          time  memory
one          5 s   90 MB
  last time  3 s   
two          4 s   80 MB
new          1 s   1 MB
`
	if got := print(t, file, table); got != want {
		t.Errorf("printed:\n%s\nwant:\n%s", got, want)
	}
	table.Rows = table.Rows[:1]
	if got := print(t, file, table); strings.Contains(got, "last time") {
		t.Errorf("nothing has changed since, but:\n%s", got)
	}
}
