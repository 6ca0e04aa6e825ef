package export

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	stdsync "sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// A tab is a page that is open in a real browser without a network. It keeps what the page said and asked for.
type tab struct {
	*testing.T
	ctx context.Context

	mu       stdsync.Mutex
	said     []string // errors and warnings on the console, and what the policy forbade
	requests []string // all addresses that were asked for, but data:
}

// chromium is a program that starts the browser: in a network namespace with nothing in it, where this machine allows.
func chromium(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("chromium"); err != nil {
		t.Skip("there is no chromium here to open the page in (on Debian: apt-get install chromium)")
	}
	if exec.Command("unshare", "--map-root-user", "--net", "true").Run() != nil {
		return "chromium" // the proxy that nobody answers at will do
	}
	path := filepath.Join(t.TempDir(), "chromium-offline")
	if err := os.WriteFile(path, []byte("#!/bin/sh\nexec unshare --map-root-user --net chromium \"$@\"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

// openPage opens a page from a file, as one would that was sent by mail.
func openPage(t *testing.T, page []byte, steps ...chromedp.Action[chromedp.Void]) *tab {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium(t)), chromedp.NoSandbox, chromedp.WindowSize(1280, 800), chromedp.UserDataDir(t.TempDir()),
		chromedp.ProxyServer("127.0.0.1:9"), chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND"),
	)
	path := filepath.Join(t.TempDir(), "story.html")
	if err := os.WriteFile(path, page, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancelAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(ctx)
	opened := &tab{T: t, ctx: ctx}
	t.Cleanup(func() {
		// The browser must be gone before its folder is.
		limited, done := context.WithTimeout(ctx, 20*time.Second)
		defer done()
		if err := chromedp.Cancel(limited); err != nil {
			t.Log("closing the browser:", err)
		}
		cancel()
		cancelAllocator()
	})
	if err := chromedp.Listen(ctx, opened.listen); err != nil {
		t.Fatal("starting the browser:", err)
	}
	call(opened, network.Enable, network.EnableParams{})
	call(opened, log.Enable, cdp.Empty{})
	opened.do(steps...)
	opened.do(chromedp.Navigate("file://" + path))
	return opened
}

func (tb *tab) listen(event any) {
	tb.mu.Lock()
	defer tb.mu.Unlock()
	switch e := event.(type) {
	case *log.EventEntryAdded:
		tb.said = append(tb.said, e.Entry.Text)
	case *runtime.EventExceptionThrown:
		tb.said = append(tb.said, e.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		tb.said = append(tb.said, "console."+string(e.Type))
	case *network.EventRequestWillBeSent:
		if !strings.HasPrefix(e.Request.URL, "data:") {
			tb.requests = append(tb.requests, e.Request.URL)
		}
	}
}

func (tb *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	tb.Helper()
	if err := chromedp.Do(tb.ctx, steps...); err != nil {
		tb.Fatal(err)
	}
}

// call sends a command of the protocol.
func call[P, R any](tb *tab, command cdp.Command[P, R], params P) {
	tb.Helper()
	if _, err := chromedp.Call(tb.ctx, command, params); err != nil {
		tb.Fatal(err)
	}
}

// value is what an expression gives, as text.
func (tb *tab) value(expression string) string {
	tb.Helper()
	value, err := chromedp.Run(tb.ctx, chromedp.Evaluate[string]("String("+expression+")"))
	if err != nil {
		tb.Fatal(err)
	}
	return value
}

// eventually waits until an expression gives what is wanted; what it gave instead is said after ten seconds.
func (tb *tab) eventually(expression, want string) {
	tb.Helper()
	got := ""
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if got = tb.value(expression); got == want {
			return
		}
	}
	tb.Errorf("%s is %q, want %q", expression, got, want)
}

// watch has the page note each mark in seen, with the time in the sound at which it was made: what comes and goes cannot be
// missed then, however slow the machine.
func (tb *tab) watch() {
	tb.Helper()
	tb.value(`(() => {
		window.seen = [];
		const sound = document.querySelector("audio");
		new MutationObserver(changes => {
			for (const c of changes) {
				if (c.target.classList.contains("heard")) seen.push([c.target.id, sound.currentTime]);
			}
		}).observe(document.getElementById("story"), { subtree: true, attributeFilter: ["class"] });
	})()`)
}

// quiet fails when the page reported anything, or asked for anything but itself.
func (tb *tab) quiet() {
	tb.Helper()
	tb.mu.Lock()
	defer tb.mu.Unlock()
	if len(tb.said) > 0 {
		tb.Errorf("the page said %q", tb.said)
	}
	if len(tb.requests) != 1 || !strings.HasPrefix(tb.requests[0], "file://") {
		tb.Errorf("the page asked for %q, want only itself", tb.requests)
	}
}

// press presses a key, with modifiers where given.
func (tb *tab) press(key string, modifiers ...chromedp.Modifier) {
	tb.Helper()
	if key == " " { // whose character chromedp would type, and so scroll the page, even where the page took the key
		down := input.DispatchKeyEventParams{Type: "keyDown", Key: " ", Code: "Space", Text: " ", WindowsVirtualKeyCode: ' '}
		up := down
		up.Type, up.Text = "keyUp", ""
		call(tb, input.DispatchKeyEvent, down)
		call(tb, input.DispatchKeyEvent, up)
		return
	}
	tb.do(chromedp.KeyEvent(key, chromedp.KeyModifiers(modifiers...)))
}

// wishes sets what the browser says that the reader wants: "prefers-color-scheme" and others, each with its value.
func wishes(pairs ...string) chromedp.Action[chromedp.Void] {
	return func(ctx context.Context, t *chromedp.Target) (none chromedp.Void, err error) {
		var params emulation.SetEmulatedMediaParams
		for i := 0; i < len(pairs); i += 2 {
			params.Features = append(params.Features, &emulation.MediaFeature{Name: pairs[i], Value: pairs[i+1]})
		}
		_, err = cdp.Call(ctx, t, emulation.SetEmulatedMedia, params)
		return none, err
	}
}
