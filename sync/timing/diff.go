package timing

import (
	"slices"
)

// Bounds of the work and memory that a hopeless stretch may cost. Stretches of a real story, between words that occur only
// once, are a few hundred words long.
const (
	tableCells = 1 << 18 // up to here a table of lengths is kept whole
	rowCells   = 1 << 26 // up to here two rows at a time; beyond, the stretch counts as different
	deepest    = 64
)

// matchUnits finds which elements of a and b are the same, in order: for each of a the index in b, or -1. It is a diff by
// anchors (Bram Cohen's patience diff): runs of words that occur once in both texts divide them, and what lies in between is
// divided again, until it is short enough for the longest common subsequence (Hirschberg's where space is short). That takes
// time in proportion to the length of any text that has enough words of its own.
func matchUnits(a, b []int32) []int32 {
	d := differ{a: a, b: b, match: make([]int32, len(a))}
	for i := range d.match {
		d.match[i] = -1
	}
	d.solve(0, len(a), 0, len(b), 0)
	return d.match
}

type differ struct {
	a, b  []int32
	match []int32
}

func (d *differ) solve(a0, a1, b0, b1, depth int) {
	for a0 < a1 && b0 < b1 && d.a[a0] == d.b[b0] {
		d.match[a0] = int32(b0)
		a0, b0 = a0+1, b0+1
	}
	for a0 < a1 && b0 < b1 && d.a[a1-1] == d.b[b1-1] {
		a1, b1 = a1-1, b1-1
		d.match[a1] = int32(b1)
	}
	n, m := a1-a0, b1-b0
	switch {
	case n == 0 || m == 0:
		return
	case n <= tableCells/m:
		d.table(a0, a1, b0, b1)
		return
	}
	if depth < deepest {
		for _, length := range []int{8, 4, 2, 1} {
			if anchors := d.anchors(a0, a1, b0, b1, length); len(anchors) > 0 {
				d.between(anchors, a0, a1, b0, b1, depth)
				return
			}
		}
	}
	if n <= rowCells/m {
		d.halve(a0, a1, b0, b1)
	}
}

// An anchor is an index in a and the one in b that it surely belongs to.
type anchor struct{ a, b int }

// between solves the stretches before, between and after the anchors.
func (d *differ) between(anchors []anchor, a0, a1, b0, b1, depth int) {
	for _, at := range anchors {
		if at.a < a0 || at.b < b0 {
			continue // within what the one before has matched
		}
		d.solve(a0, at.a, b0, at.b, depth+1)
		a0, b0 = at.a, at.b
		for a0 < a1 && b0 < b1 && d.a[a0] == d.b[b0] {
			d.match[a0] = int32(b0)
			a0, b0 = a0+1, b0+1
		}
	}
	d.solve(a0, a1, b0, b1, depth+1)
}

// anchors are the runs of the given length that occur once in each stretch, as far as their order is the same.
func (d *differ) anchors(a0, a1, b0, b1, length int) []anchor {
	type place struct{ a, b int } // -1: not seen, -2: seen more than once
	places := make(map[uint64]place, a1-a0)
	for i := a0; i+length <= a1; i++ {
		h := hash(d.a[i : i+length])
		if _, seen := places[h]; seen {
			places[h] = place{-2, -1}
		} else {
			places[h] = place{i, -1}
		}
	}
	for j := b0; j+length <= b1; j++ {
		h := hash(d.b[j : j+length])
		p, ok := places[h]
		switch {
		case !ok || p.a == -2:
			continue
		case p.b == -1:
			p.b = j
		default:
			p.b = -2
		}
		places[h] = p
	}
	var found []anchor
	for _, p := range places {
		if p.a >= 0 && p.b >= 0 && slices.Equal(d.a[p.a:p.a+length], d.b[p.b:p.b+length]) {
			found = append(found, anchor(p))
		}
	}
	slices.SortFunc(found, func(x, y anchor) int { return x.a - y.a })
	return rising(found)
}

// hash is FNV-1a over the numbers of the units.
func hash(units []int32) uint64 {
	h := uint64(14695981039346656037)
	for _, u := range units {
		h = (h ^ uint64(uint32(u))) * 1099511628211
		h ^= h >> 29
	}
	return h
}

// rising is the longest row of anchors that rise in b, too (patience sorting).
func rising(all []anchor) []anchor {
	var tops []int // for each length, the anchor that ends such a row lowest
	before := make([]int, len(all))
	for i, at := range all {
		k, _ := slices.BinarySearchFunc(tops, at.b, func(top, b int) int { return all[top].b - b })
		before[i] = -1
		if k > 0 {
			before[i] = tops[k-1]
		}
		if k == len(tops) {
			tops = append(tops, i)
		} else {
			tops[k] = i
		}
	}
	row := make([]anchor, len(tops))
	if len(tops) == 0 {
		return nil
	}
	for i, k := tops[len(tops)-1], len(tops)-1; k >= 0; k-- {
		row[k], i = all[i], before[i]
	}
	return row
}

// table finds the longest common subsequence with a table of all lengths.
func (d *differ) table(a0, a1, b0, b1 int) {
	n, m := a1-a0, b1-b0
	width := m + 1
	lengths := make([]int32, (n+1)*width)
	for i := n - 1; i >= 0; i-- {
		for j := m - 1; j >= 0; j-- {
			if d.a[a0+i] == d.b[b0+j] {
				lengths[i*width+j] = lengths[(i+1)*width+j+1] + 1
			} else {
				lengths[i*width+j] = max(lengths[(i+1)*width+j], lengths[i*width+j+1])
			}
		}
	}
	for i, j := 0, 0; i < n && j < m; {
		switch {
		case d.a[a0+i] == d.b[b0+j]:
			d.match[a0+i] = int32(b0 + j)
			i, j = i+1, j+1
		case lengths[(i+1)*width+j] >= lengths[i*width+j+1]:
			i++
		default:
			j++
		}
	}
}

// halve divides a in the middle and b where the two halves have most in common (Hirschberg 1975).
func (d *differ) halve(a0, a1, b0, b1 int) {
	n, m := a1-a0, b1-b0
	switch {
	case n == 0 || m == 0:
		return
	case n <= tableCells/m || n == 1:
		d.table(a0, a1, b0, b1)
		return
	}
	middle := a0 + n/2
	front := make([]int32, m+1)
	for i := a0; i < middle; i++ {
		diagonal := int32(0)
		for j := range m {
			above := front[j+1]
			if d.a[i] == d.b[b0+j] {
				front[j+1] = diagonal + 1
			} else {
				front[j+1] = max(above, front[j])
			}
			diagonal = above
		}
	}
	back := make([]int32, m+1)
	for i := a1 - 1; i >= middle; i-- {
		diagonal := int32(0)
		for j := m - 1; j >= 0; j-- {
			below := back[j]
			if d.a[i] == d.b[b0+j] {
				back[j] = diagonal + 1
			} else {
				back[j] = max(below, back[j+1])
			}
			diagonal = below
		}
	}
	best := 0
	for j := range m + 1 {
		if front[j]+back[j] > front[best]+back[best] {
			best = j
		}
	}
	d.halve(a0, middle, b0, b0+best)
	d.halve(middle, a1, b0+best, b1)
}
