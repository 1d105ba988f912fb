#pragma once
#include <mbedtls/aes.h>
#include <mbedtls/bignum.h>
#include <mbedtls/constant_time.h>
#include <mbedtls/ecdh.h>
#include <mbedtls/ecdsa.h>
#include <mbedtls/ecp.h>
#include <mbedtls/gcm.h>
#include <mbedtls/md.h>
#include <mbedtls/pk.h>
#include <mbedtls/platform_util.h>
#include <mbedtls/sha256.h>
#include <mbedtls/sha512.h>
#include <mbedtls/x509_crt.h>

/// Overwrites 64 KiB of stack below the caller's frame: several times what the library's functions take.
__attribute__((noinline)) static inline void mbedtls_wipe_stack(void) {
  unsigned char stack[65536];
  mbedtls_platform_zeroize(stack, sizeof stack);
}
