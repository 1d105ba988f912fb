// The way out of a hard fault.
#include "CBoard.h"
#if defined(__arm__)

__attribute__((section(".noinit"))) uint32_t board_restart_word;

/// A hard fault may come from a stack that is used up, where the next push would lock the processor up:
/// so the stack is emptied first. Swift's `restart_after_fault` does not return.
__attribute__((naked)) void hard_fault_handler(void) {
  __asm volatile(
      "ldr r0, =__stack_top\n"
      "mov sp, r0\n"
      "bl restart_after_fault\n");
}
#endif
