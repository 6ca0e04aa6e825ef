// Package desktop is what Alongside asks of the desktop it runs on: how programs are to look and move, and which files the
// person chooses. It asks the desktop's portal on the session's message bus, which exists on Linux only; elsewhere, and
// under a bare window manager, nothing is known and nothing can be chosen here.
package desktop
