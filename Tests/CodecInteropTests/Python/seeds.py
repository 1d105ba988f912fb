"""Writes inputs for Fuzz/ to begin with: python seeds.py FOLDER."""

import pathlib
import sys

import cose
import eat
import teep

folder = pathlib.Path(sys.argv[1])


def write(target, name, encoded):
    path = folder / target / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bytes.fromhex(encoded))


for kind in cose.TAGS:
    for index in range(8):
        write("cose", f"{kind}-{index}", cose.Maker(kind, index).make()["encoded"])
for is_p256 in [True, False]:
    key = cose.Key(is_p256, bytes(range(32))).cose_key
    write("cose", f"key-{is_p256}", cose.dumps(key | {2: b"kid", 3: -9, -4: bytes(32)}).hex())
for shift, target in enumerate(["message", "legacy-message"]):
    for index, message in enumerate(teep.messages(8, shift, shift)):
        write(target, f"message-{index}", message["encoded"])
for index, claims in enumerate(eat.make(20, 1)):
    write("eat", f"claims-{index}", claims["shuffled"])
digest = [-16, bytes(32)]
record = [[0, 1], 20, 17, 1, {3: cose.dumps(digest), 14: 9}]
claims = {0: [b"a", b"b"], 3: cose.dumps(digest), 14: 9}
capabilities = {1: [[b"a"], [b"a", True]], 2: [1, 2, 20], 3: [1, 3], 4: [-16, -9], 5: [2, 3], 10: [1]}
failure = {5: 3, 6: [[], 7, 2, 0, {}], 7: 10}
for index, (result, more) in enumerate([(True, {}), (failure, {}), (True, {8: capabilities}), (failure, {2: b"token678"})]):
    report = cose.dumps({3: [record, claims], 4: result, 99: ["https://a.example", digest]} | more, canonical=True)
    write("report", f"report-{index}", report.hex())
    write("report", f"sign1-{index}", cose.dumps(cose.CBORTag(18, [b"\xa1\x01\x28", {}, report, bytes(64)])).hex())
for target in ["cose", "message", "legacy-message"]:
    for path in sorted((folder / target).iterdir()):
        write("cbor", path.name, path.read_bytes().hex())
