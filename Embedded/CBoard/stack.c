// What the stack holds below the frames in use: what functions left there that have returned, keys among it.
#include "CBoard.h"
#if defined(__arm__)

uint32_t board_stack_peak;

// Volatile: a call of memset would have its own frame in what it overwrites.
void board_wipe_stack(void) {
  volatile uint32_t *word = (uint32_t *)__stack_limit;
  while (*word == STACK_PAINT) word++;
  uint32_t used = (uintptr_t)__stack_top - (uintptr_t)word;
  if (used > board_stack_peak) board_stack_peak = used;
  volatile uint32_t *end = (uint32_t *)board_stack_pointer();
  for (; end - word >= 4; word += 4) word[0] = word[1] = word[2] = word[3] = STACK_PAINT;
  while (word < end) *word++ = STACK_PAINT;
}
#endif
