#include <cbor.h>

#include "LibcborTask.h"

static cbor_item_t *bytes(libcbor_task_string string) { return cbor_build_bytestring(string.bytes, string.count); }

static cbor_item_t *text(libcbor_task_string string) {
  return cbor_build_stringn((const char *)string.bytes, string.count);
}

static void add(cbor_item_t *map, uint8_t key, cbor_item_t *value) {
  (void)!cbor_map_add(
      map, (struct cbor_pair){.key = cbor_move(cbor_build_uint8(key)), .value = cbor_move(value)});
}

static void push(cbor_item_t *array, cbor_item_t *item) { (void)!cbor_array_push(array, cbor_move(item)); }

static cbor_item_t *claims(const libcbor_task_component *component) {
  cbor_item_t *identifier = cbor_new_definite_array(2);
  for (int index = 0; index < 2; index++) push(identifier, bytes(component->segments[index]));
  cbor_item_t *map = cbor_new_definite_map(2);
  add(map, 0, identifier);
  add(map, 17, cbor_build_uint8(component->sequence_number));
  return map;
}

static cbor_item_t *message(const libcbor_task_response *response) {
  cbor_item_t *list = cbor_new_definite_array(2);
  for (int index = 0; index < 2; index++) push(list, claims(&response->components[index]));
  cbor_item_t *options = cbor_new_definite_map(5);
  add(options, 6, cbor_build_uint8(0));
  add(options, 7, bytes(response->attestation_payload));
  add(options, 8, list);
  add(options, 13, text(response->attestation_payload_format));
  add(options, 20, bytes(response->token));
  cbor_item_t *array = cbor_new_definite_array(2);
  push(array, cbor_build_uint8(2));
  push(array, options);
  return array;
}

/// Serializes a tree and releases it; gives a byte string of it.
static cbor_item_t *wrap(cbor_item_t *item) {
  uint8_t buffer[LIBCBOR_TASK_LIMIT];
  size_t count = cbor_serialize(item, buffer, sizeof buffer);
  cbor_decref(&item);
  return cbor_build_bytestring(buffer, count);
}

size_t libcbor_task_encode(const libcbor_task_response *response, uint8_t *output, size_t capacity) {
  cbor_item_t *protected_bucket = cbor_new_definite_map(1);
  add(protected_bucket, 1, cbor_build_negint8(8));
  cbor_item_t *unprotected_bucket = cbor_new_definite_map(1);
  add(unprotected_bucket, 4, bytes(response->key_identifier));
  cbor_item_t *array = cbor_new_definite_array(4);
  push(array, wrap(protected_bucket));
  push(array, unprotected_bucket);
  push(array, wrap(message(response)));
  push(array, bytes(response->signature));
  cbor_item_t *cose = cbor_build_tag(18, cbor_move(array));
  size_t count = cbor_serialize(cose, output, capacity);
  cbor_decref(&cose);
  return count;
}
