// What the compiler calls to copy, fill and compare memory (ISO C 7.24; RTABI 4.3.4). Word by word where both
// ends are aligned. The toolset's -ffreestanding keeps these loops from becoming calls to themselves.
#if defined(__arm__)
#include <stddef.h>
#include <stdint.h>

typedef uint32_t __attribute__((may_alias)) word;

static int aligned(const void *left, const void *right) {
  return (((uintptr_t)left | (uintptr_t)right) & 3) == 0;
}

void *memcpy(void *restrict to, const void *restrict from, size_t count) {
  unsigned char *out = to;
  const unsigned char *in = from;
  if (aligned(out, in))
    for (; count >= 4; count -= 4, out += 4, in += 4) *(word *)out = *(const word *)in;
  while (count--) *out++ = *in++;
  return to;
}

void *memmove(void *to, const void *from, size_t count) {
  unsigned char *out = to;
  const unsigned char *in = from;
  // memcpy goes upward, which is right wherever the end of the destination does not lie in the source.
  if (out <= in || out >= in + count) return memcpy(to, from, count);
  while (count--) out[count] = in[count];
  return to;
}

void *memset(void *to, int byte, size_t count) {
  unsigned char *out = to;
  uint32_t four = (unsigned char)byte * 0x01010101u;
  if (aligned(out, out))
    for (; count >= 4; count -= 4, out += 4) *(word *)out = four;
  while (count--) *out++ = (unsigned char)byte;
  return to;
}

int memcmp(const void *left, const void *right, size_t count) {
  const unsigned char *a = left, *b = right;
  for (; count--; a++, b++)
    if (*a != *b) return *a - *b;
  return 0;
}

#define ALIAS(name) __attribute__((alias(#name)))

void __aeabi_memcpy(void *to, const void *from, size_t count) ALIAS(memcpy);
void __aeabi_memcpy4(void *to, const void *from, size_t count) ALIAS(memcpy);
void __aeabi_memcpy8(void *to, const void *from, size_t count) ALIAS(memcpy);
void __aeabi_memmove(void *to, const void *from, size_t count) ALIAS(memmove);
void __aeabi_memmove4(void *to, const void *from, size_t count) ALIAS(memmove);
void __aeabi_memmove8(void *to, const void *from, size_t count) ALIAS(memmove);

// The ABI's order of arguments is not C's.
void __aeabi_memset(void *to, size_t count, int byte) { memset(to, byte, count); }
void __aeabi_memset4(void *to, size_t count, int byte) ALIAS(__aeabi_memset);
void __aeabi_memset8(void *to, size_t count, int byte) ALIAS(__aeabi_memset);
void __aeabi_memclr(void *to, size_t count) { memset(to, 0, count); }
void __aeabi_memclr4(void *to, size_t count) ALIAS(__aeabi_memclr);
void __aeabi_memclr8(void *to, size_t count) ALIAS(__aeabi_memclr);
#endif
