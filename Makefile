# Each target sets up all that it needs. README.md says what they are for.
BOARD ?= microbit
# For Package.swift it means something else.
unexport BOARD

.PHONY: demo test cuts noise skips sessions lint bench fuzz setup tools firmware flash deb deb-test clean

demo:
	@scripts/demo

test: setup
	scripts/firmware
	scripts/embedded-codec
	scripts/test
	scripts/reproducible
	scripts/cuts --quick
	scripts/deb-test --where-allowed --binary .build/debug/teep-broker

# Power cuts at every flash operation of the store, those in the middle of large payloads too.
cuts: setup
	scripts/cuts

# A thousand exchanges with each kind of agent over a noisy line, where `make test` makes a hundred.
noise: setup
	scripts/firmware microbit
	scripts/noise

# Each instruction around the check of a signature, where `make test` skips one in 24.
skips: setup
	scripts/firmware microbit
	scripts/skips

# SESSIONS: how many random sessions of TAMs and agents a hostile broker is between.
sessions: setup
	scripts/sessions $(or $(SESSIONS),10000)

lint:
	scripts/lint

bench: setup
	scripts/bench

# SECONDS: how long each target runs.
fuzz: setup
	scripts/fuzz $(or $(SECONDS),60)

setup:
	@scripts/setup

tools: setup
	swift build

firmware: setup
	scripts/firmware $(BOARD)
	swift build --product board-tool
	.build/debug/board-tool check --board $(BOARD) --elf .build/firmware/$(BOARD)/armv6m-none-none-eabi/release/firmware

# STORE: what `teep provision` made for the device; PROTECT=yes: closes the chip against reading.
flash: firmware
	scripts/flash $(if $(PROTECT),--protect) $(BOARD) $(STORE)

# The broker as a Debian package in .build/deb; the first time it is built with optimisation, which takes minutes.
deb: setup
	scripts/deb

# Installs, runs, upgrades and purges that package in a root of its own; needs root, man-db and systemd.
deb-test: setup
	scripts/deb-test

clean:
	rm -rf .build .demo
