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

/// Multiplies the point of P-256 at `point` (SEC 1, section 2.3.3, uncompressed: 65 bytes) in place by the 32-byte
/// `scalar`, which is neither 0 nor beyond the order; 0 where the point is none of the curve.
uint32_t bearssl_p256_multiply(unsigned char *point, const unsigned char *scalar);

/// Writes the public key of the 32-byte `scalar`, which is neither 0 nor beyond the order, to the 65 bytes at `point`
/// (SEC 1, section 2.3.3, uncompressed).
void bearssl_p256_public_key(unsigned char *point, const unsigned char *scalar);

/// GCM with the key schedule that it works with. GCM keeps the address of the schedule, which a Swift value that is
/// moved leaves behind: only `bearssl_aes_gcm_context` gives a context that can be used.
typedef struct {
  br_aes_ct_ctr_keys keys;
  br_gcm_context gcm;
} bearssl_aes_gcm;

__attribute__((always_inline)) static inline void bearssl_aes_gcm_init(
    bearssl_aes_gcm *aes_gcm, const void *key, const void *iv) {
  br_aes_ct_ctr_init(&aes_gcm->keys, key, 16);
  br_gcm_init(&aes_gcm->gcm, &aes_gcm->keys.vtable, br_ghash_ctmul32);
  br_gcm_reset(&aes_gcm->gcm, iv, 12);
}

__attribute__((always_inline)) static inline br_gcm_context *bearssl_aes_gcm_context(bearssl_aes_gcm *aes_gcm) {
  aes_gcm->gcm.bctx = &aes_gcm->keys.vtable;
  return &aes_gcm->gcm;
}
