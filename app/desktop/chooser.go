package desktop

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode"

	"github.com/godbus/dbus/v5"
)

// A FileKind is what a file is chosen for.
type FileKind int

// The kinds.
const (
	OpenFile   FileKind = iota // a file that is there
	SaveFile                   // a file that is to be written
	OpenFolder                 // a folder that is there
)

// A FileRequest is a file or folder that the person is to choose.
type FileRequest struct {
	Kind    FileKind
	Title   string   // what it is chosen for
	Accept  string   // what the button says that chooses it
	What    string   // what the files are called that can be chosen: "Stories"
	Endings []string // of their names, ".mp3"; none for all files
	Name    string   // suggested, where it is to be written
	Folder  string   // where to begin, "" for wherever
	Parent  string   // the window that asks, as the portal names windows; "" where that is not known
}

// ErrNoChooser says that the desktop has no chooser of files, or none that works.
var ErrNoChooser = errors.New("this desktop has no file chooser")

// foldersSince is the first version of the portal's chooser that can choose folders.
const foldersSince = 3

// How the person's answer ended.
const (
	answered  = 0
	cancelled = 1
)

// ChooseFile has the person choose in the desktop's own chooser, and gives the path; "" where they chose nothing. It
// waits for them until ctx is done, which closes the chooser. Where there is none it says so soon, by ErrNoChooser.
func ChooseFile(ctx context.Context, r FileRequest) (path string, err error) {
	p, err := openPortal()
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrNoChooser, err)
	}
	defer p.close() // which also closes a chooser that is still open
	if err = p.canChoose(ctx, r.Kind); err == nil {
		path, err = p.choose(ctx, r)
	}
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	return path, err
}

// canChoose finds out whether the portal has a chooser for a kind.
func (p *portal) canChoose(ctx context.Context, kind FileKind) error {
	var held dbus.Variant
	if err := p.call(ctx, answerTime, "org.freedesktop.DBus.Properties.Get", &held, chooserInterface, "version"); err != nil {
		return fmt.Errorf("%w: %w", ErrNoChooser, err)
	}
	version, ok := held.Value().(uint32)
	if !ok || kind == OpenFolder && version < foldersSince {
		return fmt.Errorf("%w: the portal's is of version %v", ErrNoChooser, held.Value())
	}
	return nil
}

// choose opens the chooser and waits for the answer.
func (p *portal) choose(ctx context.Context, r FileRequest) (string, error) {
	answers, err := p.listen(requestInterface, "Response")
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrNoChooser, err)
	}
	// The same channel gets both: the bus library hands every signal to every channel.
	if err := p.bus.AddMatchSignal(dbus.WithMatchInterface("org.freedesktop.DBus"), dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, portalName)); err != nil {
		return "", fmt.Errorf("%w: %w", ErrNoChooser, err)
	}
	method := ".OpenFile"
	if r.Kind == SaveFile {
		method = ".SaveFile"
	}
	var handle dbus.ObjectPath
	if err := p.call(ctx, answerTime, chooserInterface+method, &handle, r.Parent, r.Title, r.options()); err != nil {
		return "", fmt.Errorf("%w: %w", ErrNoChooser, err)
	}
	for {
		select {
		case signal, ok := <-answers:
			switch {
			case !ok || strings.HasSuffix(signal.Name, ".NameOwnerChanged"):
				return "", fmt.Errorf("%w: the desktop's portal has ended", ErrNoChooser)
			case signal.Path == handle:
				return answer(signal)
			}
		case <-ctx.Done():
			p.bus.Object(portalName, handle).Go(requestInterface+".Close", dbus.FlagNoReplyExpected, nil)
			return "", ctx.Err()
		}
	}
}

// options are the request as the portal takes it.
func (r FileRequest) options() map[string]dbus.Variant {
	options := map[string]dbus.Variant{"modal": dbus.MakeVariant(true)}
	if r.Accept != "" {
		options["accept_label"] = dbus.MakeVariant(r.Accept)
	}
	if r.Kind == OpenFolder {
		options["directory"] = dbus.MakeVariant(true)
	}
	if r.Kind == SaveFile && r.Name != "" {
		options["current_name"] = dbus.MakeVariant(r.Name)
	}
	if r.Folder != "" {
		options["current_folder"] = dbus.MakeVariant(append([]byte(r.Folder), 0))
	}
	if len(r.Endings) > 0 && r.Kind != OpenFolder {
		options["filters"] = dbus.MakeVariant([]filter{filterOf(r.What, r.Endings), {"All files", []pattern{{Glob: "*"}}}})
	}
	return options
}

// A filter says which files are shown: those whose names match one of its patterns.
type filter struct {
	Name     string
	Patterns []pattern
}

// A pattern is of type 0: one of names, as in a shell.
type pattern struct {
	Type uint32
	Glob string
}

func filterOf(name string, endings []string) filter {
	f := filter{Name: name}
	for _, ending := range endings {
		f.Patterns = append(f.Patterns, pattern{Glob: "*" + eitherCase(ending)})
	}
	return f
}

// eitherCase is a pattern that matches letters large and small.
func eitherCase(ending string) string {
	var glob strings.Builder
	for _, letter := range ending {
		if upper := unicode.ToUpper(letter); upper != letter {
			fmt.Fprintf(&glob, "[%c%c]", letter, upper)
		} else {
			glob.WriteRune(letter)
		}
	}
	return glob.String()
}

// answer reads the signal that tells what was chosen.
func answer(s *dbus.Signal) (string, error) {
	var code uint32
	var results map[string]dbus.Variant
	if err := dbus.Store(s.Body, &code, &results); err != nil {
		return "", fmt.Errorf("%w: reading its answer: %w", ErrNoChooser, err)
	}
	switch code {
	case answered:
		chosen, _ := results["uris"].Value().([]string)
		if len(chosen) == 0 {
			return "", nil
		}
		return pathOf(chosen[0])
	case cancelled:
		return "", nil
	}
	return "", fmt.Errorf("%w: it ended by itself", ErrNoChooser)
}

// pathOf is the path of a file on this machine that is named by an address.
func pathOf(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "file" || u.Host != "" && u.Host != "localhost" || !strings.HasPrefix(u.Path, "/") || strings.ContainsRune(u.Path, 0) {
		return "", fmt.Errorf("%s is no file on this computer; copy it to this computer first", address)
	}
	return u.Path, nil
}
