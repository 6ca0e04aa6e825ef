package export

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"alongside/sync"
)

// to goes to a time in the story, as one does with the mouse.
func (tb *tab) to(at time.Duration) {
	tb.Helper()
	tb.value(fmt.Sprintf(`(() => { const p = document.getElementById("place"); p.value = %d; p.dispatchEvent(new Event("input")); })()`, at.Milliseconds()))
}

// What of a page is looked at in many tests.
const (
	marked = `[...document.querySelectorAll(".heard")].map(e => e.id).join(" ")`
	moved  = `document.querySelector("audio").currentTime > 0.3`
	paused = `document.querySelector("audio").paused`
	place  = `Math.round(document.getElementById("place").valueAsNumber)`
)

func TestAPagePlaysAndMarksWhatIsHeard(t *testing.T) {
	s := fogBell(t)
	page := openPage(t, written(t, "html", s, Options{}))
	page.eventually(paused, "true")
	page.press(" ")
	page.eventually(moved, "true")
	page.eventually(`document.getElementById("play").getAttribute("aria-label")`, "Pause")
	page.to(31 * time.Second)
	page.eventually(`document.querySelector(".s.heard")?.textContent`, "It weighs as much as a small car, and for thirty years it did not ring.")
	page.eventually(`document.querySelector(".w.heard")?.textContent`, "ring")
	page.eventually(`document.querySelector(".s.heard")?.textContent`, "The town had put in an electric horn.")
	page.press(" ")
	page.eventually(paused, "true")
	page.quiet()
}

func TestAPageMarksWhatTheWindowWould(t *testing.T) {
	s := fogBell(t)
	page := openPage(t, written(t, "html", s, Options{}))
	page.eventually(`document.querySelector("audio").readyState > 0`, "true")
	timeline := sync.NewTimeline(s.Transcript, s.Alignment)
	for at := time.Second; at < s.Transcript.Audio.Duration; at += 3700 * time.Millisecond {
		page.to(at)
		p := timeline.At(at)
		var want []string
		if p.Turn >= 0 {
			want = append(want, turnID(p.Turn))
		}
		if p.Sentence >= 0 {
			want = append(want, sentenceID(p.Turn, p.Sentence))
		}
		if p.Word >= 0 {
			want = append(want, wordID(p.Turn, p.Word))
		}
		if got := page.value(marked); got != strings.Join(want, " ") {
			t.Errorf("at %v %s is marked, want %s", at, got, want)
		}
	}
	page.quiet()
}

func TestTheKeysOfAPage(t *testing.T) {
	s := fogBell(t)
	start := func(turn, sentence int) string {
		return strconv.FormatInt(s.Alignment.Turns[turn].Sentences[sentence].Start.Milliseconds(), 10)
	}
	page := openPage(t, written(t, "html", s, Options{}))
	page.eventually(`document.querySelector("audio").readyState > 0`, "true")
	const size = `getComputedStyle(document.body).fontSize`
	const rate = `document.querySelector("audio").playbackRate`
	for _, step := range []struct {
		what      string
		key       string
		modifiers []chromedp.Modifier
		see, want string
	}{
		{"Alt and right: the first sentence", kb.ArrowRight, alt(), place, start(0, 0)},
		{"again: the next sentence", kb.ArrowRight, alt(), place, start(0, 1)},
		{"Alt and left: the one before", kb.ArrowLeft, alt(), place, start(0, 0)},
		{"Alt and down: the next turn", kb.ArrowDown, alt(), place, start(1, 0)},
		{"again: the turn after that", kb.ArrowDown, alt(), place, start(2, 0)},
		{"Alt and up: the turn before", kb.ArrowUp, alt(), place, start(1, 0)},
		{"plus: larger text", "+", nil, size, "22px"},
		{"minus: smaller text", "-", nil, size, "20px"},
		{"more than: faster", ">", nil, rate, "1.25"},
		{"less than: slower", "<", nil, rate, "1"},
		{"space: play", " ", nil, paused, "false"},
		{"space: pause", " ", nil, paused, "true"},
		{"tab: not into the page's every sentence", kb.Tab, nil, `document.querySelectorAll(".s[tabindex]").length`, "1"},
	} {
		page.press(step.key, step.modifiers...)
		if page.eventually(step.see, step.want); t.Failed() {
			t.Fatal(step.what)
		}
	}
	page.value(`document.querySelector("#t5s1").tabIndex = 0`)
	page.value(`document.querySelector("#t5s1").focus()`)
	page.press(kb.Enter)
	page.eventually(paused+` + " " + document.querySelector(".s.heard").id`, "false t5s1")
	page.quiet()
}

func alt() []chromedp.Modifier { return []chromedp.Modifier{chromedp.ModifierAlt} }

func TestAClickPlaysFromThere(t *testing.T) {
	page := openPage(t, written(t, "html", fogBell(t), Options{}))
	page.eventually(`document.querySelector("audio").readyState > 0`, "true")
	page.do(chromedp.Click(chromedp.CSS("#t3s2")))
	page.eventually(paused+` + " " + document.querySelector(".s.heard")?.id`, "false t3s2")
	page.quiet()
}

func TestAPageNeverFightsItsReader(t *testing.T) {
	page := openPage(t, written(t, "html", fogBell(t), Options{}), wishes("prefers-reduced-motion", "reduce"))
	page.eventually(`document.querySelector("audio").readyState > 0`, "true")
	const visible = `(() => { const b = document.querySelector(".s.heard").getBoundingClientRect(); return b.top >= 0 && b.bottom <= innerHeight; })()`
	page.to(84 * time.Second)
	page.eventually(visible, "true")
	// Away with the wheel, while it goes on.
	page.do(chromedp.MouseEvent("mouseWheel", 400, 300, func(p *input.DispatchMouseEventParams) { p.DeltaX, p.DeltaY = 1, -3000 }))
	page.eventually(`scrollY`, "0")
	page.eventually(`document.getElementById("back").hidden`, "false")
	page.press(" ")
	page.eventually(`document.querySelector(".s.heard")?.id`, "t7s4")
	page.eventually(`scrollY`, "0")
	page.do(chromedp.Click(chromedp.CSS("#back")))
	page.eventually(visible, "true")
	page.eventually(`document.getElementById("back").hidden`, "true")
	page.quiet()
}

func TestAPageMovesOnlyAsItsReaderLikes(t *testing.T) {
	content := written(t, "html", fogBell(t), Options{})
	for wish, want := range map[string]string{"reduce": "auto", "no-preference": "smooth"} {
		t.Run(wish, func(t *testing.T) {
			page := openPage(t, content, wishes("prefers-reduced-motion", wish))
			page.value(`(() => { window.moves = []; window.scrollTo = how => moves.push(how.behavior); })()`)
			page.to(80 * time.Second)
			page.eventually(`moves[moves.length - 1]`, want)
		})
	}
}

func TestAPageRemembersThePlace(t *testing.T) {
	page := openPage(t, written(t, "html", fogBell(t), Options{}))
	page.eventually(`document.querySelector("audio").readyState > 0`, "true")
	page.to(31 * time.Second)
	page.press("+")
	page.press(">")
	page.do(chromedp.Reload())
	page.eventually(`Math.round(document.querySelector("audio").currentTime)`, "31")
	page.eventually(`document.querySelector(".s.heard")?.id`, "t3s2")
	page.eventually(`getComputedStyle(document.body).fontSize`, "22px")
	page.eventually(`document.getElementById("speed").value`, "1.25")
}

func TestAPageGoesOnIntoTheNextFile(t *testing.T) {
	s := counting(4)
	s.Sounds = []Sound{{tone(t, 2), 0}, {tone(t, 2), 2 * time.Second}}
	page := openPage(t, written(t, "html", s, Options{}))
	page.eventually(`[...document.querySelectorAll("audio")].every(a => a.readyState > 0)`, "true")
	page.to(1500 * time.Millisecond)
	page.eventually(marked, "t2 t2s1")
	page.press(" ")
	page.eventually(marked, "t4 t4s1")
	page.eventually(`document.getElementById("play").getAttribute("aria-label")`, "Play")
	page.press(kb.ArrowLeft, alt()...)
	page.eventually(place, "2000") // the last sentence began less than a second and a half before the end
	page.press(kb.ArrowUp, alt()...)
	page.eventually(marked, "t2 t2s1")
	page.quiet()
}

func TestWithoutScriptsTheWordsAndTheSoundRemain(t *testing.T) {
	page := openPage(t, written(t, "html", fogBell(t), Options{}), func(ctx context.Context, target *chromedp.Target) (none chromedp.Void, err error) {
		_, err = chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return none, err
	})
	for expression, want := range map[string]string{
		`document.querySelector("audio").controls`:                                                      "true",
		`document.querySelector("audio").getBoundingClientRect().height >= 44`:                          "true",
		`document.getElementById("player").hidden`:                                                      "true",
		`document.getElementById("t1s1").getBoundingClientRect().width > 0`:                             "true",
		`document.querySelectorAll("button").length > 0 && document.body.innerText.includes("Smaller")`: "false",
	} {
		page.eventually(expression, want)
	}
	page.quiet()
}

func TestAPageWithoutSoundIsThereToRead(t *testing.T) {
	page := openPage(t, written(t, "html", ferry(), Options{}))
	page.eventually(`document.querySelector("#t1s1").textContent`, "The last ferry leaves at nine.")
	page.eventually(`document.getElementById("player").hidden + " " + document.querySelectorAll("audio").length`, "true 0")
	page.press("+")
	page.eventually(`getComputedStyle(document.body).fontSize`, "22px")
	page.press(" ")
	page.eventually(marked, "")
	page.quiet()
}

func TestHostileTextIsOnlyText(t *testing.T) {
	s := hostile(t)
	page := openPage(t, written(t, "html", s, Options{}))
	for i, turn := range s.Transcript.Turns {
		got := page.value(fmt.Sprintf(`[...document.querySelectorAll("#%s > p:not(.speaker)")].map(p => p.textContent).join("\n\n")`, turnID(i)))
		want := strings.NewReplacer("\x00", "\ufffd", "\x1b", "\ufffd").Replace(strings.ToValidUTF8(turn.Text, "\ufffd"))
		if got != want {
			t.Errorf("turn %d is %q, want %q", i+1, got, want)
		}
	}
	page.eventually(`document.scripts.length`, "2")
	page.eventually(`document.querySelectorAll("[onload]").length`, "0")
	page.eventually(`document.title.includes("\u202e")`, "false")
	page.eventually(`document.querySelector("main").dir + " " + document.querySelector("main").lang`, "rtl ar")
	page.quiet()
}

// The policy must hold even where the words got past the escaping.
func TestNothingElseRunsInAPage(t *testing.T) {
	content := string(written(t, "html", fogBell(t), Options{}))
	content = strings.Replace(content, "<footer>", `<script>document.title = "broken into"</script><img src="https://example.org/x.png"><footer>`, 1)
	page := openPage(t, []byte(content))
	page.eventually(`document.title`, "The Fog Bell of Wren Harbor")
	page.mu.Lock()
	defer page.mu.Unlock()
	for _, address := range page.requests {
		if strings.HasPrefix(address, "http") && len(page.said) < 2 {
			t.Errorf("the page asked for %s, and nothing stopped it: %q", address, page.said)
		}
	}
}

func TestAPageIsLegibleInEachLook(t *testing.T) {
	content := written(t, "html", fogBell(t), Options{})
	for _, wish := range [][2]string{{"prefers-color-scheme", "light"}, {"prefers-color-scheme", "dark"}, {"prefers-contrast", "more"}} {
		t.Run(wish[1], func(t *testing.T) {
			page := openPage(t, content, wishes(wish[0], wish[1]))
			page.to(31 * time.Second)
			for _, text := range []string{
				".by", "h1", ".speaker.voice1", ".speaker.voice2", ".speaker.voice3", ".speaker.voice4", ".turn.heard .role", ".turn.heard .speaker",
				".s.heard", ".turn:not(.heard) .s", ".sound p", ".rights", "#larger", "#speed", "#at", "#play",
			} {
				if got := page.contrast(text, "color"); got < 7 {
					t.Errorf("%s has a contrast of %.1f to 1, want 7", text, got)
				}
			}
			for _, mark := range [][2]string{{".turn.heard", "borderInlineStartColor"}, {".w.heard", "textDecorationColor"}, {"#larger", "borderTopColor"}} {
				if got := page.contrast(mark[0], mark[1]); got < 3 {
					t.Errorf("the %s of %s has a contrast of %.1f to 1, want 3", mark[1], mark[0], got)
				}
			}
		})
	}
}

// contrast measures a colour of an element against what is behind it, as WCAG does.
func (tb *tab) contrast(selector, property string) float64 {
	tb.Helper()
	colours := tb.value(fmt.Sprintf(`(() => {
		const e = document.querySelector(%q), clear = "rgba(0, 0, 0, 0)";
		let behind = e;
		while (behind.parentElement && getComputedStyle(behind).backgroundColor === clear) behind = behind.parentElement;
		return getComputedStyle(e)[%q] + " " + getComputedStyle(behind).backgroundColor;
	})()`, selector, property))
	var a, b [3]float64
	if _, err := fmt.Sscanf(colours, "rgb(%f, %f, %f) rgb(%f, %f, %f)", &a[0], &a[1], &a[2], &b[0], &b[1], &b[2]); err != nil {
		tb.Fatalf("%s of %s is %q", property, selector, colours)
	}
	light, dark := luminance(a), luminance(b)
	return (max(light, dark) + 0.05) / (min(light, dark) + 0.05)
}

func luminance(c [3]float64) float64 {
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		v := c[i] / 255
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		sum += weight * v
	}
	return sum
}

func TestAllControlsHaveNamesAndRoom(t *testing.T) {
	page := openPage(t, written(t, "html", fogBell(t), Options{}))
	for _, size := range [][2]int64{{1280, 800}, {640, 480}, {360, 640}} {
		call(page, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: size[0], Height: size[1], DeviceScaleFactor: 1})
		small := page.value(`[...document.querySelectorAll("button:not([hidden]), select, summary, input")].filter(e => {
			const b = e.getBoundingClientRect();
			return b.width < 44 || b.height < 44 || b.left < 0 || b.right > innerWidth;
		}).map(e => e.id || e.tagName).join(" ")`)
		if small != "" {
			t.Errorf("at %v too small, or cut off: %s", size, small)
		}
		if wide := page.value(`document.documentElement.scrollWidth > innerWidth`); wide != "false" {
			t.Errorf("at %v the page is wider than the window", size)
		}
	}
	nameless := page.value(`[...document.querySelectorAll("button, select, input, audio")].filter(e =>
		!(e.getAttribute("aria-label") || e.labels?.length || e.innerText.trim() || e.hidden)).map(e => e.id).join(" ")`)
	if nameless != "" {
		t.Errorf("without a name: %s", nameless)
	}
}

func TestMuchSoundTakesLittleMemory(t *testing.T) {
	const size = 100 << 20
	path := filepath.Join(t.TempDir(), "long.m4a")
	if err := os.WriteFile(path, []byte("\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00M4A mp42"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, size); err != nil {
		t.Fatal(err)
	}
	s := counting(10)
	s.Transcript.Audio.Duration = 10 * time.Second
	s.Sounds = []Sound{{Path: path}}
	for name, least := range map[string]int64{"html": size * 4 / 3, "epub": size} {
		t.Run(name, func(t *testing.T) {
			format, _ := Named(name)
			out := &counter{}
			var told int64
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			err := format.Write(t.Context(), out, s, Options{Progress: func(done, _ int64) { told = done }})
			runtime.ReadMemStats(&after)
			if err != nil || out.bytes < least || told != size {
				t.Errorf("%d bytes were written, %d told of: %v", out.bytes, told, err)
			}
			if used := after.TotalAlloc - before.TotalAlloc; used > 16<<20 {
				t.Errorf("it took %d MB of memory in all, want at most 16", used>>20)
			}
		})
	}
}

// A counter counts what is written.
type counter struct{ bytes int64 }

func (c *counter) Write(p []byte) (int, error) {
	c.bytes += int64(len(p))
	return len(p), nil
}

func TestTooMuchSoundForAPageIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "long.m4a")
	if err := os.WriteFile(path, []byte("\x00\x00\x00\x18ftypM4A "), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, largestPage+1); err != nil {
		t.Fatal(err)
	}
	s := counting(2)
	s.Transcript.Audio.Duration = 2 * time.Second
	s.Sounds = []Sound{{Path: path}}
	format, _ := Named("html")
	if err := format.Write(t.Context(), io.Discard, s, Options{}); !errors.Is(err, ErrTooLarge) {
		t.Errorf("the error is %v", err)
	}
}
