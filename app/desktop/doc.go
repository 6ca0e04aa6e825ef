// Package desktop is what Alongside asks of the desktop it runs on and tells it: how programs are to look and move, which
// files the person chooses, what plays (so that media keys and the desktop's own controls work), that the computer is not to
// fall asleep meanwhile, and that one program has a library open. All of it goes over message buses, which exist on Linux
// only; elsewhere, and where nobody answers there, nothing is known, shown or kept awake.
package desktop
