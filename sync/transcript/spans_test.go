package transcript_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"alongside/sync/transcript"
)

func in(text string, spans []transcript.Span) []string {
	var out []string
	for _, s := range spans {
		out = append(out, s.In(text))
	}
	return out
}

func TestSentencesEndWhereASpeakerWouldStop(t *testing.T) {
	cases := []struct {
		name, text string
		want       []string
	}{
		{"plain", "It rained. We stayed in.", []string{"It rained.", "We stayed in."}},
		{"dotted abbreviation inside a name", "The U.N. Security Council met.", []string{"The U.N. Security Council met."}},
		{"dotted abbreviation at the end", "He left the U.N. He slept.", []string{"He left the U.N.", "He slept."}},
		{"title", "Mr. Vale met Dr. Oduya. They ate.", []string{"Mr. Vale met Dr. Oduya.", "They ate."}},
		{"initials", "J. R. Vale and Ann B. Stone sang.", []string{"J. R. Vale and Ann B. Stone sang."}},
		{"a letter that is a word", "So do I. The rest left.", []string{"So do I.", "The rest left."}},
		{"suffix", "Tom Vale Jr. Sings. He is good.", []string{"Tom Vale Jr. Sings.", "He is good."}},
		{"month before a number", "On Nov. 18 it closed.", []string{"On Nov. 18 it closed."}},
		{"the word no", "I said no. No. 4 won.", []string{"I said no.", "No. 4 won."}},
		{"year before a number", "It was 2014. 20 people came.", []string{"It was 2014.", "20 people came."}},
		{"decimal", "It rose 2.5 percent. Fine.", []string{"It rose 2.5 percent.", "Fine."}},
		{"clock and weekday", "Come at 5 p.m. Tuesday. Bring bread.", []string{"Come at 5 p.m. Tuesday.", "Bring bread."}},
		{"clock at the end", "We came at 5 p.m. Mother waited.", []string{"We came at 5 p.m.", "Mother waited."}},
		{"quoted sentence", "She said \"Stop.\" Then she left.", []string{"She said \"Stop.\"", "Then she left."}},
		{"quoted question goes on", "“Why now?” she asked. Nobody knew.", []string{"“Why now?” she asked.", "Nobody knew."}},
		{"address with a question mark", "See example.org/?Page now.", []string{"See example.org/?Page now."}},
		{"line break within a sentence", "It was a\nlong day. We slept.", []string{"It was a\nlong day.", "We slept."}},
		{"paragraphs without periods", "A list\n\nand its end", []string{"A list", "and its end"}},
		{"mark between sentences", "We won. (LAUGHTER) Then we lost.", []string{"We won. (LAUGHTER)", "Then we lost."}},
		{"mark as a paragraph", "We won.\n\n(APPLAUSE)\n\nThank you.", []string{"We won.", "Thank you."}},
		{"sentence inside a mark", "We won. (SOUNDBITE OF FILM. THE END) Good.", []string{"We won. (SOUNDBITE OF FILM. THE END)", "Good."}},
		{"Chinese", "我们走吧。他走了。", []string{"我们走吧。", "他走了。"}},
		{"Hindi", "वह गया। मैं रहा।", []string{"वह गया।", "मैं रहा।"}},
		{"Arabic", "هل ذهب؟ نعم.", []string{"هل ذهب؟", "نعم."}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			turn := transcript.Turn{Text: c.text}
			if got := in(c.text, turn.Sentences()); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestWordsAreWhatIsSpoken(t *testing.T) {
	cases := []struct {
		name, text, want string
	}{
		{"punctuation", "Well, yes; \"really\" (he said): no!", "Well|yes|really|he|said|no"},
		{"symbols read aloud", "$5.50 or 50%, C++ & AT&T #1", "$5.50|or|50%|C++|&|AT&T|#1"},
		{"periods that belong to words", "Mr. J. Vale of the U.N.", "Mr.|J.|Vale|of|the|U.N."},
		{"a letter that ends the sentence", "So do I.", "So|do|I"},
		{"hyphen inside, dash between", "Param-Preet - well—yes–no--maybe", "Param-Preet|well|yes|no|maybe"},
		{"ellipsis between words", "well...no…yes", "well|no|yes"},
		{"shortened words", "Get 'em in the '90s 'til 'now'", "Get|'em|in|the|'90s|'til|now"},
		{"signs of numbers", "-5 and .5", "-5|and|.5"},
		{"apostrophes", "It's the dogs’ don’t", "It's|the|dogs|don’t"},
		{"marks", "We went (LAUGHTER) to Shin (ph) and [inaudible] home.", "We|went|to|Shin|and|home"},
		{"spoken parentheses", "The law (which passed) stands.", "The|law|which|passed|stands"},
		{"an acronym in parentheses", "The Congress (ANC) met.", "The|Congress|ANC|met"},
		{"combining accents", "cafe\u0301, nai\u0308ve", "cafe\u0301|nai\u0308ve"},
		{"Chinese", "我们走。", "我|们|走"},
		{"Korean", "오늘은 좋다.", "오늘은|좋다"},
		{"nothing spoken", "— … \"\" -", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			turn := transcript.Turn{Text: c.text}
			if got := strings.Join(in(c.text, turn.Words()), "|"); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestSoundsAndNotesHaveNoWords(t *testing.T) {
	for _, kind := range []transcript.Kind{transcript.Sound, transcript.Note} {
		turn := transcript.Turn{Kind: kind, Text: "(Foreign language spoken)."}
		if got := turn.Words(); len(got) != 0 {
			t.Errorf("a %v has the words %q", kind, in(turn.Text, got))
		}
	}
}

func TestMarksAreSoundsAndEditorsSigns(t *testing.T) {
	cases := []struct {
		name, text string
		want       []string
	}{
		{"sound", "Yes. (SOUNDBITE OF MUSIC)", []string{"(SOUNDBITE OF MUSIC)"}},
		{"quotes and brackets inside", `(SOUNDBITE OF SONG, "TIDE (LIVE)") Go.`, []string{`(SOUNDBITE OF SONG, "TIDE (LIVE)")`}},
		{"interpreter", "(Through interpreter) We want bread.", []string{"(Through interpreter)"}},
		{"language", "(Speaking Korean) Yes. (Non-English language spoken)", []string{"(Speaking Korean)", "(Non-English language spoken)"}},
		{"phonetic and sic", "Shin (ph) said [sic] so.", []string{"(ph)", "[sic]"}},
		{"part played", "(As the captain) Land!", []string{"(As the captain)"}},
		{"correction", "It was two. [POST-BROADCAST CORRECTION: It was three.]", []string{"[POST-BROADCAST CORRECTION: It was three.]"}},
		{"spoken aside", "The law (which he wrote) stands.", nil},
		{"spoken aside with -ing", "All (including me) left.", nil},
		{"never closed", "He (LAUGHTER left. [so it goes", nil},
		{"not over a blank line", "He [left.\n\nShe] stayed.", nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			turn := transcript.Turn{Text: c.text}
			if got := in(c.text, turn.Marks()); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// checkSpans holds what is true of the spans of every turn, whatever its text.
func checkSpans(t *testing.T, turn transcript.Turn) {
	t.Helper()
	inOrder := func(name string, spans []transcript.Span) {
		end := 0
		for _, s := range spans {
			if s.Start < end || s.End <= s.Start || s.End > len(turn.Text) {
				t.Fatalf("%s %v out of place after %d in %q", name, s, end, turn.Text)
			}
			end = s.End
			if utf8.ValidString(turn.Text) && !utf8.ValidString(s.In(turn.Text)) {
				t.Fatalf("%s %v cuts a character of %q", name, s, turn.Text)
			}
		}
	}
	sentences, words, marks := turn.Sentences(), turn.Words(), turn.Marks()
	inOrder("sentence", sentences)
	inOrder("word", words)
	inOrder("mark", marks)
	n := 0
	for _, s := range sentences {
		before := n
		for n < len(words) && words[n].Start >= s.Start && words[n].End <= s.End {
			n++
		}
		if len(words) > 0 && n == before {
			t.Fatalf("the sentence %q has no word", s.In(turn.Text))
		}
	}
	if n != len(words) {
		t.Fatalf("the word %v of %q is in no sentence", words[n], turn.Text)
	}
}

func FuzzSpans(f *testing.F) {
	for _, s := range []string{
		"Mr. J. R. Vale Jr. said \"No. 4?\" (LAUGHTER) So do I.", "我们走吧。他说", "a\n\n(ph)\n\nb… --c", "'em -5 .5 ... (",
		"\xff. \xfe(A B)\xfd", "2014. 20", "[\n\n]x",
	} {
		f.Add(s, 0)
	}
	f.Fuzz(func(t *testing.T, text string, kind int) {
		checkSpans(t, transcript.Turn{Text: text, Kind: transcript.Kind(kind & 3)})
	})
}

// In time that grows with the square of the run these would take the better part of an hour.
func TestLongRunsOfSignsAreReadInLinearTime(t *testing.T) {
	for _, sign := range []string{"(", " ", "\"", "\u00a0", "\xff"} {
		text := "It was late. " + strings.Repeat(sign, 1_000_000) + " We went home."
		words := transcript.Turn{Text: text}.Words()
		if n := len(words); n < 6 {
			t.Errorf("%q: %d words, want all six", sign, n)
		}
	}
}
