package parallel

import "alongside/sync/transcript"

// spokenIn are the turns of a text that the other one may have as well: one that has no sounds at all, or no notes, has left
// them out.
func spokenIn(turns, other []Turn) (kept []int) {
	has := map[transcript.Kind]bool{transcript.Speech: true}
	for _, t := range other {
		has[t.Kind] = true
	}
	for i, t := range turns {
		if has[t.Kind] {
			kept = append(kept, i)
		}
	}
	return kept
}

func chosen(turns []Turn, which []int) []Turn {
	some := make([]Turn, len(which))
	for i, n := range which {
		some[i] = turns[n]
	}
	return some
}

// withUnspoken puts turns that were left out back between those that were paired: a turn of the first text stands alone, unless it is
// within a group; one of the second goes with those before it.
func withUnspoken(groups []Group, first, second []int, allFirst, allSecond int) (all []Group) {
	at := Group{}
	alone := func(up int) {
		for ; at.First.To < up; at.First.To++ {
			all = append(all, Group{Run{at.First.To, at.First.To + 1}, Run{at.Second.To, at.Second.To}})
		}
	}
	for n, g := range groups {
		alone(first[g.First.From])
		to := at.Second.To
		switch {
		case n == len(groups)-1 || g.Second.To == len(second) && g.Second.Len() > 0:
			to = allSecond
		case g.Second.Len() > 0:
			to = second[g.Second.To]
		}
		at = Group{Run{at.First.To, first[g.First.To-1] + 1}, Run{at.Second.To, to}}
		all = append(all, at)
	}
	alone(allFirst)
	return all
}
