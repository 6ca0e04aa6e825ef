// Alongside plays a spoken story and marks, in its transcript, the words being heard.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"alongside/app"
	"alongside/app/cli"
	"alongside/sync/playback"
)

// version is set by the Makefile.
var version = "of an unknown version"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends it at once
	program := cli.Program{
		Version: version,
		Out:     os.Stdout,
		Err:     os.Stderr,
		Sound:   playback.Default(),
		Window: func(ctx context.Context, w cli.Window) error {
			return app.Run(ctx, app.Options{Library: w.Library, Device: playback.Default(), Open: w.Open, More: w.More, Trace: w.Trace})
		},
	}
	code := program.Run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}
