// Counts what a program asks of the heap, by standing in for the C library's allocation functions.
#pragma once
#include <stdint.h>

/// Calls of malloc, calloc, realloc and their kin since the program started.
uint64_t allocation_count(void);
