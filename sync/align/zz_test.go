package align_test

import (
	"fmt"
	"os"
	"testing"

	"alongside/sync/align"
)

func TestZZ(t *testing.T) {
	set := os.Getenv("SET")
	story := story(t, set)
	a := aligner(t)
	got, err := a.AlignBySynthesis(t.Context(), samples(sound(t, set)), story, align.Options{})
	fmt.Println(err)
	for i, turn := range got.Turns {
		fmt.Printf("turn %d %.2f-%.2f %.2f\n", i, turn.Start.Seconds(), turn.End.Seconds(), turn.Confidence)
		w := story.Turns[i].Words()
		for k, x := range turn.Words {
			if k < 7 {
				fmt.Printf("    %s %.2f-%.2f %.2f\n", w[k].In(story.Turns[i].Text), x.Start.Seconds(), x.End.Seconds(), x.Confidence)
			}
		}
	}
}
