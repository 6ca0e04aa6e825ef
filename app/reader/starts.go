package reader

// CaretPlace is where the reader has put the caret in a turn's own words: before the letter at a byte of its text. It reports
// false while the caret goes with what is heard, and where it stands in a title.
func (v *View) CaretPlace() (turn, at int, put bool) {
	c := v.caret
	if !c.own || c.place == nowhere || c.title != ownText || c.turn < 0 {
		return 0, 0, false
	}
	return c.turn, c.at, true
}
