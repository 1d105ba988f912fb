// The first instructions after a reset, in C because they run before RAM holds anything.
#include "CBoard.h"
#if defined(__arm__)

extern uint32_t __data_start[], __data_end[], __data_load[], __bss_start[], __bss_end[];
extern int main(void);  // Swift's @main

/// Room for this function's own frame, which must not be painted.
#define OWN_FRAME 32

__attribute__((noreturn)) void reset_handler(void) {
  uint32_t *painted = (uint32_t *)(__stack_top - OWN_FRAME);
  for (uint32_t *word = (uint32_t *)__stack_limit; word < painted;) *word++ = STACK_PAINT;
  for (uint32_t *to = __data_start, *from = __data_load; to < __data_end;) *to++ = *from++;
  for (uint32_t *word = __bss_start; word < __bss_end;) *word++ = 0;
  main();
  for (;;) board_wait_for_interrupt();
}
#endif
