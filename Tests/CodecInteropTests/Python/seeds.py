"""Writes inputs for Fuzz/ to begin with: python seeds.py FOLDER."""

import pathlib
import sys

import cose
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
for target in ["cose", "message", "legacy-message"]:
    for path in sorted((folder / target).iterdir()):
        write("cbor", path.name, path.read_bytes().hex())
