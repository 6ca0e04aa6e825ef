package timing

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

const ms = time.Millisecond

// mustRead reads timed text that is expected to be readable.
func mustRead(t testing.TB, name, text string) Timed {
	t.Helper()
	timed, err := Read(name, strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return timed
}

// lines shows cues as short lines, for comparing: "1000-2000 Ann: Hello". Parts are shown after a bar.
func lines(cues []Cue) []string {
	var out []string
	for _, c := range cues {
		line := fmt.Sprintf("%d-%d ", c.Start.Milliseconds(), c.End.Milliseconds())
		if c.Voice != "" {
			line += c.Voice + ": "
		}
		line += c.Text
		for _, p := range c.Parts {
			line += " | " + partLine(c, p)
		}
		out = append(out, line)
	}
	return out
}

func partLine(c Cue, p Part) string {
	times := func(d time.Duration) string {
		if d == NoTime {
			return "?"
		}
		return fmt.Sprint(d.Milliseconds())
	}
	line := times(p.Start) + "-" + times(p.End) + " "
	if p.Voice != c.Voice {
		line += p.Voice + ": "
	}
	return line + p.In(c.Text)
}

func TestReadWebVTT(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"a voice", "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Ann Lee>Hello.</v>", []string{"1000-2000 Ann Lee: Hello."}},
		{"a voice with classes, never closed", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v.loud.first Ann>Hello.", []string{"1000-2000 Ann: Hello."}},
		{"no hours", "WEBVTT\n\n00:01.000 --> 00:02.000\nHello.", []string{"1000-2000 Hello."}},
		{"many hours", "WEBVTT\n\n123:00:01.000 --> 123:00:02.500\nHello.", []string{"442801000-442802500 Hello."}},
		{"a byte-order mark and CRLF", "\uFEFFWEBVTT\r\n\r\n00:01.000 --> 00:02.000\r\nHello\r\nthere.\r\n", []string{"1000-2000 Hello there."}},
		{"lines that end in CR", "WEBVTT\r\r00:01.000 --> 00:02.000\rHello.\r", []string{"1000-2000 Hello."}},
		{"identifiers and settings", "WEBVTT - title\n\nintro\n00:01.000 --> 00:02.000 align:start position:10%,line-left foo\nHello.", []string{"1000-2000 Hello."}},
		{"a tab before the settings", "WEBVTT\n\n00:01.000 --> 00:02.000\tline:0\nHello.", []string{"1000-2000 Hello."}},
		{
			"notes, styles and regions", "WEBVTT\nKind: captions\n\nSTYLE\n::cue(v) { color: red }\n\nREGION\nid:fred\n\nNOTE a --> b\n00:05.000 --> 00:06.000\nNot said.\n\n00:01.000 --> 00:02.000 region:fred\nHello.",
			[]string{"1000-2000 Hello."},
		},
		{"nested tags", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann><i>Hello <b.big>dear</b></i> <lang en-GB>friend</lang></v>", []string{"1000-2000 Ann: Hello dear friend"}},
		{"ruby", "WEBVTT\n\n00:01.000 --> 00:02.000\n<ruby>漢<rt>kan</rt>字<rt>ji</rt></ruby>", []string{"1000-2000 漢字"}},
		{"entities", "WEBVTT\n\n00:01.000 --> 00:02.000\nR&amp;D &lt;3&nbsp;you&#33;", []string{"1000-2000 R&D <3 you!"}},
		{"angle brackets that are no tags", "WEBVTT\n\n00:01.000 --> 00:02.000\n1 < 2 <3 > 0", []string{"1000-2000 1 < 2 <3 > 0"}},
		{
			"several cues a turn", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Hello.\n\n00:02.000 --> 00:03.000\n<v Ann>Good day.",
			[]string{"1000-2000 Ann: Hello.", "2000-3000 Ann: Good day."},
		},
		{
			"several voices in a cue", "WEBVTT\n\n00:01.000 --> 00:04.000\n<v Ann>Hello.</v>\n<v Bob>Good day.</v>",
			[]string{"1000-4000 Ann: Hello. Good day. | 1000-? Hello. | ?-4000 Bob: Good day."},
		},
		{
			"times inside", "WEBVTT\n\n00:01.000 --> 00:04.000\n<v Ann>Hello <00:00:02.000>dear <00:00:02.500>friend.",
			[]string{"1000-4000 Ann: Hello dear friend. | 1000-2000 Hello | 2000-2500 dear | 2500-4000 friend."},
		},
		{
			"times inside with pauses", "WEBVTT\n\n00:01.000 --> 00:04.000\n<00:01.200>Hello<00:01.500> <00:02.000>dear",
			[]string{"1000-4000 Hello dear | 1200-1500 Hello | 2000-4000 dear"},
		},
		{
			"a voice that changes at a time", "WEBVTT\n\n00:01.000 --> 00:04.000\n<v Ann>Hello.</v> <00:02.000><v Bob>Hi.",
			[]string{"1000-4000 Ann: Hello. Hi. | 1000-2000 Hello. | 2000-4000 Bob: Hi."},
		},
		{
			"a time inside that is not inside", "WEBVTT\n\n00:01.000 --> 00:04.000\nHello <00:00:09.000>dear",
			[]string{"1000-4000 Hello dear | 1000-? Hello | ?-4000 dear"},
		},
		{"speakers in the text", "WEBVTT\n\n00:01.000 --> 00:02.000\nANN LEE: Hello.\n\n00:02.000 --> 00:03.000\nGood day.", []string{"1000-2000 ANN LEE: Hello.", "2000-3000 ANN LEE: Good day."}},
		{"a colon in a file with voices", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>NEWS FLASH: Hello.", []string{"1000-2000 Ann: NEWS FLASH: Hello."}},
		{"a cue without a voice among others with one", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Hello.\n\n00:02.000 --> 00:03.000\nGood day.", []string{"1000-2000 Ann: Hello.", "2000-3000 Good day."}},
		{"a number that is said", "WEBVTT\n\n1\n00:01.000 --> 00:02.000\n1984\n\n2\n00:02.000 --> 00:03.000\nHello.", []string{"1000-2000 1984", "2000-3000 Hello."}},
		{
			"rolling captions",
			"WEBVTT\n\n00:01.000 --> 00:03.000\nGood<00:00:02.000><c> day</c>\n\n00:03.000 --> 00:03.010\nGood day\n\n00:03.010 --> 00:05.000\nGood day\nto<00:00:04.000><c> you</c>",
			[]string{"1000-3000 Good day | 1000-2000 Good | 2000-3000 day", "3010-5000 to you | 3010-4000 to | 4000-5000 you"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			timed := mustRead(t, "a.vtt", c.text)
			if got := lines(timed.Cues); timed.Format != FormatVTT || !slices.Equal(got, c.want) {
				t.Errorf("got  %s %q\nwant %q", timed.Format, got, c.want)
			}
		})
	}
}

func TestReadSRT(t *testing.T) {
	const two = "00:00:01,000 --> 00:00:02,000\n"
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"a name", "1\n" + two + "Ann Lee: Hello.\n", []string{"1000-2000 Ann Lee: Hello."}},
		{"a name in capitals and a role", "1\n" + two + "ANN LEE, BYLINE: Hello.\n", []string{"1000-2000 ANN LEE, BYLINE: Hello."}},
		{"a name on its own line", "1\n" + two + "ANN:\nHello.\n", []string{"1000-2000 ANN: Hello."}},
		{"points for commas", "1\n00:00:01.500 --> 00:00:02.5\nHello.\n", []string{"1500-2500 Hello."}},
		{"no milliseconds", "1\n0:0:1 --> 0:0:2\nHello.\n", []string{"1000-2000 Hello."}},
		{"tags and places", "1\n" + two + "{\\an8}<i>Hello</i>, <font color=\"red\">dear</font>\n", []string{"1000-2000 Hello, dear"}},
		{"what is no tag", "1\n" + two + "I <3 <laughs> {this}\n", []string{"1000-2000 I <3 <laughs> {this}"}},
		{"coordinates", "1\n00:00:01,000 --> 00:00:02,000 X1:0 X2:10 Y1:0 Y2:10\nHello.\n", []string{"1000-2000 Hello."}},
		{"no numbers", two + "Hello.\n\n00:00:03,000 --> 00:00:04,000\nBye.\n", []string{"1000-2000 Hello.", "3000-4000 Bye."}},
		{"no blank lines", "1\n" + two + "Hello.\n2\n00:00:03,000 --> 00:00:04,000\nBye.\n", []string{"1000-2000 Hello.", "3000-4000 Bye."}},
		{"a blank line in the text", "1\n" + two + "Hello\n\ndear.\n\n2\n00:00:03,000 --> 00:00:04,000\nBye.\n", []string{"1000-2000 Hello dear.", "3000-4000 Bye."}},
		{"a number that is said", "1\n" + two + "42\n\n2\n00:00:03,000 --> 00:00:04,000\n7\n", []string{"1000-2000 42", "3000-4000 7"}},
		{"an arrow that is said", "1\n" + two + "A --> B\n", []string{"1000-2000 A --> B"}},
		{"a time that is said", "1\n" + two + "At 10:30: the news.\n", []string{"1000-2000 At 10:30: the news."}},
		{"a sentence with a colon", "1\n" + two + "The lesson: wait.\n", []string{"1000-2000 The lesson: wait."}},
		{
			"a word with a colon, once", "1\n" + two + "Remember: wait.\n\n2\n00:00:02,000 --> 00:00:03,000\nYes.\n",
			[]string{"1000-2000 Remember: wait.", "2000-3000 Yes."},
		},
		{
			"a name of one word, again and again", "1\n" + two + "Ann: Hello.\n\n2\n00:00:02,000 --> 00:00:03,000\nYes.\n\n3\n00:00:03,000 --> 00:00:04,000\nAnn: No.\n",
			[]string{"1000-2000 Ann: Hello.", "2000-3000 Ann: Yes.", "3000-4000 Ann: No."},
		},
		{
			"a sound between two cues of a speaker", "1\n" + two + "ANN: Hello.\n\n2\n00:00:02,000 --> 00:00:03,000\n(LAUGHTER)\n\n3\n00:00:03,000 --> 00:00:04,000\nYes.\n",
			[]string{"1000-2000 ANN: Hello.", "2000-3000 (LAUGHTER)", "3000-4000 ANN: Yes."},
		},
		{
			"two speakers in a cue", "1\n" + two + "ANN: Hello.\nBOB: Good\nday.\n",
			[]string{"1000-2000 ANN: Hello. Good day. | 1000-? Hello. | ?-2000 BOB: Good day."},
		},
		{"voices as in WebVTT", "1\n" + two + "<v Ann>Hello.\n", []string{"1000-2000 Ann: Hello."}},
		{"Windows-1252", "1\n" + two + "Caf\xe9 \x96 yes\n", []string{"1000-2000 Café – yes"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			timed := mustRead(t, "a.srt", c.text)
			if got := lines(timed.Cues); timed.Format != FormatSRT || !slices.Equal(got, c.want) {
				t.Errorf("got  %s %q\nwant %q", timed.Format, got, c.want)
			}
		})
	}
}

func TestReadUTF16(t *testing.T) {
	var data []byte
	for _, c := range "\uFEFF1\n00:00:01,000 --> 00:00:02,000\nÜber\n" {
		data = append(data, byte(c), byte(c>>8))
	}
	timed, err := Read("a.srt", strings.NewReader(string(data)))
	if err != nil || timed.Cues[0].Text != "Über" {
		t.Errorf("got %v, %v", timed.Cues, err)
	}
}

func TestReadPodcastJSON(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"with speakers", `{"version":"1.0.0","segments":[{"speaker":"Ann","startTime":0.5,"endTime":1.25,"body":"Hello."}]}`, []string{"500-1250 Ann: Hello."}},
		{"without", `{"segments":[{"startTime":0.5,"endTime":1.25,"body":"Hello."}]}`, []string{"500-1250 Hello."}},
		{"times as text, and rounded", `{"segments":[{"startTime":"0.5","endTime":1.2499999,"body":"Hello."}]}`, []string{"500-1250 Hello."}},
		{
			"the speaker only where it changes", `{"segments":[{"speaker":"Ann","startTime":0,"endTime":1,"body":"Hello."},{"startTime":1,"endTime":2,"body":"Yes."}]}`,
			[]string{"0-1000 Ann: Hello.", "1000-2000 Ann: Yes."},
		},
		{"no end", `{"segments":[{"startTime":0,"body":"Hello there."},{"startTime":1,"endTime":2,"body":"Oh yes."}]}`, []string{"0-1000 Hello there.", "1000-2000 Oh yes."}},
		{
			"a segment a word", `{"segments":[{"speaker":"Ann","startTime":0,"endTime":0.3,"body":"Hello"},{"speaker":"Ann","startTime":0.4,"endTime":0.9,"body":"Dr."},
			{"speaker":"Ann","startTime":1,"endTime":1.4,"body":"Lee"},{"speaker":"Ann","startTime":1.4,"endTime":1.5,"body":"."},{"speaker":"Ann","startTime":1.5,"endTime":2,"body":"Good"},{"speaker":"Ann","startTime":2,"endTime":2.5,"body":"day."},
			{"speaker":"Bob","startTime":2.6,"endTime":3,"body":"Hi!"}]}`,
			[]string{
				"0-1500 Ann: Hello Dr. Lee. | 0-300 Hello | 400-900 Dr. | 1000-1400 Lee.",
				"1500-2500 Ann: Good day. | 1500-2000 Good | 2000-2500 day.", "2600-3000 Bob: Hi!",
			},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			timed := mustRead(t, "a.json", c.text)
			if got := lines(timed.Cues); timed.Format != FormatPodcast || !slices.Equal(got, c.want) {
				t.Errorf("got  %s %q\nwant %q", timed.Format, got, c.want)
			}
		})
	}
}

func TestReadAeneasJSON(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"several lines", `{"fragments":[{"begin":"0.000","end":"1.500","language":"eng","lines":["Hello","there."],"children":[]}]}`, []string{"0-1500 Hello there."}},
		{"head and tail without text", `{"fragments":[{"begin":"0","end":"1","lines":[]},{"begin":"1","end":"2","lines":["Hello."]},{"begin":"2","end":"3","lines":[""]}]}`, []string{"1000-2000 Hello."}},
		{
			"paragraphs with sentences", `{"fragments":[{"begin":"0","end":"2","lines":["Hello there. Good day."],"children":[{"begin":"0","end":"1","lines":["Hello there."]},{"begin":"1","end":"2","lines":["Good day."]}]}]}`,
			[]string{"0-1000 Hello there.", "1000-2000 Good day."},
		},
		{
			"sentences with words", `{"fragments":[{"begin":"0","end":"2","lines":["Hello there."],"children":[{"begin":"0.1","end":"1","lines":["Hello"]},{"begin":"1","end":"2","lines":["there."]}]}]}`,
			[]string{"0-2000 Hello there. | 100-1000 Hello | 1000-2000 there."},
		},
		{
			"children that are not the whole text", `{"fragments":[{"begin":"0","end":"2","lines":["Hello there. Good day."],"children":[{"begin":"0","end":"1","lines":["Hello there."]}]}]}`,
			[]string{"0-2000 Hello there. Good day."},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			timed := mustRead(t, "a.json", c.text)
			if got := lines(timed.Cues); timed.Format != FormatAeneas || !slices.Equal(got, c.want) {
				t.Errorf("got  %s %q\nwant %q", timed.Format, got, c.want)
			}
		})
	}
}

func TestReadTellsTheLanguage(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"of WebVTT", "WEBVTT\nLanguage: en-GB\n\n00:01.000 --> 00:02.000\nHello.", "en-GB"},
		{"of aeneas, in three letters", `{"fragments":[{"begin":"0","end":"1","language":"eng","lines":["Hello."]}]}`, "en"},
		{"that is none", "WEBVTT\nLanguage: ?!\n\n00:01.000 --> 00:02.000\nHello.", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := mustRead(t, "a", c.text).Language; got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestReadStoryJSONAsTimedText(t *testing.T) {
	timed := mustRead(t, "a.json", `{"title":"Bread","turns":[
		{"n":1,"speaker":"Ann","kind":"speech","text":"Hello there. Yes.","start_s":1,"end_s":3,
		 "sentences":[{"text":"Hello there.","start_s":1,"end_s":2},{"text":"Yes.","start_s":2.5,"end_s":3}],
		 "words":[{"text":"Hello","start_s":1,"end_s":1.5},{"text":"there","start_s":1.5,"end_s":2}]}]}`)
	want := []string{"1000-2000 Ann: Hello there. | 1000-1500 Hello | 1500-2000 there", "2500-3000 Ann: Yes."}
	if got := lines(timed.Cues); timed.Title != "Bread" || !slices.Equal(got, want) {
		t.Errorf("got %q, %q", timed.Title, got)
	}
}

// good are ten sound cues, one a second from the given one on: among them one that is broken is not too many.
func good(from int) string {
	var out strings.Builder
	for i := range 10 {
		fmt.Fprintf(&out, "%s --> %s\nThis is sentence %d.\n\n", clock(time.Duration(from+i)*time.Second, ","), clock(time.Duration(from+i)*time.Second+900*ms, ","), i)
	}
	return out.String()
}

func TestReadMendsAndSaysSo(t *testing.T) {
	for _, c := range []struct {
		name, text string
		line       int
		what       string // part of what the repair says
		want       string // a cue as it is then
	}{
		{"a negative start", "-00:00:01,000 --> 00:00:01,000\nHello.\n\n" + good(2), 1, "before the audio", "0-1000 Hello."},
		{"a cue that ends before the audio", "-00:00:03,000 --> -00:00:01,000\nHello.\n\n" + good(2), 1, "left out", "2000-2900 This is sentence 0."},
		{"a broken arrow", "00:00:01,000 -> 00:00:02,000\nHello.\n\n" + good(2), 1, "arrow", "1000-2000 Hello."},
		{"another broken arrow", "00:00:01,000 —> 00:00:02,000\nHello.\n\n" + good(2), 1, "arrow", "1000-2000 Hello."},
		{"the two times exchanged", "00:00:02,000 --> 00:00:01,000\nHello.\n\n" + good(2), 1, "exchanged", "1000-2000 Hello."},
		{"an end before the start", good(1) + "00:00:20,000 --> 00:00:03,000\nHello.\n\n" + good(25), 31, "where the next one starts", "20000-25000 Hello."},
		{"no length", "00:00:01,000 --> 00:00:01,000\nHello.\n\n" + good(2), 1, "where the next one starts", "1000-2000 Hello."},
		{"an overlap", "00:00:01,000 --> 00:00:02,500\nHello.\n\n" + good(2), 1, "after line 4 had started", "1000-2000 Hello."},
		{"an overlap of two speakers", "00:00:01,000 --> 00:00:02,500\nANN: Hello.\n\n00:00:02,000 --> 00:00:04,000\nBOB: Yes.\n", 1, "after line 4 had started", "1000-2000 ANN: Hello."},
		{"cues out of order", good(2) + "00:00:01,000 --> 00:00:02,000\nHello.\n", 31, "in its place", "1000-2000 Hello."},
		{"a cue without text", "00:00:01,000 --> 00:00:02,000\n<i> </i>\n\n" + good(2), 1, "no text", "2000-2900 This is sentence 0."},
		{"a time that is none, among many", good(2) + "00:00:xx,000 --> 00:01:02,000\nHello.\n", 31, "left out: the start \"00:00:xx,000\" is not a time", "2000-2900 This is sentence 0."},
		{"an unreadable time", "00:77:01,000 --> 00:78:02,000\nHello.\n\n" + good(2), 1, "not a time", "2000-2900 This is sentence 0."},
		{"an endless text", "00:00:01,000 --> 00:00:02,000\n" + strings.Repeat("so ", longestText) + "\n\n" + good(2), 1, "more text", "2000-2900 This is sentence 0."},
		{"two cues at once", good(2) + "00:00:20,000 --> 00:00:21,000\nHello.\n\n00:00:20,000 --> 00:00:22,000\nBye.\n", 34, "line 31", "20000-22000 Hello. Bye."},
	} {
		t.Run(c.name, func(t *testing.T) {
			timed := mustRead(t, "a.srt", c.text)
			if !slices.Contains(lines(timed.Cues), c.want) {
				t.Errorf("got %q, want among them %q", lines(timed.Cues), c.want)
			}
			says := func(r Repair) bool { return r.Line == c.line && strings.Contains(r.What, c.what) }
			if !slices.ContainsFunc(timed.Repairs, says) {
				t.Errorf("got repairs %v, want one of line %d that says %q", timed.Repairs, c.line, c.what)
			}
		})
	}
}

func TestOneSpeakerMayGoOnWhileAnotherSaysSomething(t *testing.T) {
	timed := mustRead(t, "a.vtt", "WEBVTT\n\n00:01.000 --> 00:09.000\n<v Ann>Hello, this is long.\n\n00:03.000 --> 00:04.000\n<v Bob>Mm.\n")
	if want := []string{"1000-9000 Ann: Hello, this is long.", "3000-4000 Bob: Mm."}; !slices.Equal(lines(timed.Cues), want) {
		t.Errorf("got %q", lines(timed.Cues))
	}
}

func TestReadRefuses(t *testing.T) {
	for _, c := range []struct {
		name, text string
		line       int // of the LineError, 0 if it is another
		err        error
	}{
		{"nothing", "", 0, ErrFormat},
		{"text without times", "Hello.\nGood day.\n", 0, ErrFormat},
		{"bytes that are no text", "\x00\x01\x02PNG\x89\xff\xfe", 0, ErrFormat},
		{"other JSON", `{"name":"x"}`, 0, ErrFormat},
		{"JSON that ends too early", "{\"segments\":[\n{\"startTime\":1,\"endTime\":2,\"body\":\"x\"},\n{\"startT", 3, nil},
		{"damaged JSON", "{\"segments\":[\n{\"startTime\":1,\"endTime\":2,\"body\":\"x\"},\n\n{\"startTime\":oops}\n]}", 4, nil},
		{"a header alone", "WEBVTT\n", 0, ErrNoCues},
		{"no segments", `{"segments":[]}`, 0, ErrNoCues},
		{"segments that are no list", `{"segments":{"a":1}}`, 1, nil},
		{"a segment without a start", "{\"segments\":[\n{\"endTime\":2,\"body\":\"x\"}]}", 2, nil},
		{"a segment that is none", "{\"segments\":[\n\n5]}", 3, nil},
		{"unreadable times", "WEBVTT\n\n00:xx.000 --> 00:02.000\nHello.", 3, nil},
		{"a missing end", "WEBVTT\n\n00:01.000 -->\nHello.", 3, nil},
		{"an absurd time", "WEBVTT\n\n99999999:00:00.000 --> 99999999:00:01.000\nHello.", 3, nil},
		{"one start for all", strings.Repeat("00:00:01,000 --> 00:00:02,000\nHello.\n\n", 9), 4, nil},
		{"two files in one", good(1) + good(1), 31, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Read("a", strings.NewReader(c.text))
			var line *LineError
			switch {
			case err == nil:
				t.Fatal("it was read")
			case c.line > 0 && (!errors.As(err, &line) || line.Line != c.line):
				t.Errorf("got %v, want line %d", err, c.line)
			case c.err != nil && !errors.Is(err, c.err):
				t.Errorf("got %v, want %v", err, c.err)
			}
		})
	}
}

func TestReadRefusesAFileThatIsTooLarge(t *testing.T) {
	_, err := Read("a.srt", strings.NewReader(strings.Repeat(" ", timedLimit+1)))
	if !errors.Is(err, ErrTooLarge) {
		t.Errorf("got %v", err)
	}
}

func TestReadIsBoundedOnDeepJSON(t *testing.T) {
	deep := `{"fragments":` + strings.Repeat(`[{"begin":"0","end":"1","children":`, 100_000) + "[]"
	if _, err := Read("a.json", strings.NewReader(deep)); err == nil {
		t.Error("it was read")
	}
}

func TestWithinTheAudio(t *testing.T) {
	timed := mustRead(t, "a.srt", good(1))
	t.Run("a cue that ends after it", func(t *testing.T) {
		fit, err := timed.Within(10*time.Second + 100*ms)
		if err != nil {
			t.Fatal(err)
		}
		if last := fit.Cues[len(fit.Cues)-1]; last.End != 10*time.Second+100*ms || len(fit.Repairs) != 1 {
			t.Errorf("got %v, %v", last, fit.Repairs)
		}
	})
	t.Run("a little rounding", func(t *testing.T) {
		if fit, err := timed.Within(10*time.Second + 800*ms); err != nil || len(fit.Repairs) != 0 {
			t.Errorf("got %v, %v", fit.Repairs, err)
		}
	})
	t.Run("a cue that starts after it", func(t *testing.T) {
		fit, err := timed.Within(9950 * ms)
		if err != nil || len(fit.Cues) != 9 || fit.Repairs[0].Line != 28 {
			t.Errorf("got %d cues, %v, %v", len(fit.Cues), fit.Repairs, err)
		}
	})
	t.Run("other audio", func(t *testing.T) {
		_, err := timed.Within(3 * time.Second)
		var line *LineError
		if !errors.Is(err, ErrDifferentAudio) || !errors.As(err, &line) || line.Line != 7 {
			t.Errorf("got %v", err)
		}
	})
}

func TestSoundsAreToldFromSpeech(t *testing.T) {
	for _, c := range []struct {
		text string
		want bool
	}{
		{"(LAUGHTER)", true},
		{"(Foreign language spoken).", true},
		{"[music]", true},
		{"♪", true},
		{"♪ Hello, is it me ♪", true},
		{"(SOUNDBITE OF DOOR) (LAUGHTER)", true},
		{"(SOUNDBITE (OF) DOOR)", true},
		{"(LAUGHTER) Yes.", false},
		{"Yes (no)", false},
		{"♪ Hello", false},
		{"(open", false},
		{"", false},
		{"...", false},
	} {
		if got := isSound(c.text); got != c.want {
			t.Errorf("isSound(%q) = %v", c.text, got)
		}
	}
}
