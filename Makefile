# Each target sets up all that it needs. README.md says what they are for.
BOARD ?= microbit
BUILD := .build
FIRMWARE := $(BUILD)/firmware/armv6m-none-none-eabi/release

.PHONY: demo test lint setup tools firmware clean

demo:
	@scripts/demo

test: setup firmware
	scripts/test

lint:
	scripts/lint

setup:
	@scripts/setup

tools: setup
	swift build

firmware: setup
	scripts/firmware $(BOARD)

clean:
	rm -rf $(BUILD) .demo
