// What Swift cannot say: single instructions, volatile access, and the addresses that the linker chose.
#pragma once
#include <stdint.h>

#define BOARD_INLINE __attribute__((always_inline)) static inline

extern uint8_t __stack_limit[], __stack_top[], __store_start[], __store_end[];

/// What the stack holds where it was not used since the start or since it was wiped; board-tool looks for it.
#define STACK_PAINT 0xC5C5C5C5u

/// How many bytes of the stack were in use at most before it was last wiped.
extern uint32_t board_stack_peak;

/// Overwrites all of the stack below the caller's frame.
void board_wipe_stack(void);

/// Why the device restarted last: 0 after power came on, otherwise a `RestartReason` beside its check
/// pattern. Start-up leaves this word alone.
extern uint32_t board_restart_word;

// Always inline: Swift would otherwise emit a call for each access to a register.

BOARD_INLINE uint32_t board_load(uintptr_t address) { return *(volatile uint32_t *)address; }

BOARD_INLINE void board_store(uintptr_t address, uint32_t value) { *(volatile uint32_t *)address = value; }

BOARD_INLINE uintptr_t board_store_start(void) { return (uintptr_t)__store_start; }

BOARD_INLINE uintptr_t board_store_end(void) { return (uintptr_t)__store_end; }

BOARD_INLINE uintptr_t board_stack_limit(void) { return (uintptr_t)__stack_limit; }

BOARD_INLINE uint32_t board_restart_word_load(void) { return *(volatile uint32_t *)&board_restart_word; }

BOARD_INLINE void board_restart_word_store(uint32_t value) { *(volatile uint32_t *)&board_restart_word = value; }

#if defined(__arm__)
// The memory clobbers keep what an interrupt handler shares from being cached across the instruction.

/// Waits for an interrupt; returns as well when one is pending while interrupts are off.
BOARD_INLINE void board_wait_for_interrupt(void) { __asm volatile("wfi" ::: "memory"); }

BOARD_INLINE void board_interrupts_off(void) { __asm volatile("cpsid i" ::: "memory"); }

BOARD_INLINE void board_interrupts_on(void) { __asm volatile("cpsie i" ::: "memory"); }

/// Where the stack ends now.
BOARD_INLINE uintptr_t board_stack_pointer(void) {
  uintptr_t pointer;
  __asm volatile("mov %0, sp" : "=r"(pointer));
  return pointer;
}

/// Completes every store before what follows (ARMv6-M Architecture Reference Manual, A3.7.3).
BOARD_INLINE void board_synchronize(void) { __asm volatile("dsb" ::: "memory"); }
#endif
