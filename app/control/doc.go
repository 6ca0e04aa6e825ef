// Package control holds the controls that every screen of Alongside shares: a [Button] whose focus can be seen, the drawn
// [Icon]s, a [Row] of buttons that folds as the text grows or the window shrinks, the [MenuBar] and the open [Menu], a
// [List] of any length to choose from, a [Panel] that lies over the window, and a [Notice] that says things.
//
// A control keeps Enter for itself and hands every key it has no use for to the window, so that Space plays and pauses
// wherever the focus is. A menu keeps all keys but those with Ctrl or Alt.
//
// Each says what it means to those who cannot see it, by package access. What is only drawn, as the frame of a field or the
// sign beside a message, means nothing; a [Heading], a [Problem] and a [Group] are there for what their words or their
// place alone would tell only the eye.
package control
