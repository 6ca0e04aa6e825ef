package desktop

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// claim starts a program that takes all that it is asked for, and gives that.
func claim(t *testing.T, name string) <-chan Request {
	t.Helper()
	i, err := Claim(t.Context(), name, Request{})
	if err != nil {
		t.Fatal(err)
	}
	const most = 8
	taken := make(chan Request, most)
	go i.Serve(func(r Request) error {
		taken <- r
		return nil
	})
	return taken
}

func TestASecondStartHandsOverToTheFirst(t *testing.T) {
	for name, r := range map[string]Request{
		"nothing but the window":       {},
		"a story":                      {Story: 12},
		"a file with a strange name":   {Location: []string{"/home/me/a béll+sea% #1?.epub"}},
		"an address":                   {Location: []string{"https://example.org/bell?part=1"}},
		"several files at the same go": {Location: []string{"/home/me/bell.vtt", "/home/me/bell.mp3"}},
	} {
		t.Run(name, func(t *testing.T) {
			startBus(t)
			taken := claim(t, programName)
			if _, err := Claim(t.Context(), programName, r); !errors.Is(err, ErrHanded) {
				t.Fatalf("the second start ends in %v", err)
			}
			if got := <-taken; got.Story != r.Story || !slices.Equal(got.Location, r.Location) {
				t.Errorf("the first was asked for %+v, want %+v", got, r)
			}
		})
	}
}

func TestWhatIsHandedOverEarlyWaitsUntilTheFirstIsReady(t *testing.T) {
	startBus(t)
	first, err := Claim(t.Context(), programName, Request{})
	if err != nil {
		t.Fatal(err)
	}
	taken := make(chan Request, 1)
	time.AfterFunc(200*time.Millisecond, func() {
		first.Serve(func(r Request) error {
			taken <- r
			return nil
		})
	})
	if _, err := Claim(t.Context(), programName, Request{Story: 3}); !errors.Is(err, ErrHanded) {
		t.Fatalf("the second start ends in %v", err)
	}
	if got := <-taken; got.Story != 3 {
		t.Errorf("the first was asked for %+v", got)
	}
}

func TestLibrariesOfTheirOwnAreProgramsOfTheirOwn(t *testing.T) {
	startBus(t)
	usual := t.TempDir()
	claim(t, InstanceName(usual, usual))
	if _, err := Claim(t.Context(), InstanceName(t.TempDir(), usual), Request{}); err != nil {
		t.Errorf("another library's program ends in %v", err)
	}
}

func TestALibraryHasOneNameByWhateverWay(t *testing.T) {
	folder := t.TempDir()
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(folder, link); err != nil {
		t.Skip(err)
	}
	if a, b := InstanceName(folder, "/usual"), InstanceName(link, "/usual"); a != b {
		t.Errorf("the names are %s and %s", a, b)
	}
	if got := InstanceName(link, folder); got != programName {
		t.Errorf("the usual library's name is %s", got)
	}
}

func TestNothingStandsInTheWayOfASecondWindow(t *testing.T) {
	for name, first := range map[string]func(*testing.T){
		"without a bus": func(t *testing.T) { t.Setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:") },
		"where nothing else runs": func(t *testing.T) {
			startBus(t)
		},
		"where the first is ending": func(t *testing.T) {
			startBus(t)
			i, err := Claim(t.Context(), programName, Request{})
			if err != nil {
				t.Fatal(err)
			}
			go i.Serve(func(Request) error { return ErrEnding })
		},
		"where the first has ended": func(t *testing.T) {
			startBus(t)
			ctx, cancel := context.WithCancel(t.Context())
			if _, err := Claim(ctx, programName, Request{}); err != nil {
				t.Fatal(err)
			}
			cancel()
		},
		"where the first hangs": func(t *testing.T) {
			startBus(t)
			if _, err := Claim(t.Context(), programName, Request{}); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			first(t)
			begun := time.Now()
			if _, err := Claim(t.Context(), programName, Request{}); err != nil {
				t.Errorf("the second ends in %v", err)
			}
			if took := time.Since(begun); took > handTime+2*time.Second {
				t.Errorf("it took %v", took)
			}
		})
	}
}

func TestWhatCannotBeOpenedIsRefused(t *testing.T) {
	bus := startBus(t)
	taken := claim(t, programName)
	object := bus.Object(programName, programPath)
	for name, call := range map[string]error{
		"a file elsewhere":        object.Call(programInterface+".Open", 0, []string{"sftp://elsewhere/bell"}, variants(nil)).Err,
		"an address without end":  object.Call(programInterface+".Open", 0, []string{"https://example.org/" + string(make([]byte, 1))}, variants(nil)).Err,
		"files without end":       object.Call(programInterface+".Open", 0, slices.Repeat([]string{"file:///a"}, most+1), variants(nil)).Err,
		"an action there is none": object.Call(programInterface+".ActivateAction", 0, "remove", variants(nil), variants(nil)).Err,
	} {
		if call == nil {
			t.Errorf("%s is taken", name)
		}
	}
	if len(taken) > 0 {
		t.Errorf("it was asked for %+v", <-taken)
	}
}

func TestWordsOfTheCommandLineAreRequests(t *testing.T) {
	folder := t.TempDir()
	t.Chdir(folder)
	for _, c := range []struct {
		words []string
		want  Request
	}{
		{nil, Request{}},
		{[]string{"12"}, Request{Story: 12}},
		{[]string{"https://example.org/a"}, Request{Location: []string{"https://example.org/a"}}},
		{[]string{"bell.vtt"}, Request{Location: []string{filepath.Join(folder, "bell.vtt")}}},
	} {
		if got := RequestOf(c.words); got.Story != c.want.Story || !slices.Equal(got.Location, c.want.Location) {
			t.Errorf("%q ask for %+v, want %+v", c.words, got, c.want)
		}
	}
}
