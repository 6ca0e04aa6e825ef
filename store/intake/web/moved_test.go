package web

import (
	"net/http"
	"testing"
)

func TestAMoveForGoodIsTold(t *testing.T) {
	const forGood, forNow = http.StatusMovedPermanently, http.StatusFound
	for name, c := range map[string]struct {
		first, second int // of the answers at /a, which leads to /b, and at /b, which leads to /c
		want          string
	}{
		"for good, and again":      {forGood, http.StatusPermanentRedirect, "/c"},
		"for now":                  {forNow, http.StatusTemporaryRedirect, ""},
		"for good, and on for now": {forGood, forNow, "/b"},
		"for now, and on for good": {forNow, forGood, ""},
	} {
		t.Run(name, func(t *testing.T) {
			address := serve(t, func(w http.ResponseWriter, r *http.Request) {
				switch r.URL.Path {
				case "/a":
					http.Redirect(w, r, "/b", c.first)
				case "/b":
					http.Redirect(w, r, "/c", c.second)
				}
			})
			want := ""
			if c.want != "" {
				want = address + c.want
			}
			got, err := page(t, address+"/a")
			if err != nil || got.Moved != want || got.URL != address+"/c" {
				t.Errorf("moved to %q, from %q, %v, want %q", got.Moved, got.URL, err, want)
			}
		})
	}
}

func TestAPageThatDidNotMoveSaysNothing(t *testing.T) {
	if got, err := page(t, serve(t, func(http.ResponseWriter, *http.Request) {})); err != nil || got.Moved != "" {
		t.Errorf("moved to %q, %v", got.Moved, err)
	}
}
