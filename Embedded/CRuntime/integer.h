// The two words of a 64-bit integer (little endian).
#pragma once
#include <stdint.h>

typedef union {
  uint64_t all;
  struct {
    uint32_t low, high;
  };
} wide;
