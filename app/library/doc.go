// Package library is the screen that lists the stories one has saved: what they are called, where they are from, how far
// one has read. Stories are found, opened, added and removed here.
//
// Its words: an [Item] is a story as a card on the list says it; a [Hit] is a story that a search found, with the stretch
// of it that answers. The [Screen] shows one list or the other and asks for everything else through [Actions]. The
// [AddPanel] is the form for adding a story.
//
// The list makes objects only for the cards in sight, so ten thousand stories cost no more than ten. What stands where on
// a card is a plan: reckoned from the widths of words, which are measured once, for a width and a size of text.
package library
