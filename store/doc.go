// Package store keeps the stories: their transcripts, alignments, audio and the places one has got to, in a library on
// disk, and finds them again.
//
// Its words: a [Library] is a folder with one SQLite file in it and a folder of media files beside that. A [Draft] is a
// story that is to be saved; a [Story] is one that is. A [Summary] is what a list shows of a story, without its
// transcript. A place is the position in the audio the reader has got to. A story that was removed can be restored until
// it is purged. A [Mark] is what the reader has put on some words of a story: a bookmark, a highlight, a note, or a word to
// learn; it is found again by its words where the story was read anew. A [Mending] is
// what the reader has put right of the times by saying when something starts, with the times before. A [Feed] is a list of stories that somebody publishes
// and one has subscribed to; an [Episode] is one of them, saved or not.
//
// # What holds, whatever happens
//
// A save is one transaction: a story is in the library whole, or not at all, or as it was before. The media folder changes
// only while the database's write lock is held, and a media file gets its name only when all of it is on the disk; so a
// file in the folder that no story names is left over from a save that was killed, and is deleted when the library is
// next opened.
//
// Two programs may have one library open at a time.
//
// # Looking after it
//
// [Library.Usage] tells what room is taken, [Library.LetGo] frees some: sound that was downloaded is let go, and the story
// keeps its words, times and place and knows where to get the sound again. A story can be kept from that. [Library.Backup]
// writes all to one file and [Library.RestoreBackup] brings it into another library, or the same; a backup may be a
// stranger's. [Library.Move] takes the library to another folder or disk and leaves a pointer, which [Open] follows: where
// the disk is not there, that is an error, never a new library. [Library.Damaged] finds media that are not as they were
// saved, and [Library.Mend] puts good copies in their place.
//
// A library that a newer program made is refused and not touched. A damaged one is set aside in a folder with a date in
// its name, never deleted, and what can be read of it goes into a new library; [Library.Recovered] tells.
package store
