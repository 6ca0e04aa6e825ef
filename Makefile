# make run      builds Alongside and opens it (without a display: follows the sample story in the terminal)
# make test     everything that has to hold: format, vet, staticcheck, layers, races, unit, window and end-to-end tests
# make bench    prints the figures of speed, memory and of how closely the highlight keeps to the sound, beside the last ones
# make build    build/alongside
# make package  an installable package of this platform, build/Alongside.*
# make deps     installs the Debian packages that the above need, where they are missing
# make clean    removes build/

SHELL       := bash
.SHELLFLAGS := -eu -o pipefail -c

GO          ?= go
VERSION     := $(shell git describe --always --dirty 2>/dev/null || echo unknown)
# Wide arithmetic makes alignment several times faster. The package for it may be another in each Go; without, all works the same.
export GOEXPERIMENT := $(if $(findstring go1.26,$(shell $(GO) env GOVERSION)),simd)
# Fyne's own flag for programs that draw from one goroutine only; the same as [Migrations] in FyneApp.toml.
TAGS        := migrated_fynedo
FYNE        := fyne.io/tools/cmd/fyne@v1.7.4
GOFUMPT     := mvdan.cc/gofumpt@v0.12.0
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
SAMPLE      := The Fog Bell of Wren Harbor
END_TO_END  := app/e2e
# Where it matters whether there is wide arithmetic.
NARROW      := ./sync/align/acoustic ./sync/align/search
# What has tests that short mode leaves out.
LONG        := ./sync/align ./store ./store/intake ./store/intake/saving ./app
# Where nothing goes on side by side, and all is arithmetic.
ARITHMETIC  := ./sync/align/warp ./sync/tapping ./sync/playback/tempo ./sync/playback/loudness

# What building and running need, what packaging adds, and what only the tests use.
RUN_PACKAGES  := gcc libc6-dev pkg-config libgl-dev libegl-dev libx11-dev libxcursor-dev libxrandr-dev libxinerama-dev libxi-dev \
                 libxxf86vm-dev libxkbcommon-dev libwayland-dev libasound2-dev libasound2-plugins libgl1-mesa-dri
TEST_PACKAGES := $(RUN_PACKAGES) xvfb xauth pulseaudio pulseaudio-utils xdotool x11-utils imagemagick ffmpeg sox rubberband-cli \
                 espeak-ng dbus-x11 openbox chromium at-spi2-core python3-gi python3-pyatspi orca speech-dispatcher playerctl

.PHONY: run build test bench package deps deps-run tools format vet static unit end-to-end clean help
.DEFAULT_GOAL := help

help:
	@sed -n 's/^# make/make/p' Makefile

build: deps-run
	@mkdir -p build
	$(GO) build -trimpath -tags $(TAGS) -ldflags "-X main.version=$(VERSION)" -o build/alongside .

run: build
	@if [ -n "$${DISPLAY-}$${WAYLAND_DISPLAY-}" ]; then \
		build/alongside; \
	else \
		echo "There is no display here, so the sample story is followed in the terminal. Ctrl-C stops it."; \
		build/alongside follow "$(SAMPLE)"; \
	fi

# Each part of the test run has a heading of its own, so that a failure is found at a glance.
test: deps format vet static unit end-to-end

tools: build/tools/gofumpt build/tools/staticcheck
build/tools/gofumpt:
	GOBIN=$(CURDIR)/build/tools GOFLAGS= $(GO) install $(GOFUMPT)
build/tools/staticcheck:
	GOBIN=$(CURDIR)/build/tools GOFLAGS= $(GO) install $(STATICCHECK)

format: tools
	@echo "== Format (gofumpt)"
	@unformatted=$$(git ls-files -co --exclude-standard '*.go' | xargs build/tools/gofumpt -l); \
	if [ -n "$$unformatted" ]; then echo "Not formatted (run build/tools/gofumpt -w on them):"; echo "$$unformatted"; exit 1; fi

vet: deps
	@echo "== Vet"
	$(GO) vet ./...
	GOEXPERIMENT= $(GO) vet $(NARROW)
	@echo "== Vet of what screen readers on Windows and macOS are told, as far as that needs no C"
	$(GO) vet -tags accessibility,$(TAGS) ./app/control ./app/library ./app/reader
	CGO_ENABLED=0 GOOS=windows $(GO) build ./app/access/... ./app/control ./app/library ./app/reader ./app/files ./app/desktop ./store/... ./sync/...
	CGO_ENABLED=0 GOOS=darwin $(GO) build ./app/access/atspi/offset ./app/desktop ./store/... ./sync/...

static: tools deps
	@echo "== Staticcheck"
	build/tools/staticcheck ./...
	GOEXPERIMENT= build/tools/staticcheck $(NARROW)

# Two packages at a time at most: each linked test with the window toolkit in it takes some 500 MB. The race detector makes all
# ten times slower, so what it would take minutes over, and find nothing more in, is left out there (short mode) and done after.
unit: deps
	@echo "== Tests, with the race detector: layers, units, window"
	$(GO) test -race -short -p 2 -timeout 20m $$($(GO) list ./... | grep -v -e /$(END_TO_END) $(patsubst ./%,-e /%$$,$(ARITHMETIC)))
	@echo "== What takes long, without it: alignment of whole recordings, kills and full disks, every screen in every look"
	$(GO) test -p 2 -timeout 20m $(LONG) $(ARITHMETIC)
	@echo "== The same without wide arithmetic: not built in, or not there in the processor"
	GOEXPERIMENT= $(GO) test $(NARROW)
	GODEBUG=cpu.avx2=off $(GO) test $(NARROW)

# By itself, so that nothing else keeps the machine from being on time.
end-to-end: deps build
	@echo "== End to end: the real program, with a display, sound and a home of its own"
	ALONGSIDE_BINARY=$(CURDIR)/build/alongside $(GO) test -count 1 -timeout 12m ./$(END_TO_END)

# What is otherwise than the last time stands below each row; the last figures are kept in build/figures.json.
bench: deps build
	@echo "== Figures of the real window (two minutes; leave the machine alone meanwhile)"
	@ALONGSIDE_BINARY=$(CURDIR)/build/alongside $(GO) test -run '^$$' -bench Figures -timeout 20m ./$(END_TO_END) | grep -Ev '^(goos|goarch|pkg|cpu|PASS|ok|Benchmark)'
	@echo "== Figures of the parts"
	@$(GO) test -p 1 -run '^$$' -bench . -benchmem -timeout 20m $$($(GO) list ./... | grep -v /$(END_TO_END)) | grep -v 'no test files'

package: deps-run
	@mkdir -p build
	$(GO) run $(FYNE) package -release -tags $(TAGS) -src . -executable build/alongside
	mv Alongside.* build/

clean:
	rm -rf build

# Installs what is missing of the Debian packages named; asks for nothing when all are there.
define install
	@if ! command -v $(GO) >/dev/null; then \
		echo "Alongside is built with Go 1.26 or later, which is not here. Get it from https://go.dev/dl, then run make again."; exit 1; \
	elif ! command -v dpkg-query >/dev/null; then \
		echo "This is no Debian, so make installs nothing. Alongside needs a C compiler, pkg-config and the development files"; \
		echo "of OpenGL, X11 (Xcursor, Xrandr, Xinerama, Xi, Xxf86vm), xkbcommon, Wayland and ALSA; its tests also need"; \
		echo "Xvfb, PulseAudio, xdotool, openbox, ImageMagick, ffmpeg, sox, rubberband, espeak-ng, Chromium, dbus,"; \
		echo "at-spi2-core, pyatspi, Orca, speech-dispatcher and playerctl."; \
	else \
		missing=; for p in $(1); do \
			[ "$$(dpkg-query -W -f='$${db:Status-Status}' $$p 2>/dev/null)" = installed ] || missing="$$missing $$p"; \
		done; \
		if [ -n "$$missing" ]; then \
			if [ "$$(id -u)" = 0 ]; then root=; elif command -v sudo >/dev/null; then root=sudo; else \
				echo "Some packages are missing. As root, run: apt-get install$$missing"; exit 1; fi; \
			echo "Installing$$missing"; \
			$$root apt-get update -q && \
			$$root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $$missing; \
		fi; \
	fi
endef

deps:
	$(call install,$(TEST_PACKAGES))

deps-run:
	$(call install,$(RUN_PACKAGES))
