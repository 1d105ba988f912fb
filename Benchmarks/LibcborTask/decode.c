#include <cbor.h>
#include <string.h>

#include "LibcborTask.h"

// Numbers of draft-ietf-teep-protocol before its registry, draft-ietf-suit-manifest-37 and RFC 9052.
enum {
  COSE_SIGN1_TAG = 0xD2,
  COSE_KID = 4,
  COSE_ALG = 1,
  TEEP_MANIFEST_LIST = 10,
  TEEP_TOKEN = 20,
  SUIT_MANIFEST = 3,
  SUIT_COMMON = 3,
  SUIT_SHARED_SEQUENCE = 4,
  SUIT_OVERRIDE_PARAMETERS = 20,
  SUIT_IMAGE_DIGEST = 3,
};

typedef struct {
  uint8_t *bytes;
  size_t count, capacity;
} findings;

/// The tree of the whole of `bytes`, or NULL.
static cbor_item_t *load(const uint8_t *bytes, size_t count) {
  struct cbor_load_result result;
  cbor_item_t *item = cbor_load(bytes, count, &result);
  if (item == NULL) return NULL;
  if (result.read == count) return item;
  cbor_decref(&item);
  return NULL;
}

static cbor_item_t *load_content(const cbor_item_t *string) {
  if (string == NULL || !cbor_isa_bytestring(string)) return NULL;
  return load(cbor_bytestring_handle(string), cbor_bytestring_length(string));
}

/// The value of an unsigned key, or NULL.
static cbor_item_t *value(const cbor_item_t *map, uint64_t key) {
  if (!cbor_isa_map(map)) return NULL;
  const struct cbor_pair *pairs = cbor_map_handle(map);
  for (size_t index = 0; index < cbor_map_size(map); index++)
    if (cbor_isa_uint(pairs[index].key) && cbor_get_int(pairs[index].key) == key) return pairs[index].value;
  return NULL;
}

static bool append(findings *found, const cbor_item_t *string) {
  if (string == NULL || !cbor_isa_bytestring(string)) return false;
  size_t count = cbor_bytestring_length(string);
  if (count > found->capacity - found->count) return false;
  memcpy(found->bytes + found->count, cbor_bytestring_handle(string), count);
  found->count += count;
  return true;
}

static bool find_digest(findings *found, const cbor_item_t *parameters) {
  const cbor_item_t *wrapped = value(parameters, SUIT_IMAGE_DIGEST);
  if (wrapped == NULL) return true;
  cbor_item_t *digest = load_content(wrapped);
  if (digest == NULL) return false;
  bool is_found = cbor_isa_array(digest) && cbor_array_size(digest) == 2 && append(found, cbor_array_handle(digest)[1]);
  cbor_decref(&digest);
  return is_found;
}

static bool follow_sequence(findings *found, const cbor_item_t *sequence) {
  if (!cbor_isa_array(sequence)) return false;
  cbor_item_t **items = cbor_array_handle(sequence);
  for (size_t index = 0; index + 1 < cbor_array_size(sequence); index += 2) {
    if (!cbor_isa_uint(items[index])) return false;
    if (cbor_get_int(items[index]) == SUIT_OVERRIDE_PARAMETERS && !find_digest(found, items[index + 1])) return false;
  }
  return true;
}

/// Loads the content of a member that is a byte string, and goes on in it.
static bool descend(findings *found, const cbor_item_t *member, bool (*next)(findings *, const cbor_item_t *)) {
  cbor_item_t *content = load_content(member);
  if (content == NULL) return false;
  bool is_good = next(found, content);
  cbor_decref(&content);
  return is_good;
}

static bool follow_common(findings *found, const cbor_item_t *common) {
  return descend(found, value(common, SUIT_SHARED_SEQUENCE), follow_sequence);
}

static bool follow_manifest(findings *found, const cbor_item_t *manifest) {
  return descend(found, value(manifest, SUIT_COMMON), follow_common);
}

static bool follow_envelope(findings *found, const cbor_item_t *tagged) {
  if (!cbor_isa_tag(tagged)) return false;
  cbor_item_t *envelope = cbor_tag_item(tagged);
  bool is_good = descend(found, value(envelope, SUIT_MANIFEST), follow_manifest);
  cbor_decref(&envelope);
  return is_good;
}

static bool follow_message(findings *found, const cbor_item_t *message) {
  if (!cbor_isa_array(message) || cbor_array_size(message) < 2) return false;
  const cbor_item_t *options = cbor_array_handle(message)[1];
  const cbor_item_t *token = value(options, TEEP_TOKEN);
  if (token != NULL && !append(found, token)) return false;
  const cbor_item_t *manifests = value(options, TEEP_MANIFEST_LIST);
  if (manifests == NULL) return true;
  if (!cbor_isa_array(manifests)) return false;
  for (size_t index = 0; index < cbor_array_size(manifests); index++)
    if (!descend(found, cbor_array_handle(manifests)[index], follow_envelope)) return false;
  return true;
}

static bool follow_cose(findings *found, const cbor_item_t *cose) {
  if (!cbor_isa_array(cose) || cbor_array_size(cose) != 4) return false;
  cbor_item_t **elements = cbor_array_handle(cose);
  cbor_item_t *protected_bucket = load_content(elements[0]);
  if (protected_bucket == NULL) return false;
  const cbor_item_t *algorithm = value(protected_bucket, COSE_ALG);
  bool is_esp256 = algorithm != NULL && cbor_isa_negint(algorithm) && cbor_get_int(algorithm) == 8;
  cbor_decref(&protected_bucket);
  return is_esp256 && append(found, value(elements[1], COSE_KID)) && append(found, elements[3]) &&
         descend(found, elements[2], follow_message);
}

long libcbor_task_decode(const uint8_t *message, size_t count, uint8_t *bytes, size_t capacity) {
  // libcbor 0.8 refuses the tags 6 to 20, which are those of COSE among others: it gets what follows the tag.
  if (count < 1 || count > LIBCBOR_TASK_LIMIT || message[0] != COSE_SIGN1_TAG) return -1;
  cbor_item_t *cose = load(message + 1, count - 1);
  if (cose == NULL) return -1;
  findings found = {.bytes = bytes, .capacity = capacity};
  bool is_good = follow_cose(&found, cose);
  cbor_decref(&cose);
  return is_good ? (long)found.count : -1;
}
