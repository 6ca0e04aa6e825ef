package finding

import (
	"slices"
	"testing"
	"time"

	"alongside/sync/timing"
	"alongside/sync/transcript"
)

func TestSpeakersHaveTheirTurnsTimeAndShare(t *testing.T) {
	s := harbor()
	cases := []struct {
		name   string
		length time.Duration
		want   []Speaker
	}{
		{"of a story of ten minutes", 10 * time.Minute, []Speaker{
			{Name: "Nora Field", Role: "host", Turns: []int{0, 3}, Time: 2 * time.Minute, Share: 0.2},
			{Name: "Tom Alder", Role: "byline", Turns: []int{1}, Time: time.Minute, Share: 0.1},
			{Name: "Renée Tomás", Turns: []int{4}, Untimed: 1},
		}},
		{"of what is spoken, where the length is not known", 0, []Speaker{
			{Name: "Nora Field", Role: "host", Turns: []int{0, 3}, Time: 2 * time.Minute, Share: 2.0 / 3},
			{Name: "Tom Alder", Role: "byline", Turns: []int{1}, Time: time.Minute, Share: 1.0 / 3},
			{Name: "Renée Tomás", Turns: []int{4}, Untimed: 1},
		}},
		{"of a story shorter than its times", time.Minute, []Speaker{
			{Name: "Nora Field", Role: "host", Turns: []int{0, 3}, Time: 2 * time.Minute, Share: 1},
			{Name: "Tom Alder", Role: "byline", Turns: []int{1}, Time: time.Minute, Share: 1},
			{Name: "Renée Tomás", Turns: []int{4}, Untimed: 1},
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := Speakers(s.Transcript, s.Alignment, c.length)
			if !slices.EqualFunc(got, c.want, same) {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}

func same(a, b Speaker) bool {
	return a.Name == b.Name && a.Role == b.Role && slices.Equal(a.Turns, b.Turns) && a.Time == b.Time && a.Untimed == b.Untimed && a.Share == b.Share
}

func TestWithoutTimesNobodyHasAShare(t *testing.T) {
	for _, speaker := range Speakers(harbor().Transcript, timing.Alignment{}, time.Hour) {
		if speaker.Share != 0 || speaker.Time != 0 || speaker.Untimed != len(speaker.Turns) {
			t.Errorf("%+v", speaker)
		}
	}
	if got := Speakers(transcript.Transcript{}, timing.Alignment{}, 0); len(got) != 0 {
		t.Errorf("an empty story has the speakers %+v", got)
	}
}

func TestTheTurnBesideAnother(t *testing.T) {
	turns := []int{2, 5, 9}
	cases := []struct {
		from, by, want int
		ok             bool
	}{
		{0, 1, 2, true},
		{2, 1, 5, true},
		{6, 1, 9, true},
		{9, 1, 0, false},
		{9, -1, 5, true},
		{5, -1, 2, true},
		{2, -1, 0, false},
		{12, -1, 9, true},
	}
	for _, c := range cases {
		if got, ok := Beside(turns, c.from, c.by); got != c.want || ok != c.ok {
			t.Errorf("from turn %d by %d: %d, %v; want %d, %v", c.from, c.by, got, ok, c.want, c.ok)
		}
	}
}
