package transcript_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"alongside/sync/transcript"
)

const shared = "../../../shared"

type expected struct {
	Title      string
	Authors    []string
	Rights     string
	NotInStory []string `json:"not_in_story"`
	Turns      []struct{ Speaker, Kind, Text string }
}

func open(t *testing.T, name string) *os.File {
	t.Helper()
	f, err := os.Open(filepath.Join(shared, name))
	if err != nil {
		t.Skipf("the shared stories are not on this machine: %v", err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func readExpected(t *testing.T) expected {
	t.Helper()
	var e expected
	if err := json.NewDecoder(open(t, "seed/kgou-story.expected.json")).Decode(&e); err != nil {
		t.Fatal(err)
	}
	return e
}

func TestOneStoryInFiveWrappings(t *testing.T) {
	const page, audio = "https://station.example/2014-11-18/story", "https://station.example/audio/kgou-story.mp3"
	cases := []struct {
		file, rights, audio, published, source string
		duration                               time.Duration
	}{
		{"seed/kgou-page.txt", "Transcript provided by NPR, Copyright NPR.", "", "", "KGOU", 0},
		{"pages/kgou-grove.html", "Transcript provided by NPR, Copyright NPR.", audio, "2014-11-18T21:02:00Z", "KGOU", 193 * time.Second},
		{"pages/npr-org.html", "Copyright © 2014 NPR. All rights reserved.", audio, "2014-11-18T16:02:00-05:00", "NPR", 193 * time.Second},
		{"pages/text-npr-org.html", "", "", "2014-11-18T16:02:00-05:00", "NPR", 0},
		{"pages/wordpress-station.html", "", audio, "", "Station", 0},
	}
	want := readExpected(t)
	for _, c := range cases {
		t.Run(filepath.Base(c.file), func(t *testing.T) {
			got, err := transcript.Read(t.Context(), transcript.Input{Name: c.file, URL: page, Body: open(t, c.file)})
			if err != nil {
				t.Fatal(err)
			}
			checkStory(t, got, want)
			if got.Rights != c.rights || got.Published != c.published || got.Source != c.source {
				t.Errorf("rights %q, published %q, source %q", got.Rights, got.Published, got.Source)
			}
			if got.Audio.URL != c.audio || got.Audio.Duration != c.duration {
				t.Errorf("audio %+v, want %s of %v", got.Audio, c.audio, c.duration)
			}
		})
	}
}

func checkStory(t *testing.T, got transcript.Transcript, want expected) {
	t.Helper()
	if got.Title != want.Title || !slices.Equal(got.Authors, want.Authors) {
		t.Errorf("title %q by %q", got.Title, got.Authors)
	}
	if len(got.Turns) != len(want.Turns) {
		t.Fatalf("%d turns, want %d", len(got.Turns), len(want.Turns))
	}
	for i, turn := range got.Turns {
		w := want.Turns[i]
		if turn.Speaker != w.Speaker || turn.Kind.String() != w.Kind || turn.Text != w.Text {
			t.Errorf("turn %d is %v %q %q\nwant %s %q %q", i+1, turn.Kind, turn.Speaker, turn.Text, w.Kind, w.Speaker, w.Text)
		}
		for _, line := range want.NotInStory {
			if strings.Contains(turn.Text, line) {
				t.Errorf("turn %d holds %q", i+1, line)
			}
		}
	}
}

// render writes turns one a line: "speaker|text", with the kind before what is not speech.
func render(tr transcript.Transcript) []string {
	var out []string
	for _, t := range tr.Turns {
		line := t.Speaker + "|" + t.Text
		if t.Kind != transcript.Speech {
			line = t.Kind.String() + ":" + line
		}
		out = append(out, line)
	}
	return out
}

func readText(t *testing.T, text string) transcript.Transcript {
	t.Helper()
	tr, err := transcript.ReadText(t.Context(), transcript.Input{Body: strings.NewReader(text)})
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

func readPage(t *testing.T, html string) transcript.Transcript {
	t.Helper()
	tr, err := transcript.ReadPage(t.Context(), transcript.Input{URL: "https://radio.example/a/story", Body: strings.NewReader(html)})
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

func TestTheGrammarOfBroadcastTranscripts(t *testing.T) {
	cases := []struct {
		name, text string
		want       []string
	}{
		{
			"full name with a role, then the surname",
			"ANNA VALE, BYLINE: The tide is out.\n\nTOM STONE: It is.\n\nVALE: We walk.",
			[]string{"Anna Vale|The tide is out.", "Tom Stone|It is.", "Anna Vale|We walk."},
		},
		{
			"unidentified people stay apart",
			"UNIDENTIFIED MAN: Who is there?\n\nUNIDENTIFIED WOMAN: Me.\n\nUNIDENTIFIED PERSON #1: And me.\n\nUNIDENTIFIED PERSON #2: And I.",
			[]string{
				"Unidentified Man|Who is there?", "Unidentified Woman|Me.", "Unidentified Person #1|And me.",
				"Unidentified Person #2|And I.",
			},
		},
		{
			"old style with title, role and place",
			"Mr. TOM STONE (Baker, Port Sorrow): Bread rises.\n\nMs. EVE ODUYA (Miller): So it does.\n\nMr. STONE: Every day.",
			[]string{"Tom Stone|Bread rises.", "Eve Oduya|So it does.", "Tom Stone|Every day."},
		},
		{
			"names in title case",
			"Anna Vale: The tide is out.\nTom: It is.\nAnna Vale: We walk.\nTom: Slowly.",
			[]string{"Anna Vale|The tide is out.", "Tom|It is.", "Anna Vale|We walk.", "Tom|Slowly."},
		},
		{
			"a turn over several paragraphs",
			"ANNA VALE, HOST:\n\nThe tide is out.\n\nIt will come back.\n\nTOM STONE: It will.",
			[]string{"Anna Vale|The tide is out.\n\nIt will come back.", "Tom Stone|It will."},
		},
		{
			"an introduction without a label",
			"The sea took the road again last night, and the town has had enough. Anna Vale reports.\n\nANNA VALE, BYLINE: It is wet.",
			[]string{"|The sea took the road again last night, and the town has had enough. Anna Vale reports.", "Anna Vale|It is wet."},
		},
		{
			"a sound on its own line",
			"ANNA VALE, BYLINE: Listen.\n\n(SOUNDBITE OF WAVES)\n\nVALE: That is the sea.",
			[]string{"Anna Vale|Listen.", "sound:|(SOUNDBITE OF WAVES)", "Anna Vale|That is the sea."},
		},
		{
			"who speaks goes on after a sound",
			"ANNA VALE, BYLINE: Listen.\n\n(SOUNDBITE OF WAVES)\n\nThat is the sea.",
			[]string{"Anna Vale|Listen.", "sound:|(SOUNDBITE OF WAVES)", "Anna Vale|That is the sea."},
		},
		{
			"a sound inside speech",
			"ANNA VALE, BYLINE: I fell (LAUGHTER) and got up.\n\nTOM STONE: (Through interpreter) I did too.",
			[]string{"Anna Vale|I fell (LAUGHTER) and got up.", "Tom Stone|(Through interpreter) I did too."},
		},
		{
			"a speaker who is not transcribed",
			"ANNA VALE, BYLINE: He says.\n\nUNIDENTIFIED MAN: (Foreign language spoken).\n\nVALE: Yes.",
			[]string{"Anna Vale|He says.", "sound:Unidentified Man|(Foreign language spoken).", "Anna Vale|Yes."},
		},
		{
			"a sound before a label on its line",
			"ANNA VALE, BYLINE: Yes.\n\n(SOUNDBITE OF BELL) TOM STONE: Supper.",
			[]string{"Anna Vale|Yes.", "sound:|(SOUNDBITE OF BELL)", "Tom Stone|Supper."},
		},
		{
			"an uncertain spelling",
			"ANNA VALE, BYLINE: We met Tom Stoun (ph) there.\n\nTOM STONE: Hello.",
			[]string{"Anna Vale|We met Tom Stoun (ph) there.", "Tom Stone|Hello."},
		},
		{
			"a correction",
			"ANNA VALE, BYLINE: It has two doors.\n\nTOM STONE: It has.\n\n[POST-BROADCAST CORRECTION: The house has three doors.]",
			[]string{
				"Anna Vale|It has two doors.", "Tom Stone|It has.",
				"note:|[POST-BROADCAST CORRECTION: The house has three doors.]",
			},
		},
		{
			"time stamps before and after labels",
			"[00:00:05] ANNA VALE: The tide is out.\n[00:01:10] TOM STONE: It is.\nANNA VALE: [00:01:15] Yes.\nTOM STONE (00:01:20): No.",
			[]string{"Anna Vale|The tide is out.", "Tom Stone|It is.", "Anna Vale|Yes.", "Tom Stone|No."},
		},
		{
			"bare time stamps",
			"0:00 Anna: The tide is out.\n0:12 Tom: It is.\n1:02 Anna: Yes.",
			[]string{"Anna|The tide is out.", "Tom|It is.", "Anna|Yes."},
		},
		{
			"name and time on a line of their own",
			"Anna Vale  0:00\nThe tide is out.\n\nTom Stone  0:12\nIt is.\n\nAnna Vale  1:02\nYes.",
			[]string{"Anna Vale|The tide is out.", "Tom Stone|It is.", "Anna Vale|Yes."},
		},
		{
			"a clock time is no speaker",
			"ANNA VALE, BYLINE: We waited.\n\nAt 10:30: the gate opened.\n\nTOM STONE: It did.",
			[]string{"Anna Vale|We waited.\n\nAt 10:30: the gate opened.", "Tom Stone|It did."},
		},
		{
			"a thought with a colon is no speaker",
			"ANNA VALE, BYLINE: We waited.\n\nThe lesson: never wait.\n\nTOM STONE: Never.",
			[]string{"Anna Vale|We waited.\n\nThe lesson: never wait.", "Tom Stone|Never."},
		},
		{
			"nor is one word with a colon",
			"ANNA VALE, BYLINE: We waited.\n\nRemember: never wait.\n\nTOM STONE: Never.",
			[]string{"Anna Vale|We waited.\n\nRemember: never wait.", "Tom Stone|Never."},
		},
		{
			"nor an address",
			"ANNA VALE, BYLINE: We waited.\n\nHttps://example.org is where it stands.\n\nTOM STONE: Never.",
			[]string{"Anna Vale|We waited.\n\nHttps://example.org is where it stands.", "Tom Stone|Never."},
		},
		{
			"nor a colon later in the sentence",
			"ANNA VALE, BYLINE: She said this: never wait.\n\nWe asked the baker, the miller and the smith: nobody knew.\n\nTOM STONE: Never.",
			[]string{
				"Anna Vale|She said this: never wait.\n\nWe asked the baker, the miller and the smith: nobody knew.",
				"Tom Stone|Never.",
			},
		},
		{
			"an interpreter in the label",
			"ANNA VALE, BYLINE: Ask him.\n\nMr. STONE (Through Translator): I will.",
			[]string{"Anna Vale|Ask him.", "Mr. Stone|(Through Translator) I will."},
		},
		{
			"questions and answers",
			"Q: Is it deep?\nA: It is.\nQ: How deep?\nA: Very.",
			[]string{"Q|Is it deep?", "A|It is.", "Q|How deep?", "A|Very."},
		},
		{
			"numbered speakers",
			"Speaker 1: Is it deep?\nSpeaker 2: It is.",
			[]string{"Speaker 1|Is it deep?", "Speaker 2|It is."},
		},
		{
			"hard line breaks",
			"ANNA VALE, BYLINE: The sea took the road again last night and\nthe town has had enough of it. It says that this time the\nwall must be built before the winter, or\nnot at all.\n" +
				"TOM STONE: We have heard that every year since I was a boy and\nnothing was ever built, and nothing ever will be built here\nas long as I live.",
			[]string{
				"Anna Vale|The sea took the road again last night and the town has had enough of it. It says that this time the wall must be built before the winter, or not at all.",
				"Tom Stone|We have heard that every year since I was a boy and nothing was ever built, and nothing ever will be built here as long as I live.",
			},
		},
		{
			"the same speaker named twice in a row",
			"ANNA: One.\nANNA: Two.\nTOM: Three.",
			[]string{"Anna|One.\n\nTwo.", "Tom|Three."},
		},
		{
			"a list of who takes part",
			"Host: Anna Vale\nGuest: Tom Stone\n\nHOST: The tide is out.\n\nTOM STONE: It is.\n\nVALE: We walk.",
			[]string{"Anna Vale|The tide is out.", "Tom Stone|It is.", "Anna Vale|We walk."},
		},
		{
			"a recipe is no conversation",
			"Flour: one pound of it, and water.\n\nSalt: a little more than you would think.\n\nTime: one night in the cold.\n\nHeat: as much as there is.",
			[]string{"|Flour: one pound of it, and water.\n\nSalt: a little more than you would think.\n\nTime: one night in the cold.\n\nHeat: as much as there is."},
		},
		{
			"nicknames and numbers in names",
			"\"SALTY AL\" STONE: Yes.\n\n7 SEAS: No.\n\nL.A. MAYOR EVE ODUYA: Yes.\n\nODUYA: No.",
			[]string{"\"Salty Al\" Stone|Yes.", "7 Seas|No.", "L.A. Mayor Eve Oduya|Yes.\n\nNo."},
		},
		{
			"line breaks lost in copying",
			"ANNA VALE, BYLINE: The tide is out. It is back by noon. TOM STONE: It is. NASA: a word. VALE: We walk.",
			[]string{"Anna Vale|The tide is out. It is back by noon.", "Tom Stone|It is. NASA: a word.", "Anna Vale|We walk."},
		},
		{
			"Chinese names and colons",
			"张三：我们走吧。\n李四：好的。\n张三：走。",
			[]string{"张三|我们走吧。", "李四|好的。", "张三|走。"},
		},
		{
			"a heading in the middle is not spoken",
			"# Tides\n\n**Anna Vale:** The tide is out.\n\n## Afternoon\n\n**Tom Stone:** It is *back*.",
			[]string{"Anna Vale|The tide is out.", "note:|Afternoon", "Tom Stone|It is back."},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := render(readText(t, c.text)); !slices.Equal(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

func TestWhoIsTheSamePerson(t *testing.T) {
	cases := []struct {
		name   string
		labels []string
		want   []string
	}{
		{"surname after full name", []string{"ANNA VALE, HOST", "TOM STONE", "VALE"}, []string{"Anna Vale", "Tom Stone", "Anna Vale"}},
		{"surname before full name", []string{"VALE", "TOM STONE", "ANNA VALE, BYLINE"}, []string{"Anna Vale", "Tom Stone", "Anna Vale"}},
		{"given name", []string{"ANNA VALE", "TOM STONE", "ANNA"}, []string{"Anna Vale", "Tom Stone", "Anna Vale"}},
		{"title before the surname", []string{"TOM STONE", "EVE ODUYA", "Mr. STONE", "Dr. ODUYA"}, []string{"Tom Stone", "Eve Oduya", "Tom Stone", "Eve Oduya"}},
		{"doctor in full, then by surname", []string{"Dr. EVE ODUYA (Surgeon)", "ANNA VALE", "ODUYA", "Dr. ODUYA"}, []string{"Dr. Eve Oduya", "Anna Vale", "Dr. Eve Oduya", "Dr. Eve Oduya"}},
		{"office in full, then by surname", []string{"PRESIDENT TOM STONE", "ANNA VALE", "STONE"}, []string{"President Tom Stone", "Anna Vale", "President Tom Stone"}},
		{"host by role", []string{"ANNA VALE, HOST", "TOM STONE", "HOST"}, []string{"Anna Vale", "Tom Stone", "Anna Vale"}},
		{"host who is never named", []string{"HOST", "TOM STONE", "HOST"}, []string{"Host", "Tom Stone", "Host"}},
		{"two of one surname in full", []string{"ANNA VALE", "TOM VALE", "ANNA VALE"}, []string{"Anna Vale", "Tom Vale", "Anna Vale"}},
		{"surname that two share", []string{"ANNA VALE", "TOM VALE", "VALE"}, []string{"Anna Vale", "Tom Vale", "Vale"}},
		{"surname before the second of that name comes in", []string{"ANNA VALE", "VALE", "TOM VALE"}, []string{"Anna Vale", "Anna Vale", "Tom Vale"}},
		{"two of one surname with titles", []string{"Mr. TOM VALE", "Ms. ANNA VALE", "Mr. VALE", "Ms. VALE"}, []string{"Tom Vale", "Anna Vale", "Tom Vale", "Anna Vale"}},
		{"two of one surname with titles only", []string{"Mr. VALE", "Ms. VALE", "Mr. VALE"}, []string{"Mr. Vale", "Ms. Vale", "Mr. Vale"}},
		{"initial", []string{"ANNA VALE", "TOM VALE", "A. VALE"}, []string{"Anna Vale", "Tom Vale", "Anna Vale"}},
		{"middle name left out", []string{"ANNA MAY VALE", "TOM STONE", "ANNA VALE"}, []string{"Anna May Vale", "Tom Stone", "Anna May Vale"}},
		{"surname of several words", []string{"JUAN DE LA CRUZ", "TOM STONE", "DE LA CRUZ"}, []string{"Juan de la Cruz", "Tom Stone", "Juan de la Cruz"}},
		{"suffix", []string{"TOM STONE JR.", "ANNA VALE", "STONE"}, []string{"Tom Stone Jr.", "Anna Vale", "Tom Stone Jr."}},
		{"numbers keep apart", []string{"CALLER 1", "CALLER 2", "CALLER 1"}, []string{"Caller 1", "Caller 2", "Caller 1"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			tr := readText(t, strings.Join(c.labels, ": Yes.\n\n(BELL RINGS)\n\n")+": Yes.\n")
			var got []string
			for _, turn := range tr.Turns {
				if turn.Kind == transcript.Speech {
					got = append(got, turn.Speaker)
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestShoutedNamesAreWrittenAsInASentence(t *testing.T) {
	for shouted, want := range map[string]string{
		"IAN McDONALD": "Ian McDonald", "IAN MCDONALD": "Ian McDonald", "PAT O'BRIEN": "Pat O'Brien", "PAT O’BRIEN": "Pat O’Brien",
		"JUAN DE LA CRUZ": "Juan de la Cruz", "ANNE-MARIE VALE-STONE": "Anne-Marie Vale-Stone", "J.D. VALE": "J.D. Vale",
		"JD VALE": "JD Vale", "TOM STONE JR.": "Tom Stone Jr.", "TOM STONE, JR.": "Tom Stone Jr.", "TOM STONE III": "Tom Stone III",
		"JOSÉ NÚÑEZ": "José Núñez", "LUDWIG VAN DER BERG": "Ludwig van der Berg", "OMAR AL-MASRI": "Omar al-Masri", "ED NG": "Ed Ng",
		"VO LI": "Vo Li", "D'ARCY VALE": "D'Arcy Vale", "IAN MacDONALD": "Ian MacDonald",
	} {
		t.Run(shouted, func(t *testing.T) {
			tr := readText(t, shouted+": Yes.\n\nHOST: No.\n\n"+shouted+": Yes.")
			if got := tr.Turns[0].Speaker; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func TestANameIsSpelledAsTheStorySpellsItElsewhere(t *testing.T) {
	tr := readText(t, "The road is gone. Our reporter Maria De La Cruz walked there and met Ian LaVine.\n\nMARIA DE LA CRUZ, BYLINE: It is.\n\nIAN LAVINE: Yes.")
	got := []string{tr.Turns[1].Speaker, tr.Turns[2].Speaker}
	if want := []string{"Maria De La Cruz", "Ian LaVine"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestRolesAreKept(t *testing.T) {
	tr := readText(t, "ANNA VALE, BYLINE: One.\n\nMr. TOM STONE (Baker, Port Sorrow): Two.\n\nHOST: Three.\n\nEVE ODUYA: Four.")
	want := []transcript.Speaker{{"Anna Vale", "byline"}, {"Tom Stone", "Baker, Port Sorrow"}, {"Host", "host"}, {"Eve Oduya", ""}}
	if !slices.Equal(tr.Speakers, want) {
		t.Errorf("got %q, want %q", tr.Speakers, want)
	}
	if want := []string{"Anna Vale"}; !slices.Equal(tr.Authors, want) {
		t.Errorf("authors %q, want %q", tr.Authors, want)
	}
}

func TestTimeStampsAreKeptBesideTheText(t *testing.T) {
	tr := readText(t, "[00:05] ANNA VALE: One.\n\n[00:00:09] Two.\n\n[1:00:10] TOM STONE: Three.")
	if want := (transcript.Stamp{0, 0, 4 * time.Second}); readText(t, "Anna Vale (00:04): Yes.\n\nTom Stone (00:06): No.").Stamps[0] != want {
		t.Errorf("a stamp in a label is lost")
	}
	want := []transcript.Stamp{{0, 0, 5 * time.Second}, {0, 6, 9 * time.Second}, {1, 0, time.Hour + 10*time.Second}}
	if !slices.Equal(tr.Stamps, want) {
		t.Errorf("got %v, want %v", tr.Stamps, want)
	}
}

func TestWhatStandsAroundACopiedStory(t *testing.T) {
	tr := readText(t, `Skip to main content
Donate
Port Sorrow Radio

NEWS

The sea took the road

November 18, 20144:02 PM ET
Heard on Evening Tides
By Anna Vale
4-Minute Listen
Download
Transcript
Enlarge this image

Waves break over the wall at Port Sorrow on a windy Tuesday in November.
Eve Oduya/AP
hide caption

The sea took the road again last night, and the town has had enough of it. Anna Vale reports.

ANNA VALE, BYLINE: It is wet.

(SOUNDBITE OF MUSIC)

TOM STONE: It is.

Copyright © 2014 NPR. All rights reserved. Visit our website terms of use and permissions pages at www.npr.org for further information.

NPR transcripts are created on a rush deadline by a contractor. This text may not be in its final form.

Accuracy and availability of NPR transcripts may vary.

More Stories From Port Sorrow
A dog that can swim has been seen in the harbour by several people.`)
	want := []string{
		"|The sea took the road again last night, and the town has had enough of it. Anna Vale reports.", "Anna Vale|It is wet.",
		"sound:|(SOUNDBITE OF MUSIC)", "Tom Stone|It is.",
	}
	if got := render(tr); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if tr.Title != "The sea took the road" || tr.Published != "2014-11-18" || !slices.Equal(tr.Authors, []string{"Anna Vale"}) {
		t.Errorf("title %q, published %q, authors %q", tr.Title, tr.Published, tr.Authors)
	}
	if tr.Rights != "Copyright © 2014 NPR. All rights reserved." {
		t.Errorf("rights %q", tr.Rights)
	}
}

func TestPicturesOfACopiedPageAreNoSpeech(t *testing.T) {
	tr := readText(t, `The sea took the road
By Anna Vale
Published May 4, 2023 at 4:07 PM EDT
Listen • 4:23
Two people stand at a wall in a small town by the sea.
Eve Oduya
/
Getty Images
Two people stand at a wall in a small town by the sea.

ANNA VALE, HOST: It is wet.

TOM STONE: It is.`)
	if want := []string{"Anna Vale|It is wet.", "Tom Stone|It is."}; !slices.Equal(render(tr), want) {
		t.Errorf("got %q", render(tr))
	}
	if tr.Title != "The sea took the road" || tr.Published != "2023-05-04T16:07:00-04:00" {
		t.Errorf("title %q, published %q", tr.Title, tr.Published)
	}
}

func TestTextsThatAreNoConversation(t *testing.T) {
	cases := []struct {
		name, text, title string
		authors           []string
		want              []string
	}{
		{
			"title, byline and paragraphs", "The wall\n\nBy Anna Vale\n\nThe wall was built in a year that nobody remembers.\n\nIt fell in one night.",
			"The wall",
			[]string{"Anna Vale"},
			[]string{"Anna Vale|The wall was built in a year that nobody remembers.\n\nIt fell in one night."},
		},
		{
			"Markdown", "# The wall\n\nThe wall was built in a **year** that [nobody](https://example.org) remembers.\n\n## After\n\nIt fell.",
			"The wall", nil,
			[]string{"|The wall was built in a year that nobody remembers.\n\nAfter\n\nIt fell."},
		},
		{
			"front matter", "---\ntitle: The wall\nauthor: Anna Vale\ndate: 2014-11-18\n---\nThe wall was built in a year that nobody remembers.",
			"The wall",
			[]string{"Anna Vale"},
			[]string{"Anna Vale|The wall was built in a year that nobody remembers."},
		},
		{"one sentence", "The wall fell.", "", nil, []string{"|The wall fell."}},
		{"a few words", "the wall fell", "", nil, []string{"|the wall fell"}},
		{"a colon in prose", "There was one rule in town, and everybody kept it: do not build.", "", nil, []string{"|There was one rule in town, and everybody kept it: do not build."}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			tr := readText(t, c.text)
			if got := render(tr); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
			if tr.Title != c.title || !slices.Equal(tr.Authors, c.authors) {
				t.Errorf("title %q, authors %q", tr.Title, tr.Authors)
			}
		})
	}
}

func TestPagesMarkSpeakersInManyWays(t *testing.T) {
	want := []string{"Anna Vale|The tide is out.", "Tom Stone|It is.", "Anna Vale|We walk."}
	cases := []struct{ name, html string }{
		{"bold names", `<div class="transcript"><p><strong>Anna Vale:</strong> The tide is out.</p><p><b>Tom Stone</b>: It is.</p><p><strong>Anna Vale:</strong> We walk.</p></div>`},
		{"bold names with times", `<div class="transcript"><p><strong>Anna Vale</strong> (00:01): The tide is out.</p><p><b>Tom Stone (00:04):</b> It is.</p><p><strong>Anna Vale</strong> [00:06]: We walk.</p></div>`},
		{"bold names in paragraphs of their own", `<div class="transcript"><p><b>Anna Vale</b></p><p>The tide is out.</p><p><b>Tom Stone</b></p><p>It is.</p><p><b>Anna Vale</b></p><p>We walk.</p></div>`},
		{"names as headings", `<div class="transcript"><h4>Anna Vale</h4><p>The tide is out.</p><h4>Tom Stone</h4><p>It is.</p><h4>Anna Vale</h4><p>We walk.</p></div>`},
		{"podcast HTML", "<cite>Anna Vale:</cite>\n<time>0:00</time>\n<p>The tide is out.</p>\n<cite>Tom Stone:</cite>\n<time>0:04</time>\n<p>It is.</p>\n<cite>Anna Vale:</cite>\n<time>0:06</time>\n<p>We walk.</p>"},
		{"lines", `<div class="entry-content">ANNA VALE: The tide is out.<br>TOM STONE: It is.<br/><br/>VALE: We walk.</div>`},
		{"paragraphs never closed", `<div class="transcript"><p>ANNA VALE: The tide is out.<p><p>TOM STONE: It is.<p><p>VALE: We walk.</div>`},
		{"definition list", `<dl class="transcript"><dt>Anna Vale</dt><dd>The tide is out.</dd><dt>Tom Stone</dt><dd>It is.</dd><dt>Anna Vale</dt><dd>We walk.</dd></dl>`},
		{"table", `<table id="transcript"><tr><td>Anna Vale</td><td>The tide is out.</td></tr><tr><td>Tom Stone</td><td>It is.</td></tr><tr><td>Anna Vale</td><td>We walk.</td></tr></table>`},
		{"preformatted", "<pre class=transcript>ANNA VALE: The tide is out.\nTOM STONE: It is.\nVALE: We walk.</pre>"},
		{"named by class", `<main><div class="row"><span class="speaker-name">Anna Vale</span><span class="timestamp">00:04</span><p>The tide is out.</p></div><div class="row"><span class="speaker-name">Tom Stone</span><p>It is.</p></div><div class="row"><span class="speaker-name">Anna Vale</span><p>We walk.</p></div></main>`},
		{"stations on WordPress", `<div class="entry-content"><p>A word before that nobody says in the story.</p><div class="npr-transcript"><p>ANNA VALE, BYLINE: The tide is out.</p><p>TOM STONE: It is.</p><p>VALE: We walk.</p></div><p>Anna Vale is a reporter.</p></div>`},
		{"tags nested past what the parser takes", strings.Repeat("<div>", 3000) + `<p>ANNA VALE: The tide is out.</p><p>TOM STONE: It is.</p><p>VALE: We walk.</p>`},
		{"whole page after a headline", `<body><h1>Tides</h1><p>By Anna Vale</p><p>ANNA VALE, BYLINE: The tide is out.</p><p>TOM STONE: It is.</p><p>VALE: We walk.</p><aside><p>Give money now.</p></aside></body>`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := render(readPage(t, c.html)); !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func TestAPageWithoutAConversationIsAnArticle(t *testing.T) {
	prose := strings.Repeat("<p>The wall was built in a year that nobody remembers, and it stood until the sea came for it in one night.</p>", 8)
	tr := readPage(t, `<html lang="en-GB"><head><title>The wall | Port Radio</title><meta name="author" content="Anna Vale"></head><body><nav><a href="/">Home</a></nav><div><h1>The wall</h1>`+
		prose+`</div><footer>Terms: none</footer></body></html>`)
	if tr.Title != "The wall" || tr.Language != "en-GB" || tr.Source != "Port Radio" {
		t.Errorf("title %q, language %q, source %q", tr.Title, tr.Language, tr.Source)
	}
	if len(tr.Turns) != 1 || tr.Turns[0].Speaker != "Anna Vale" || strings.Count(tr.Turns[0].Text, "\n\n") != 7 {
		t.Errorf("got %q", render(tr))
	}
}

func TestTheStorysAudioIsFound(t *testing.T) {
	const talk = `<div class="transcript"><p>ANNA VALE: The tide is out.</p><p>TOM STONE: It is.</p></div>`
	live := `<header><button data-stream-url="https://cdn.example/station.mp3">Live</button><audio src="/top.mp3"></audio></header>`
	cases := []struct {
		name, html, want string
		duration         time.Duration
	}{
		{"none but the live stream", live, "", 0},
		{"station player", live + `<div class="ArticlePage-audioPlayer"><ps-stream data-stream-duration="65"><ps-stream-url data-stream-url="/s.mp3"></ps-stream-url></ps-stream></div>`, "https://radio.example/s.mp3", 65 * time.Second},
		{"live stream marked as such", `<main><button data-stream-live="true" data-stream-url="/live.mp3"></button></main>`, "", 0},
		{"address of a stream", `<main><audio src="https://stream.radio.example:8000/port"></audio></main>`, "", 0},
		{"attribute with JSON", `<div data-audio="{&quot;available&quot;:true,&quot;duration&quot;:65,&quot;audioUrl&quot;:&quot;s.mp3&quot;}"></div>`, "https://radio.example/a/s.mp3", 65 * time.Second},
		{"base64 in JSON", `<div data-audio="{&quot;available&quot;:true,&quot;audioUrl&quot;:&quot;aHR0cHM6Ly9jZG4uZXhhbXBsZS9zLm1wMw==&quot;}"></div>`, "https://cdn.example/s.mp3", 0},
		{"for subscribers only", `<div data-audio="{&quot;available&quot;:true,&quot;audioUrl&quot;:&quot;&quot;}"></div>`, "", 0},
		{"stream in JSON", `<div data-audio="{&quot;audioUrl&quot;:&quot;/s.mp3&quot;,&quot;isStreamAudioType&quot;:true}"></div>`, "", 0},
		{"damaged JSON", `<div data-audio="{&quot;audioUrl"></div>`, "", 0},
		{"download link", `<li class="audio-tool-download"><a href="https://cdn.example/s.mp3?dl=1">Download</a></li>`, "https://cdn.example/s.mp3?dl=1", 0},
		{"audio element of WordPress", `<audio><source src="/s.mp3?_=2" type="audio/mpeg"></audio>`, "https://radio.example/s.mp3", 0},
		{"linked data", `<script type="application/ld+json">{"@graph":[{"@type":"PodcastEpisode","audio":{"@type":"AudioObject","contentUrl":"/s.mp3","duration":"PT1M5S"}}]}</script>`, "https://radio.example/s.mp3", 65 * time.Second},
		{"a link", `<p><a href="s.m4a">Hear it</a></p>`, "https://radio.example/a/s.m4a", 0},
		{"for networks", `<meta property="og:audio" content="/s.mp3">`, "https://radio.example/s.mp3", 0},
		{"base element", `<base href="https://cdn.example/x/"><audio src="s.mp3"></audio>`, "https://cdn.example/x/s.mp3", 0},
		{"a script's address", `<audio src="javascript:alert(1)"></audio>`, "", 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			tr := readPage(t, "<html><body>"+c.html+talk+"</body></html>")
			if tr.Audio.URL != c.want || tr.Audio.Duration != c.duration {
				t.Errorf("got %+v, want %q of %v", tr.Audio, c.want, c.duration)
			}
		})
	}
}

func TestAPagesTitleIsItsStorys(t *testing.T) {
	const talk = `<div class="transcript"><p>ANNA VALE: The tide is out.</p><p>TOM STONE: It is.</p></div>`
	cases := []struct{ name, html, want string }{
		{"title with the site after a bar", `<title>The sea took the road | Port Radio</title>`, "The sea took the road"},
		{"title with NPR before", `<title>NPR : The sea took the road</title>`, "The sea took the road"},
		{"a dash inside the title", `<title>The sea - and the road</title>`, "The sea - and the road"},
		{"for networks, with the site", `<meta property="og:site_name" content="Port Radio"><meta property="og:title" content="The sea took the road - Port Radio">`, "The sea took the road"},
		{"shown headline over the one for search", `<title>The sea took the road : NPR</title><meta property="og:title" content="Sea EATS road!"><h1>The sea took the road</h1>`, "The sea took the road"},
		{"the logo is no headline", `<title>The sea took the road</title><h1>Port Radio</h1>`, "The sea took the road"},
		{"linked data", `<script type="application/ld+json">[{"@type":["NewsArticle"],"headline":"The sea took the road"}]</script>`, "The sea took the road"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := readPage(t, c.html+talk).Title; got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestDamagedAndStrangeEncodings(t *testing.T) {
	const want = "Zoë Núñez|Café — “yes”."
	text := "ZOË NÚÑEZ: Café — “yes”.\r\n\r\nTOM: No.\r\n"
	wide := func(order func(uint16) []byte, bom bool) string {
		var b []byte
		if bom {
			b = order(0xfeff)
		}
		for _, u := range utf16.Encode([]rune(text)) {
			b = append(b, order(u)...)
		}
		return string(b)
	}
	little := func(u uint16) []byte { return []byte{byte(u), byte(u >> 8)} }
	big := func(u uint16) []byte { return []byte{byte(u >> 8), byte(u)} }
	windows := strings.NewReplacer("Ë", "\xcb", "Ú", "\xda", "Ñ", "\xd1", "é", "\xe9", "—", "\x97", "“", "\x93", "”", "\x94").Replace(text)
	cases := []struct{ name, data string }{
		{"UTF-8", text},
		{"byte-order mark", "\ufeff" + text},
		{"UTF-16 little-endian", wide(little, true)},
		{"UTF-16 big-endian", wide(big, true)},
		{"UTF-16 without a mark", wide(little, false)},
		{"Windows-1252", windows},
		{"old Mac line ends", strings.ReplaceAll(text, "\r\n", "\r")},
		{"NUL bytes", "\x00\x00" + strings.ReplaceAll(text, "TOM", "T\x00OM")},
		{"invisible characters", strings.ReplaceAll(text, "Café", "C\u200baf\u00adé")},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := render(readText(t, c.data)); len(got) != 2 || got[0] != want || got[1] != "Tom|No." {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestPagesInOtherCharacterSets(t *testing.T) {
	page := func(charset, name string) string {
		return `<html><head><meta charset="` + charset + `"></head><body><div class="transcript"><p>` + name + `: Yes.</p><p>HOST: No.</p></div></body></html>`
	}
	cases := []struct{ name, data, kind, want string }{
		{"declared by the page", page("iso-8859-1", "ZO\xcb VALE"), "", "Zoë Vale"},
		{"declared by the server", page("", "ZO\xcb VALE"), "text/html; charset=windows-1252", "Zoë Vale"},
		{"a declaration that is no longer true", page("iso-8859-1", "ZOË VALE"), "", "Zoë Vale"},
		{"Cyrillic", page("windows-1251", "\xc0\xcd\xcd\xc0 \xc2\xc0\xcb\xc5"), "", "Анна Вале"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			tr, err := transcript.Read(t.Context(), transcript.Input{Type: c.kind, Body: strings.NewReader(c.data)})
			if err != nil {
				t.Fatal(err)
			}
			if got := tr.Turns[0].Speaker; got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestInputsThatCannotBeRead(t *testing.T) {
	cases := []struct {
		name, data string
		want       error
	}{
		{"nothing", "", transcript.ErrEmpty},
		{"spaces", " \n\t\r\n ", transcript.ErrEmpty},
		{"only a byte-order mark", "\ufeff", transcript.ErrEmpty},
		{"an empty page", "<html><body></body></html>", transcript.ErrEmpty},
		{"a page without a story", "<html><body><a href=/>Home</a><p>Sign in</p></body></html>", transcript.ErrNoTranscript},
		{"audio", "ID3\x04\x00\x00\x00", transcript.ErrNotText},
		{"PDF", "%PDF-1.7\n%\xe2\xe3", transcript.ErrNotText},
		{"bytes at random", strings.Repeat("\x01\x02\x03\xff\x05\x06", 1000), transcript.ErrNotText},
		{"subtitles", "WEBVTT\n\n00:00.000 --> 00:01.000\nHello", transcript.ErrTimed},
		{"numbered subtitles", "1\n00:00:00,000 --> 00:00:01,000\nHello", transcript.ErrTimed},
		{"too much", strings.Repeat("rubbish ", 50<<17), transcript.ErrTooLarge},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := transcript.Read(t.Context(), transcript.Input{Name: "story", Body: strings.NewReader(c.data)})
			if !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}

func TestHostileInputsTakeBoundedTime(t *testing.T) {
	const size = 128 << 10 // enough to tell linear from quadratic
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	cases := []struct{ name, data string }{
		{"nested 100,000 deep", "<html>" + strings.Repeat("<div>", 100_000) + "Yes, this is all of it." + strings.Repeat("</div>", 100_000)},
		{"formatting left open", "<html>" + strings.Repeat("<b><i><font color=1>", 100) + strings.Repeat("<p>Yes.", 20_000)},
		{"nothing but tags", "<html>" + fill("<a>")},
		{"opening brackets", "<html>" + fill("<")},
		{"round brackets", fill("(")},
		{"square brackets", fill("[a]")},
		{"colons", fill("A: ")},
		{"a different speaker on each line", func() string {
			var b strings.Builder
			for i := 0; b.Len() < size; i++ {
				b.WriteString("MAN ")
				for n := i; n > 0; n /= 26 {
					b.WriteByte(byte('A' + n%26))
				}
				b.WriteString(": Yes.\n")
			}
			return b.String()
		}()},
		{"one speaker on each line", fill("ANNA: Yes.\n")},
		{"one long line", fill("word ")},
		{"one long word", fill("w")},
		{"line breaks", "Yes" + fill("\n") + "no"},
		{"stars", "# a\n" + fill("*")},
		{"time stamps", fill("0:00\n")},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 60*time.Second)
			defer cancel()
			start := time.Now()
			tr, err := transcript.Read(ctx, transcript.Input{Body: strings.NewReader(c.data)})
			if errors.Is(err, context.DeadlineExceeded) {
				t.Fatal("it took more than a minute")
			}
			n := 0
			for _, turn := range tr.Turns {
				n += len(turn.Words())
			}
			t.Logf("%v, %d turns, %d words, error %v", time.Since(start).Round(time.Millisecond), len(tr.Turns), n, err)
		})
	}
}

func TestReadingStopsWhenItIsCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := transcript.Read(ctx, transcript.Input{Body: strings.NewReader("ANNA: Yes.")})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// checkTranscript holds what is true of everything that is read, whatever it was read from.
func checkTranscript(t *testing.T, tr transcript.Transcript) {
	t.Helper()
	speakers := map[string]bool{"": true}
	for _, s := range tr.Speakers {
		if speakers[s.Name] {
			t.Fatalf("the speaker %q is listed twice, or has no name", s.Name)
		}
		speakers[s.Name] = true
	}
	for i, turn := range tr.Turns {
		if !speakers[turn.Speaker] {
			t.Fatalf("turn %d is by %q, who is not a speaker", i, turn.Speaker)
		}
		if turn.Text == "" || strings.ToValidUTF8(turn.Text, "") != turn.Text || strings.TrimSpace(turn.Text) != turn.Text {
			t.Fatalf("turn %d has the text %q", i, turn.Text)
		}
		checkSpans(t, turn)
	}
	for _, s := range tr.Stamps {
		if s.Turn < 0 || s.Turn >= len(tr.Turns) || s.Offset < 0 || s.Offset > len(tr.Turns[s.Turn].Text) {
			t.Fatalf("the stamp %v is outside the turns", s)
		}
	}
}

func FuzzReadText(f *testing.F) {
	for _, s := range []string{
		"ANNA VALE, BYLINE: One.\n\n[00:01] TOM: (ph) Two.\n\n(BELL)\n\nCopyright © 2014 NPR. All rights reserved.",
		"# T\n\n**A:** x\n\n---\ntitle: y\n", "0:00\na\n0:01\nb", "Mr. X (Y, Z): w\nHost: q", "\xff\xfeA\x00:\x00", "Enlarge this image\nx\nhide caption",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		tr, err := transcript.ReadText(t.Context(), transcript.Input{Body: strings.NewReader(string(data))})
		if err == nil {
			checkTranscript(t, tr)
		}
	})
}

func FuzzReadPage(f *testing.F) {
	for _, s := range []string{
		`<title>A | B</title><div class=transcript><p>ANNA: One.<p>TOM: Two.</div>`, `<cite>A:</cite><time>0:01</time><p>x</p>`,
		`<div data-audio='{"audioUrl":"aHR0cA=="}'></div><dl><dt>A<dd>b</dl><pre>A: b` + "\n" + `C: d</pre>`,
		`<script type="application/ld+json">{"@graph":[{"@type":"Article","author":[{"name":["x"]}]}]}</script><meta charset=utf-16>`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		tr, err := transcript.ReadPage(t.Context(), transcript.Input{URL: "https://a.example/b", Body: strings.NewReader(string(data))})
		if err == nil {
			checkTranscript(t, tr)
		}
	})
}

func BenchmarkReadLargePage(b *testing.B) {
	var page strings.Builder
	page.WriteString(`<html lang="en"><head><title>Long | Port Radio</title></head><body><div class="transcript">`)
	for range 1000 {
		page.WriteString("<p>ANNA VALE, BYLINE: The tide is out, and the U.N. says so. (LAUGHTER) We walk to Mr. Stone.</p><p>TOM STONE: It is, it was, and it will be again.</p>")
	}
	page.WriteString("</div></body></html>")
	b.SetBytes(int64(page.Len()))
	for b.Loop() {
		tr, err := transcript.ReadPage(b.Context(), transcript.Input{Body: strings.NewReader(page.String())})
		if err != nil || len(tr.Turns) != 2000 {
			b.Fatal(len(tr.Turns), err)
		}
	}
}

func BenchmarkWordsAndSentences(b *testing.B) {
	turn := transcript.Turn{Text: strings.Repeat("The tide is out, and the U.N. says so. (LAUGHTER) We walk to Mr. Stone. ", 2000)}
	for b.Loop() {
		if len(turn.Words()) == 0 || len(turn.Sentences()) == 0 {
			b.Fatal("nothing found")
		}
	}
}
