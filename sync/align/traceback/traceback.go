// Package traceback keeps the pasts of a search that follows many ways at once.
//
// Its words: an *arrival* is a step that some way has taken, after an earlier one: what it was is for the search to say. All
// arrivals are a tree, whose *root* is where all ways come from. Arrivals that no way goes through any more are *pruned*. Where
// all that is still alive agrees on the past, that past is *settled*: it is handed out and forgotten, so that memory does
// not grow with the length of the sound.
//
// Source: Spohrer, Brown, Hochschild and Baker, "Partial Traceback in Continuous Speech Recognition", IEEE Conf. Cybernetics
// and Society 1980.
package traceback

import "slices"

// Root is what the root comes from.
const Root = -1

// A Tree is the arrivals of a search, each of which is a T. The zero Tree has none; the first that is added is the root.
type Tree[T any] []arrival[T]

type arrival[T any] struct {
	from int32 // the number of the arrival before; Root for the root
	what T
}

// Each calls a function for every number of an arrival that the search still goes on from, with the place where the number
// is kept.
type Each func(visit func(number *int32))

// Add adds what comes after the arrival of that number and gives its own number, which is good until the next Prune or Settle
// and kept up to date by them.
func (t *Tree[T]) Add(from int32, what T) int32 {
	*t = append(*t, arrival[T]{from, what})
	return int32(len(*t) - 1)
}

// Root is the arrival that all ways go through.
func (t Tree[T]) Root() T { return t[0].what }

// Prune drops all arrivals that no way goes through any more.
func (t *Tree[T]) Prune(each Each) {
	old := *t
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
	*t = old[:kept]
	each(func(n *int32) { *n = number[*n] })
}

// Settle finds the latest arrival that all ways go through, hands over what led to it, from the old root on, both included,
// and makes it the root. It gives nil if that is the root already. It is to be called after Prune.
func (t *Tree[T]) Settle(each Each) []T {
	all := *t
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
	path := t.Path(first)
	rest := all[first:] // whatever is kept before it leads to it and nowhere else
	rest[0].from = Root
	for i := range rest[1:] {
		rest[i+1].from -= first
	}
	*t = all[:copy(all, rest)]
	each(func(n *int32) { *n -= first })
	return path
}

// Path gives the arrivals from the root to that of a number, both included.
func (t Tree[T]) Path(number int32) (out []T) {
	for n := number; n >= 0; n = t[n].from {
		out = append(out, t[n].what)
	}
	slices.Reverse(out)
	return out
}
