package search

import "slices"

// What lies between two arrivals, if not an arc.
const (
	silent  = -1
	garbage = -2
	limbo   = -3
)

// An arrival is having got to a node: when, by what (an arc or one of the above) and from which earlier arrival.
type arrival struct {
	from  int32 // −1 for the beginning
	frame int32
	by    int32
	score float64
}

// history is the tree of arrivals. Its first is where all ways come from.
type history []arrival

func (h *history) add(a arrival) int32 {
	*h = append(*h, a)
	return int32(len(*h) - 1)
}

// prune drops all arrivals that no way goes through any more. each calls its argument with the place of every number of an
// arrival that is still in use; prune keeps them up to date.
func (h *history) prune(each func(func(*int32))) {
	old := *h
	number := make([]int32, len(old)) // first: 1 if kept; then: the new number
	each(func(n *int32) {
		for i := *n; i >= 0 && number[i] == 0; i = old[i].from {
			number[i] = 1
		}
	})
	kept := int32(0)
	for i, a := range old {
		if number[i] == 0 {
			continue
		}
		if a.from >= 0 {
			a.from = number[a.from]
		}
		old[kept] = a
		number[i] = kept
		kept++
	}
	*h = old[:kept]
	each(func(n *int32) { *n = number[*n] })
}

// settle finds the latest arrival that all ways go through, hands over what led to it and makes it the first. To be called
// after prune.
func (h *history) settle(each func(func(*int32))) []arrival {
	all := *h
	branches := make([]int32, len(all))
	only := make([]int32, len(all)) // the latest that came from each
	for i, a := range all {
		if a.from >= 0 {
			branches[a.from]++
			only[a.from] = int32(i)
		}
	}
	each(func(n *int32) { branches[*n] += 2 })
	first := int32(0)
	for branches[first] == 1 {
		first = only[first]
	}
	if first == 0 {
		return nil
	}
	path := h.path(first)
	rest := all[first:] // whatever is kept before it leads to it and nowhere else
	rest[0].from = -1
	for i := range rest[1:] {
		rest[i+1].from -= first
	}
	*h = all[:copy(all, rest)]
	each(func(n *int32) { *n -= first })
	return path
}

// path gives the arrivals from the first to n, both included.
func (h history) path(n int32) (out []arrival) {
	for ; n >= 0; n = h[n].from {
		out = append(out, h[n])
	}
	slices.Reverse(out)
	return out
}
