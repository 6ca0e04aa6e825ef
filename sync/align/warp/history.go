package warp

// An arrival is having heard a word: from when to when, and after which arrival.
type arrival struct {
	from       int32 // −1 for the beginning
	word       int32 // −1 for the beginning
	start, end int32
	score      float32 // of the frames in it
}

type history []arrival

func (h *history) add(a arrival) int32 {
	*h = append(*h, a)
	return int32(len(*h) - 1)
}

// prune drops all arrivals that no way goes through any more.
func (h *history) prune(each func(func(*int32))) {
	old := *h
	number := make([]int32, len(old))
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

// settle finds the latest arrival that all ways go through, hands over what led to it and makes it the first.
func (h *history) settle(each func(func(*int32))) []arrival {
	all := *h
	branches := make([]int32, len(all))
	only := make([]int32, len(all))
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
	rest := all[first:]
	rest[0].from = -1
	for i := range rest[1:] {
		rest[i+1].from -= first
	}
	*h = all[:copy(all, rest)]
	each(func(n *int32) { *n -= first })
	return path
}

// path is what led to an arrival, without the first of all.
func (h history) path(last int32) (out []arrival) {
	for i := last; i >= 0 && h[i].from >= 0; i = h[i].from {
		out = append(out, h[i])
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return out
}
