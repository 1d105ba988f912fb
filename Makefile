# Each target sets up all that it needs. README.md says what they are for.
BOARD ?= microbit

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
	swift build --product board-tool
	.build/debug/board-tool check --board $(BOARD) --elf .build/firmware/armv6m-none-none-eabi/release/firmware

clean:
	rm -rf .build .demo
