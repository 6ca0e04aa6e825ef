package search

// What lies between two arrivals, if not an arc.
const (
	silent  = -1
	garbage = -2
	limbo   = -3
)

// An arrival is having got to a node: when, and by what (an arc or one of the above).
type arrival struct {
	frame int32
	by    int32
	score float64
}
