// Package web gets what a story needs from the network: its page, the page of its transcript, its sound, its picture, and
// feeds. It takes the internet as hostile until parsed: whatever a server does, a fetch ends within bounds of time, memory
// and disk, with what was asked for or with one sentence that says why not and what to do.
//
// Its words: a [Client] does one story's fetches, beginning at the address that a person named. A [Page] is small and is
// kept in memory; a [File] is large and goes to disk, and a download that was broken off is gone on with, even by another
// run of the program. [Limits] bound both. What goes wrong is a [FetchError].
//
// A site's no is taken for a no. It is asked by the program's own name, with nothing disguised, and asked again only where
// it says when, and soon, or where it broke off.
//
// What comes from the internet may not lead to this machine or the network it is in ([ErrPrivate]): not by a redirect, and
// not by the addresses that a page names for its sound, its transcript or its picture. What a person has on a machine of
// their own is read when they name it.
package web
