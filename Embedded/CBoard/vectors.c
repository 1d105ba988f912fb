// The vector table (ARMv6-M Architecture Reference Manual, B1.5.3; nRF51 Reference Manual, section 2.3): the end
// of the stack, 15 exceptions of the processor, 32 interrupts of the chip.
#include "CBoard.h"
#if defined(__arm__)

void reset_handler(void);
void hard_fault_handler(void);
// Swift's.
void unexpected_interrupt(void);
void uart_interrupt(void);

typedef union {
  void *address;
  void (*handler)(void);
} vector;

enum { RESET = 1, HARD_FAULT = 3, INTERRUPT_0 = 16, UART0 = INTERRUPT_0 + 2, COUNT = INTERRUPT_0 + 32 };

__attribute__((section(".vectors"), used)) static const vector vectors[COUNT] = {
    {.address = __stack_top},
    [RESET] = {.handler = reset_handler},
    [RESET + 1] = {.handler = unexpected_interrupt},
    [HARD_FAULT] = {.handler = hard_fault_handler},
    [HARD_FAULT + 1 ... UART0 - 1] = {.handler = unexpected_interrupt},
    [UART0] = {.handler = uart_interrupt},
    [UART0 + 1 ... COUNT - 1] = {.handler = unexpected_interrupt},
};
#endif
