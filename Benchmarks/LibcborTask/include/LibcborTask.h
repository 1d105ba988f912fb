// The tasks of CodecTask, done with libcbor: each layer loaded as a tree, which is walked; a tree built and serialized.
#pragma once
#include <stddef.h>
#include <stdint.h>

// libcbor 0.8 allocates what a length claims before it looks whether that many bytes follow: only for messages that are
// known, and never for longer ones.
enum { LIBCBOR_TASK_LIMIT = 4096 };

/// What DecodeTask finds, in the same order; returns the number of bytes put into `findings`, or -1.
long libcbor_task_decode(const uint8_t *message, size_t count, uint8_t *findings, size_t capacity);

/// Where the content of a string lies.
typedef struct {
  const uint8_t *bytes;
  size_t count;
} libcbor_task_string;

/// One item of the tc-list.
typedef struct {
  libcbor_task_string segments[2];
  uint8_t sequence_number;
} libcbor_task_component;

/// The members of a signed QueryResponse.
typedef struct {
  libcbor_task_string key_identifier;
  libcbor_task_string signature;
  libcbor_task_string attestation_payload;
  libcbor_task_component components[2];
  libcbor_task_string attestation_payload_format;
  libcbor_task_string token;
} libcbor_task_response;

/// Encodes the members as EncodeTask does; returns the number of bytes put into `output`, or 0.
size_t libcbor_task_encode(const libcbor_task_response *response, uint8_t *output, size_t capacity);
