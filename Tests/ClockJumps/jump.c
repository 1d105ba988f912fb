// Preloaded into a process, makes its clock of the day jump back and forth between 1996 and 2056 at every look.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdatomic.h>
#include <sys/time.h>
#include <time.h>

#include "ClockJumps.h"

static const time_t thirty_years = 946708560;
static atomic_uint looks;

// The golden ratio's multiples, modulo 1, are below one half without any period.
static time_t jump(void) {
  return atomic_fetch_add(&looks, 2654435769u) & 0x80000000u ? thirty_years : -thirty_years;
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  static int (*_Atomic original)(clockid_t, struct timespec *);
  if (!original) original = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
  int status = original(clock, time);
  if (status == 0 && clock == CLOCK_REALTIME) time->tv_sec += jump();
  return status;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  struct timespec time;
  (void)zone;
  int status = clock_gettime(CLOCK_REALTIME, &time);
  now->tv_sec = time.tv_sec;
  now->tv_usec = time.tv_nsec / 1000;
  return status;
}

time_t time(time_t *now) {
  struct timespec time;
  clock_gettime(CLOCK_REALTIME, &time);
  if (now) *now = time.tv_sec;
  return time.tv_sec;
}
