// Package control holds the controls that every screen of Alongside shares: a [Button] whose focus can be seen, the drawn
// [Icon]s, a [Row] of buttons that folds as the text grows or the window shrinks, the [MenuBar] and the open [Menu], and a
// [List] of any length to choose from.
//
// A control keeps Enter for itself and hands every key it has no use for to the window, so that Space plays and pauses
// wherever the focus is. A menu keeps all keys but those with Ctrl or Alt.
package control
