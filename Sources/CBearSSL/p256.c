#include "CBearSSL.h"

uint32_t bearssl_p256_multiply(unsigned char *point, const unsigned char *scalar) {
  return br_ec_p256_m15.mul(point, 65, scalar, 32, BR_EC_secp256r1);
}

void bearssl_p256_public_key(unsigned char *point, const unsigned char *scalar) {
  br_ec_p256_m15.mulgen(point, scalar, 32, BR_EC_secp256r1);
}
