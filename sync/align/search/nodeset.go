package search

import (
	"iter"
	"math/bits"
)

// nodeSet is a set of nodes, a bit for each.
type nodeSet []uint64

func newNodeSet(nodes int) nodeSet { return make(nodeSet, (nodes+63)/64) }

func (s nodeSet) add(n int32) { s[n/64] |= 1 << (n % 64) }

// all goes through the nodes in order, including those that are added ahead while it does.
func (s nodeSet) all() iter.Seq[int32] {
	return func(yield func(int32) bool) {
		for i := range s {
			for seen := uint64(0); s[i]&^seen != 0; {
				bit := bits.TrailingZeros64(s[i] &^ seen)
				seen |= 1 << bit
				if !yield(int32(i*64 + bit)) {
					return
				}
			}
		}
	}
}
