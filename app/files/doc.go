// Package files is the panel in which a file or a folder is chosen where the desktop has no chooser of its own.
//
// Its words: the [Chooser] is the panel. It shows a listing: what lies in one folder, folders first, of the kinds asked
// for. The places are where people keep files, above all folders: their home, their documents, the disks that are plugged
// in. Nothing here reads a file; folders are read away from the drawing goroutine, as a disk may be slow or gone.
package files
