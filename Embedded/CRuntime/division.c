// Division, by the names of the ARM run-time ABI (RTABI 4.2, 4.3.1). ARMv6-M has no instruction for it, and
// nothing here may use `/` or `%`: the compiler would call these functions. A quotient by zero is zero; Swift has
// trapped before it comes to that.
#if defined(__arm__)
#include "integer.h"

/// Quotient in the low word, remainder in the high one: r0 and r1, as the ABI wants them.
uint64_t __aeabi_uidivmod(uint32_t numerator, uint32_t divisor) {
  wide result = {0};
  if (divisor == 0) return 0;
  uint32_t bit = 1;
  for (; divisor < numerator && !(divisor & 0x80000000u); divisor <<= 1) bit <<= 1;
  for (; bit; bit >>= 1, divisor >>= 1) {
    if (numerator < divisor) continue;
    numerator -= divisor;
    result.low |= bit;
  }
  result.high = numerator;
  return result.all;
}

uint32_t __aeabi_uidiv(uint32_t numerator, uint32_t divisor) {
  return (uint32_t)__aeabi_uidivmod(numerator, divisor);
}

static uint32_t magnitude(int32_t value) { return value < 0 ? -(uint32_t)value : (uint32_t)value; }

uint64_t __aeabi_idivmod(int32_t numerator, int32_t divisor) {
  wide result = {__aeabi_uidivmod(magnitude(numerator), magnitude(divisor))};
  if ((numerator < 0) != (divisor < 0)) result.low = -result.low;
  if (numerator < 0) result.high = -result.high;
  return result.all;
}

int32_t __aeabi_idiv(int32_t numerator, int32_t divisor) {
  return (int32_t)__aeabi_idivmod(numerator, divisor);
}

static uint64_t half(uint64_t value) {
  wide a = {value};
  a.low = a.low >> 1 | a.high << 31;
  a.high >>= 1;
  return a.all;
}

/// The quotient; the remainder is left where `remainder` points.
__attribute__((used)) uint64_t runtime_divide(uint64_t numerator, uint64_t divisor, uint64_t *remainder) {
  uint64_t quotient = 0, bit = 1;
  *remainder = 0;
  if (divisor == 0) return 0;
  for (; divisor < numerator && !(divisor >> 63); divisor += divisor) bit += bit;
  for (; bit; bit = half(bit), divisor = half(divisor)) {
    if (numerator < divisor) continue;
    numerator -= divisor;
    quotient |= bit;
  }
  *remainder = numerator;
  return quotient;
}

/// Quotient in r0 and r1, remainder in r2 and r3, which C cannot return.
__attribute__((naked)) void __aeabi_uldivmod(void) {
  __asm volatile(
      "push {r4, lr}\n"
      "sub sp, #16\n"
      "add r4, sp, #8\n"
      "str r4, [sp]\n"
      "bl runtime_divide\n"
      "ldr r2, [sp, #8]\n"
      "ldr r3, [sp, #12]\n"
      "add sp, #16\n"
      "pop {r4, pc}\n");
}
#endif
