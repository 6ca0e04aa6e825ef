//go:build linux

package atspi

import (
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"alongside/app/access"
)

const python = "/usr/bin/python3"

// runPython runs a script of the tests and gives the lines that it prints.
func runPython(t *testing.T, script string) []string {
	t.Helper()
	if err := exec.Command(python, "-c", "import pyatspi").Run(); err != nil {
		t.Skip("python3-pyatspi is not here: make deps installs it")
	}
	out, err := exec.Command(python, "testdata/"+script).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", script, err, out)
	}
	return strings.Split(strings.TrimSpace(string(out)), "\n")
}

func TestPyatspiUsesTheProgram(t *testing.T) {
	newDesk(t)
	tree := access.NewTree("Recipes", drawing(t))
	serve(t, tree, kitchen(tree, &keyboard{tree: tree}), Options{Always: true})
	got := strings.Join(runPython(t, "client.py"), "\n")
	for _, want := range strings.Split(strings.TrimSpace(`
tree application Recipes
tree .frame Kitchen
tree ..label Soup of the day
tree ..push button Cook
tree ..entry Guests
tree ..check box Salt
tree ..slider Warmth
tree ..list Herbs
tree ...list item Basil
tree ...list item Dill
tree ...list item Thyme
tree ..document frame Recipe
tree ...paragraph 
tree ..push button Burn
tree ..panel Gallery
letter ('o', 8, 9)
word ('chop ', 6, 11)
sentence ('First chop the onions. ', 0, 23)
line ('First chop the onions. Then fry them\n', 0, 37)
before ('First ', 0, 6)
after ('the ', 11, 15)
word end (' chop', 5, 10)
did move the caret
did set the value
did write
count 5
did edit
out -5 3 'and'
out 7 2 ''
out 1000 2000 ''
out 0 -1 'and Ann 🙂'
out -1 -1 'and Ann 🙂'
did give the focus
buttons ['Cook', 'Burn', 'Gone', 'Look', 'Print']
event object:state-changed:checked Salt 1
event object:property-change:accessible-value Warmth 0`), "\n") {
		if !strings.Contains("\n"+got+"\n", "\n"+want+"\n") {
			t.Errorf("pyatspi did not find %q", want)
		}
	}
	if t.Failed() {
		t.Log(got)
	}
}

func TestRolesAndStatesHaveTheBussNumbers(t *testing.T) {
	known := map[string]string{}
	for _, line := range runPython(t, "numbers.py") {
		kind, rest, _ := strings.Cut(line, " ")
		number, name, _ := strings.Cut(rest, " ")
		known[kind+" "+number] = name
	}
	for r := access.Unknown; r <= access.ScrollArea; r++ {
		is := roleOf(r)
		if name := known["role "+strconv.Itoa(int(is.number))]; name != is.name {
			t.Errorf("role %d is called %q here and %q on the bus", is.number, is.name, name)
		}
	}
	for state, is := range stateNames() {
		if name := known["state "+strconv.Itoa(state)]; name != is {
			t.Errorf("state %d is called %q here and %q on the bus", state, is, name)
		}
	}
}
