package desktop

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// chooser is a portal's chooser of files of the test's own. It answers as it is told to.
type chooser struct {
	bus     *dbus.Conn
	version uint32
	reply   func(c *chooser, request dbus.ObjectPath)
	asked   chan asked
	closed  chan struct{}
}

// asked is what a chooser was asked for.
type asked struct {
	method, parent, title string
	options               map[string]dbus.Variant
}

const requestPath = portalPath + "/request/test/1"

func (c *chooser) Get(of, property string) (dbus.Variant, *dbus.Error) {
	if of != chooserInterface || property != "version" {
		return dbus.Variant{}, dbus.MakeFailedError(errors.New("no such property"))
	}
	return dbus.MakeVariant(c.version), nil
}

func (c *chooser) OpenFile(parent, title string, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	return c.open("OpenFile", parent, title, options)
}

func (c *chooser) SaveFile(parent, title string, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	return c.open("SaveFile", parent, title, options)
}

func (c *chooser) open(method, parent, title string, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	c.asked <- asked{method, parent, title, options}
	go c.reply(c, requestPath)
	return requestPath, nil
}

// Close is what the portal's requests have.
func (c *chooser) Close() *dbus.Error {
	close(c.closed)
	return nil
}

// answers tells what was chosen, a moment after the request.
func answers(code uint32, uris ...string) func(*chooser, dbus.ObjectPath) {
	return func(c *chooser, request dbus.ObjectPath) {
		time.Sleep(20 * time.Millisecond)
		_ = c.bus.Emit(request, requestInterface+".Response", code, map[string]dbus.Variant{"uris": dbus.MakeVariant(uris)})
	}
}

// silent never answers.
func silent(*chooser, dbus.ObjectPath) {}

func startChooser(t *testing.T, version uint32, reply func(*chooser, dbus.ObjectPath)) *chooser {
	t.Helper()
	c := &chooser{bus: startBus(t), version: version, reply: reply, asked: make(chan asked, 1), closed: make(chan struct{})}
	export(t, c.bus, c, portalPath, "org.freedesktop.DBus.Properties")
	export(t, c.bus, c, portalPath, chooserInterface)
	export(t, c.bus, c, requestPath, requestInterface)
	takeName(t, c.bus)
	return c
}

func TestAFileIsChosenByTheDesktop(t *testing.T) {
	cases := []struct {
		name, uri, want string
	}{
		{"plain", "file:///home/me/bell.html", "/home/me/bell.html"},
		{"with spaces, a plus and letters of other scripts", "file:///home/me/The%20b%C3%A9ll+sea%25.html", "/home/me/The béll+sea%.html"},
		{"on this machine by name", "file://localhost/bell.html", "/bell.html"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			startChooser(t, 4, answers(answered, c.uri))
			got, err := ChooseFile(t.Context(), FileRequest{Title: "Open a file"})
			if err != nil || got != c.want {
				t.Errorf("chose %q, %v; want %q", got, err, c.want)
			}
		})
	}
}

func TestTheDesktopIsToldWhatToAskFor(t *testing.T) {
	begin := map[string]any{"modal": true, "accept_label": "Take", "current_folder": []byte("/home/me\x00")}
	cases := []struct {
		name   string
		kind   FileKind
		method string
		more   map[string]any
	}{
		{"a file to open", OpenFile, "OpenFile", nil},
		{"a file to write", SaveFile, "SaveFile", map[string]any{"current_name": "bell.vtt"}},
		{"a folder", OpenFolder, "OpenFile", map[string]any{"directory": true}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			desk := startChooser(t, 4, answers(cancelled))
			request := FileRequest{Kind: c.kind, Title: "Choose", Accept: "Take", Name: "bell.vtt", Folder: "/home/me", Parent: "x11:2a"}
			if _, err := ChooseFile(t.Context(), request); err != nil {
				t.Fatal(err)
			}
			got := <-desk.asked
			if got.method != c.method || got.parent != "x11:2a" || got.title != "Choose" {
				t.Errorf("asked %+v", got)
			}
			for key, want := range merged(begin, c.more) {
				if have := got.options[key]; have.String() != dbus.MakeVariant(want).String() {
					t.Errorf("%s is %v, want %v", key, have, want)
				}
			}
			if len(got.options) != len(begin)+len(c.more) {
				t.Errorf("the options are %v", got.options)
			}
		})
	}
}

func merged(maps ...map[string]any) map[string]any {
	all := map[string]any{}
	for _, m := range maps {
		for key, value := range m {
			all[key] = value
		}
	}
	return all
}

func TestOnlyTheKindsAskedForAreShown(t *testing.T) {
	desk := startChooser(t, 4, answers(cancelled))
	if _, err := ChooseFile(t.Context(), FileRequest{What: "Sound", Endings: []string{".mp3", ".oga"}}); err != nil {
		t.Fatal(err)
	}
	var filters []filter
	if err := dbus.Store([]any{(<-desk.asked).options["filters"].Value()}, &filters); err != nil {
		t.Fatal(err)
	}
	if len(filters) != 2 || filters[0].Name != "Sound" || filters[1].Name != "All files" {
		t.Fatalf("the filters are %+v", filters)
	}
	want := []pattern{{0, "*.[mM][pP]3"}, {0, "*.[oO][gG][aA]"}}
	if !slices.Equal(filters[0].Patterns, want) {
		t.Errorf("the patterns are %v, want %v", filters[0].Patterns, want)
	}
}

func TestOptionsAreOfTheTypesThatThePortalTakes(t *testing.T) {
	// Asked of the request itself, since the test's portal gets them in types of its own.
	options := FileRequest{Kind: SaveFile, Accept: "Save", What: "Sound", Endings: []string{".mp3"}, Name: "a.mp3", Folder: "/"}.options()
	for option, want := range map[string]string{"filters": "a(sa(us))", "current_folder": "ay", "current_name": "s", "accept_label": "s", "modal": "b"} {
		if got := options[option].Signature().String(); got != want {
			t.Errorf("%s is of type %s, want %s", option, got, want)
		}
	}
}

func TestLeavingTheDesktopsChooserChoosesNothing(t *testing.T) {
	startChooser(t, 4, answers(cancelled))
	if got, err := ChooseFile(t.Context(), FileRequest{}); got != "" || err != nil {
		t.Errorf("chose %q, %v", got, err)
	}
}

func TestAFileElsewhereIsRefusedInWords(t *testing.T) {
	startChooser(t, 4, answers(answered, "sftp://elsewhere/bell.html"))
	if _, err := ChooseFile(t.Context(), FileRequest{}); err == nil || errors.Is(err, ErrNoChooser) || !strings.Contains(err.Error(), "no file on this computer") {
		t.Errorf("the error is %v", err)
	}
}

func TestADesktopThatCannotChooseSaysSo(t *testing.T) {
	cases := []struct {
		name  string
		start func(t *testing.T)
		kind  FileKind
	}{
		{"no portal", func(t *testing.T) { startBus(t) }, OpenFile},
		{"no bus", func(t *testing.T) { t.Setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:") }, OpenFile},
		{"a portal too old for folders", func(t *testing.T) { startChooser(t, 2, silent) }, OpenFolder},
		{"a chooser that fails", func(t *testing.T) { startChooser(t, 4, answers(2)) }, OpenFile},
		{"an answer that is none", func(t *testing.T) {
			startChooser(t, 4, func(c *chooser, request dbus.ObjectPath) {
				_ = c.bus.Emit(request, requestInterface+".Response", "yes")
			})
		}, OpenFile},
		{"a portal that ends", func(t *testing.T) {
			startChooser(t, 4, func(c *chooser, _ dbus.ObjectPath) {
				time.Sleep(20 * time.Millisecond)
				_, _ = c.bus.ReleaseName(portalName)
			})
		}, OpenFile},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			c.start(t)
			ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
			defer cancel()
			if _, err := ChooseFile(ctx, FileRequest{Kind: c.kind}); !errors.Is(err, ErrNoChooser) {
				t.Errorf("the error is %v", err)
			}
		})
	}
}

// hung has the properties of a portal that never answers.
type hung struct{ done <-chan struct{} }

func (h hung) Get(_, _ string) (dbus.Variant, *dbus.Error) {
	<-h.done
	return dbus.Variant{}, nil
}

func TestAPortalThatNeverAnswersIsNotWaitedForLong(t *testing.T) {
	bus := startBus(t)
	export(t, bus, hung{t.Context().Done()}, portalPath, "org.freedesktop.DBus.Properties")
	takeName(t, bus)
	start := time.Now()
	if _, err := ChooseFile(t.Context(), FileRequest{}); !errors.Is(err, ErrNoChooser) {
		t.Errorf("the error is %v", err)
	}
	if took := time.Since(start); took > answerTime+time.Second {
		t.Errorf("it was waited for %v", took)
	}
}

func TestTheDesktopsChooserIsClosedWhenNobodyWaits(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	desk := startChooser(t, 4, func(*chooser, dbus.ObjectPath) {
		time.Sleep(50 * time.Millisecond) // the request is answered meanwhile
		cancel()
	})
	if _, err := ChooseFile(ctx, FileRequest{}); !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
	select {
	case <-desk.closed:
	case <-time.After(5 * time.Second):
		t.Error("the chooser stays open")
	}
}
