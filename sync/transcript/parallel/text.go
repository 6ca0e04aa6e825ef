package parallel

import (
	"strings"

	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// leastSure is how sure a time has to be to pair by it; 0 is one that was never judged, as in timed text.
const leastSure = 0.5

// Whole gives a transcript's turns with their times, as far as these are known and not only estimated.
func Whole(t transcript.Transcript, times timing.Alignment) []Turn {
	turns := make([]Turn, len(t.Turns))
	for i, turn := range t.Turns {
		turns[i].Turn = turn
		if i < len(times.Turns) && isSure(times.Turns[i].Timing) {
			turns[i].Start, turns[i].End = times.Turns[i].Start, times.Turns[i].End
		}
	}
	return turns
}

func isSure(t timing.Timing) bool {
	return t.Known() && (t.Confidence == 0 || t.Confidence >= leastSure)
}

// Cut gives a transcript's turns, cut into sentences where it is known when each of them is said: timed text often has
// nothing that divides it into the turns of the story.
func Cut(t transcript.Transcript, times timing.Alignment) (turns []Turn) {
	for i, whole := range Whole(t, times) {
		if i >= len(times.Turns) || !whole.Known() {
			turns = append(turns, whole)
			continue
		}
		turns = append(turns, sentencesOf(whole, times.Turns[i].Sentences)...)
	}
	return turns
}

// sentencesOf cuts a turn into its sentences. One without a time of its own stays with the one before.
func sentencesOf(whole Turn, times []timing.Timing) (turns []Turn) {
	sentences := whole.Sentences()
	if len(sentences) < 2 || len(times) != len(sentences) {
		return []Turn{whole}
	}
	begins := 0
	for i := range sentences {
		ends := i+1 == len(sentences) || times[i+1].Known()
		if !ends {
			continue
		}
		from, to := sentences[begins].Start, len(whole.Text)
		if i+1 < len(sentences) {
			to = sentences[i+1].Start
		}
		if begins == 0 {
			from = 0
		}
		part := whole
		part.Text = strings.TrimSpace(whole.Text[from:to])
		part.Start, part.End = times[begins].Start, max(times[i].End, times[begins].End)
		part.Joined = begins > 0 && !strings.HasSuffix(whole.Text[:from], "\n\n")
		turns = append(turns, part)
		begins = i + 1
	}
	return turns
}

// Text is what some turns say, as one text with a paragraph for each of them. Where there are several, it says who speaks.
func Text(turns []Turn) string {
	var b strings.Builder
	several := false
	for _, t := range turns[min(1, len(turns)):] {
		several = several || !t.Joined && t.Speaker != turns[0].Speaker
	}
	for i, t := range turns {
		switch {
		case i > 0 && t.Joined:
			b.WriteString(" ")
		case i > 0:
			b.WriteString("\n\n")
		}
		if several && t.Speaker != "" && (i == 0 || t.Speaker != turns[i-1].Speaker) {
			b.WriteString(t.Speaker + ": ")
		}
		b.WriteString(strings.TrimSpace(t.Text))
	}
	return b.String()
}
