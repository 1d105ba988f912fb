// 64-bit products and shifts, by the names of the ARM run-time ABI (RTABI 4.2). ARMv6-M has no instruction for
// them, and nothing here may use `*`, `<<` or `>>` on 64 bits: the compiler would call these functions.
#if defined(__arm__)
#include "integer.h"

uint64_t __aeabi_lmul(uint64_t x, uint64_t y) {
  wide a = {x}, b = {y}, product;
  uint32_t a0 = a.low & 0xffff, a1 = a.low >> 16, b0 = b.low & 0xffff, b1 = b.low >> 16;
  uint32_t p00 = a0 * b0, p01 = a0 * b1, p10 = a1 * b0, p11 = a1 * b1;
  uint32_t middle = (p00 >> 16) + (p01 & 0xffff) + (p10 & 0xffff);
  product.low = (p00 & 0xffff) | (middle << 16);
  product.high = p11 + (p01 >> 16) + (p10 >> 16) + (middle >> 16) + a.low * b.high + a.high * b.low;
  return product.all;
}

uint64_t __aeabi_llsl(uint64_t x, int count) {
  wide a = {x}, shifted;
  if (count == 0) return x;
  if (count >= 32) {
    shifted.high = a.low << (count - 32);
    shifted.low = 0;
  } else {
    shifted.high = a.high << count | a.low >> (32 - count);
    shifted.low = a.low << count;
  }
  return shifted.all;
}

uint64_t __aeabi_llsr(uint64_t x, int count) {
  wide a = {x}, shifted;
  if (count == 0) return x;
  if (count >= 32) {
    shifted.low = a.high >> (count - 32);
    shifted.high = 0;
  } else {
    shifted.low = a.low >> count | a.high << (32 - count);
    shifted.high = a.high >> count;
  }
  return shifted.all;
}

int64_t __aeabi_lasr(int64_t x, int count) {
  wide a = {(uint64_t)x}, shifted;
  int32_t high = (int32_t)a.high;
  if (count == 0) return x;
  if (count >= 32) {
    shifted.low = (uint32_t)(high >> (count - 32));
    shifted.high = (uint32_t)(high >> 31);
  } else {
    shifted.low = a.low >> count | a.high << (32 - count);
    shifted.high = (uint32_t)(high >> count);
  }
  return (int64_t)shifted.all;
}
#endif
