package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// fähre is a file with a translation of the ferry, in which the horn is left out.
func fähre(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "faehre.de.txt")
	if err := os.WriteFile(path, []byte("Ida Holm: Die letzte Fähre geht um neun.\n\nPer Vik: Niemand hat sie je verpasst.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestACompanionStandsBesideItsStory(t *testing.T) {
	dir := withFerry(t)
	got := run(t, dir, "companion", "1", fähre(t), "--json")
	if want := `{"story":1,"language":"de","turns":2,"groups":3,"single":2}`; got.code != Done || strings.Join(strings.Fields(got.out), "") != want {
		t.Fatalf("left with %d: %s%s", got.code, got.out, got.err)
	}
	file := filepath.Join(t.TempDir(), "ferry.html")
	if got := run(t, dir, "export", "The Last", "--format", "print", "--size", "20", "--second", "below", "-o", file); got.code != Done {
		t.Fatalf("left with %d: %s", got.code, got.err)
	}
	page, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Nobody has ever missed it.", "Niemand hat sie je verpasst.", "font: 20pt/1.5", `class="pair below`} {
		if !strings.Contains(string(page), want) {
			t.Errorf("%q is not on the page to print", want)
		}
	}
}

func TestACompanionIsTakenAway(t *testing.T) {
	dir := withFerry(t)
	run(t, dir, "companion", "1", fähre(t))
	if got := run(t, dir, "companion", "1", "--remove"); got.code != Done {
		t.Fatalf("left with %d: %s", got.code, got.err)
	}
	if got := run(t, dir, "companion", "1", "--remove"); got.code != Failed {
		t.Errorf("taking away what is not there leaves with %d", got.code)
	}
}

func TestACompanionNeedsToBeNamed(t *testing.T) {
	dir := withFerry(t)
	for _, args := range [][]string{{"1"}, {"1", "a.txt", "--remove"}} {
		if got := run(t, dir, append([]string{"companion"}, args...)...); got.code != Misused {
			t.Errorf("%v leaves with %d", args, got.code)
		}
	}
}

func TestAPageToPrintInNoSuchSizeIsRefused(t *testing.T) {
	for _, args := range [][]string{{"--size", "900"}, {"--paper", "wall"}, {"--second", "behind"}, {"--font", "none"}} {
		if got := run(t, withFerry(t), append([]string{"export", "1", "--format", "print"}, args...)...); got.code != Misused {
			t.Errorf("%v leaves with %d", args, got.code)
		}
	}
}
