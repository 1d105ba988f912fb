// BearSSL, and what it lacks for Swift. The library comes from Debian: on Linux built (libbearssl-dev), for the
// device as the source package that scripts/setup fetches.
#pragma once
#include <bearssl.h>
#include <stddef.h>

/// Overwrites `count` bytes with zeros, even where the compiler could show that nobody reads them again.
void bearssl_wipe(void *bytes, size_t count);

// The addresses of BearSSL's tables. Swift would copy a table to the stack to point at it.

__attribute__((always_inline)) static inline const br_ec_impl *bearssl_p256(void) { return &br_ec_p256_m15; }

__attribute__((always_inline)) static inline const br_hash_class *bearssl_sha256(void) {
  return &br_sha256_vtable;
}
