package export

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
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
	paused = `document.querySelector("audio").paused`
	place  = `Math.round(document.getElementById("place").valueAsNumber)`
)

func TestAPagePlaysAndMarksWhatIsHeard(t *testing.T) {
	s := fogBell(t)
	page := openPage(t, written(t, "html", s, Options{}))
	page.watch()
	page.eventually(paused, "true")
	page.to(31 * time.Second)
	page.press(" ")
	page.eventually(`document.getElementById("play").getAttribute("aria-label")`, "Pause")
	page.eventually(`seen.some(s => s[0] === "t3s3")`, "true") // four seconds later
	page.press(" ")
	page.eventually(paused, "true")
	var seen [][2]any
	if err := json.Unmarshal([]byte(page.value(`JSON.stringify(seen)`)), &seen); err != nil {
		t.Fatal(err)
	}
	words := 0
	timeline := sync.NewTimeline(s.Transcript, s.Alignment)
	for _, mark := range seen {
		id, at := mark[0].(string), time.Duration(mark[1].(float64)*float64(time.Second))
		if strings.Contains(id, "w") {
			words++
		}
		// The time was read a moment after the mark was chosen, and the browser's clock can go back by part of a millisecond.
		late, early := timeline.At(at-30*time.Millisecond), timeline.At(at+time.Millisecond)
		if !slices.Contains(slices.Concat(ids(late), ids(early)), id) {
			t.Errorf("%s was marked at %v, when %v is heard", id, at, ids(timeline.At(at)))
		}
	}
	if words < 5 {
		t.Errorf("only %d words were marked in a sentence of 15: %v", words, seen)
	}
	page.quiet()
}

// ids are those of what is marked at a place.
func ids(p sync.Place) []string {
	var list []string
	if p.Turn >= 0 {
		list = append(list, turnID(p.Turn))
	}
	if p.Sentence >= 0 {
		list = append(list, sentenceID(p.Turn, p.Sentence))
	}
	if p.Word >= 0 {
		list = append(list, wordID(p.Turn, p.Word))
	}
	return list
}

func TestAPageMarksWhatTheWindowWould(t *testing.T) {
	s := fogBell(t)
	page := openPage(t, written(t, "html", s, Options{}))
	page.eventually(`document.querySelector("audio").readyState > 0`, "true")
	timeline := sync.NewTimeline(s.Transcript, s.Alignment)
	for at := time.Second; at < s.Transcript.Audio.Duration; at += 3700 * time.Millisecond {
		page.to(at)
		want := ids(timeline.At(at))
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
	page.watch()
	page.press(kb.Enter)
	page.eventually(paused+` + " " + seen.map(s => s[0]).includes("t5s1")`, "false true")
	page.quiet()
}

func alt() []chromedp.Modifier { return []chromedp.Modifier{chromedp.ModifierAlt} }

func TestAClickPlaysFromThere(t *testing.T) {
	page := openPage(t, written(t, "html", fogBell(t), Options{}))
	page.eventually(`document.querySelector("audio").readyState > 0`, "true")
	page.watch()
	page.do(chromedp.Click(chromedp.CSS("#t3s2")))
	page.eventually(paused+` + " " + seen.map(s => s[0]).includes("t3s2")`, "false true")
	page.quiet()
}

// As a key on a headphone does, which the browser answers itself.
func TestAPageKnowsWhenTheBrowserStopsIt(t *testing.T) {
	page := openPage(t, written(t, "html", fogBell(t), Options{}))
	const button = `document.getElementById("play").getAttribute("aria-label")`
	page.press(" ")
	page.eventually(button, "Pause")
	page.value(`document.querySelector("audio").pause()`)
	page.eventually(button, "Play")
	page.value(`document.querySelector("audio").play()`)
	page.eventually(button, "Pause")
	page.quiet()
}

func TestAPageNeverFightsItsReader(t *testing.T) {
	page := openPage(t, written(t, "html", fogBell(t), Options{}), wishes("prefers-reduced-motion", "reduce"))
	page.eventually(`document.querySelector("audio").readyState > 0`, "true")
	const visible = `(() => { const b = document.querySelector(".turn.heard").getBoundingClientRect(); return b.top >= 0 && b.bottom <= innerHeight; })()`
	page.to(84 * time.Second)
	page.eventually(visible, "true")
	// Away with the wheel, while it goes on.
	page.do(chromedp.MouseEvent("mouseWheel", 400, 300, func(p *input.DispatchMouseEventParams) { p.DeltaX, p.DeltaY = 1, -3000 }))
	page.eventually(`scrollY`, "0")
	page.eventually(`document.getElementById("back").hidden`, "false")
	page.watch()
	page.press(" ")
	page.eventually(`seen.map(s => s[0]).includes("t7s4")`, "true")
	page.press(" ")
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
			page.to(50 * time.Second)
			page.eventually(`moves[moves.length - 1]`, want)
			page.value(`document.body.style.fontSize = "200px"`)
			page.to(110 * time.Second) // a long way: nobody would read along
			page.eventually(`moves[moves.length - 1]`, "auto")
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

// Times only fit where a browser begins a file at the same moment as our own decoder.
func TestABrowserBeginsAnMP3WhereWeDo(t *testing.T) {
	s := counting(5)
	s.Sounds = []Sound{{Path: tone(t, 5)}}
	list, err := tracks(s)
	if err != nil {
		t.Fatal(err)
	}
	page := openPage(t, written(t, "html", s, Options{}))
	page.eventually(`Math.round(document.querySelector("audio").duration * 1000)`, strconv.FormatInt(list[0].length().Milliseconds(), 10))
}

func TestAPageGoesOnIntoTheNextFile(t *testing.T) {
	s := counting(4)
	s.Sounds = []Sound{{tone(t, 2), 0}, {tone(t, 2), 2 * time.Second}}
	page := openPage(t, written(t, "html", s, Options{}))
	page.eventually(`[...document.querySelectorAll("audio")].every(a => a.readyState > 0)`, "true")
	page.to(1500 * time.Millisecond)
	page.eventually(marked, "t2 t2s1")
	page.watch()
	page.press(" ")
	page.eventually(`seen.map(s => s[0]).filter(id => id.includes("s")).join(" ")`, "t3s1 t4s1")
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
