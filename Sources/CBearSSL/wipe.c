#include "CBearSSL.h"

void bearssl_wipe(void *bytes, size_t count) {
  volatile unsigned char *byte = bytes;
  while (count--) *byte++ = 0;
}
