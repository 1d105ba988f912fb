// A plugin of QEMU (7.2, version 1 of its interface) that counts how often each instruction of a small chip's flash runs.
//
// At each mark, the address of an instruction, it writes what it has counted since the last mark to a file, and
// counts from zero again:
//
//   mark 0000a3c4                  the mark's address
//   000000c0 17 0                  an instruction's address, how often it ran, how often it then jumped
//   …
//   end
//
// usage: -plugin file=…,output=FILE,mark=0xADDRESS[,mark=0xADDRESS …]
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// What it uses of QEMU, which Debian ships without the header.
typedef uint64_t plugin_id;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
typedef void (*execution)(unsigned int processor, void *data);
enum { ADD = 0, NO_REGISTERS = 0 };
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *block);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *block, size_t index);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *instruction);
const void *qemu_plugin_insn_data(const struct qemu_plugin_insn *instruction);
void qemu_plugin_register_vcpu_tb_trans_cb(plugin_id id, void (*translated)(plugin_id, struct qemu_plugin_tb *));
void qemu_plugin_register_vcpu_tb_exec_cb(struct qemu_plugin_tb *block, execution executed, int flags, void *data);
void qemu_plugin_register_vcpu_insn_exec_cb(
    struct qemu_plugin_insn *instruction, execution executed, int flags, void *data);
void qemu_plugin_register_vcpu_insn_exec_inline(
    struct qemu_plugin_insn *instruction, int operation, void *counter, uint64_t value);

#define EXPORT __attribute__((visibility("default")))

EXPORT int qemu_plugin_version = 1;

enum { FLASH = 256 * 1024, SLOTS = FLASH / 2, MARKS = 8 };

static uint64_t runs[SLOTS], jumps[SLOTS];
static uint64_t marks[MARKS];
static int mark_count;
static FILE *output;

// The block that ran last: where its last instruction lies, and what comes behind that.
static uint64_t last_instruction = FLASH, next_address = FLASH;

static void block_begins(unsigned int processor, void *data) {
  (void)processor;
  if (last_instruction < FLASH && (uint64_t)(uintptr_t)data != next_address) jumps[last_instruction / 2]++;
  last_instruction = FLASH;
}

static void block_ends(unsigned int processor, void *data) {
  (void)processor;
  uint64_t packed = (uintptr_t)data;
  last_instruction = packed >> 3;
  next_address = last_instruction + (packed & 7);
}

static void mark_reached(unsigned int processor, void *data) {
  (void)processor;
  fprintf(output, "mark %08x\n", (unsigned)(uintptr_t)data);
  for (uint32_t slot = 0; slot < SLOTS; slot++)
    if (runs[slot] != 0)
      fprintf(
          output, "%08x %llu %llu\n", slot * 2, (unsigned long long)runs[slot], (unsigned long long)jumps[slot]);
  fprintf(output, "end\n");
  fflush(output);
  memset(runs, 0, sizeof runs);
  memset(jumps, 0, sizeof jumps);
}

/// 2 or 4 bytes, by the first halfword (ARMv6-M Architecture Reference Manual, A5.1).
static unsigned size(const struct qemu_plugin_insn *instruction) {
  uint16_t halfword;
  memcpy(&halfword, qemu_plugin_insn_data(instruction), sizeof halfword);
  return halfword >> 11 >= 0x1D ? 4 : 2;
}

static void translated(plugin_id id, struct qemu_plugin_tb *block) {
  (void)id;
  size_t count = qemu_plugin_tb_n_insns(block);
  for (size_t index = 0; index < count; index++) {
    struct qemu_plugin_insn *instruction = qemu_plugin_tb_get_insn(block, index);
    uint64_t address = qemu_plugin_insn_vaddr(instruction);
    if (address >= FLASH) continue;
    for (int mark = 0; mark < mark_count; mark++)
      if (marks[mark] == address)
        qemu_plugin_register_vcpu_insn_exec_cb(
            instruction, mark_reached, NO_REGISTERS, (void *)(uintptr_t)address);
    qemu_plugin_register_vcpu_insn_exec_inline(instruction, ADD, &runs[address / 2], 1);
    if (index == 0)
      qemu_plugin_register_vcpu_tb_exec_cb(block, block_begins, NO_REGISTERS, (void *)(uintptr_t)address);
    if (index == count - 1)
      qemu_plugin_register_vcpu_insn_exec_cb(
          instruction, block_ends, NO_REGISTERS, (void *)(uintptr_t)(address << 3 | size(instruction)));
  }
}

EXPORT int qemu_plugin_install(plugin_id id, const void *machine, int argument_count, char **arguments) {
  (void)machine;
  for (int index = 0; index < argument_count; index++) {
    const char *argument = arguments[index];
    if (strncmp(argument, "output=", 7) == 0) {
      output = fopen(argument + 7, "w");
    } else if (strncmp(argument, "mark=", 5) == 0 && mark_count < MARKS) {
      marks[mark_count++] = strtoull(argument + 5, NULL, 16);
    } else {
      fprintf(stderr, "instruction counter: %s is not understood\n", argument);
      return -1;
    }
  }
  if (output == NULL || mark_count == 0) {
    fprintf(stderr, "instruction counter: output=FILE and mark=ADDRESS are needed\n");
    return -1;
  }
  qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
  return 0;
}
