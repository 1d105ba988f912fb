// The dynamic linker binds every library's calls to these, since the program comes first in its search; glibc keeps its
// own under other names.
#include <errno.h>
#include <stddef.h>

#include "AllocationCounter.h"

extern void *__libc_malloc(size_t count);
extern void *__libc_calloc(size_t items, size_t count);
extern void *__libc_realloc(void *memory, size_t count);
extern void *__libc_memalign(size_t alignment, size_t count);

static uint64_t calls;

uint64_t allocation_count(void) { return __atomic_load_n(&calls, __ATOMIC_RELAXED); }

static void count_call(void) { __atomic_fetch_add(&calls, 1, __ATOMIC_RELAXED); }

void *malloc(size_t count) {
  count_call();
  return __libc_malloc(count);
}

void *calloc(size_t items, size_t count) {
  count_call();
  return __libc_calloc(items, count);
}

void *realloc(void *memory, size_t count) {
  count_call();
  return __libc_realloc(memory, count);
}

void *memalign(size_t alignment, size_t count) {
  count_call();
  return __libc_memalign(alignment, count);
}

void *aligned_alloc(size_t alignment, size_t count) { return memalign(alignment, count); }

int posix_memalign(void **memory, size_t alignment, size_t count) {
  void *allocated = memalign(alignment, count);
  if (allocated == NULL) return ENOMEM;
  *memory = allocated;
  return 0;
}
