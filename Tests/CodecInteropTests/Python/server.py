"""Answers requests of the tests: each is a line "command argument …", each answer lines of JSON and a line "."."""

import json
import sys
import traceback


def serve(commands):
    """Runs `commands`, functions of strings that yield objects, until the input ends."""
    for line in sys.stdin:
        name, *arguments = line.split()
        try:
            for answer in commands[name](*arguments):
                print(json.dumps(answer))
        except Exception:
            print(json.dumps({"failure": traceback.format_exc()}))
        print(".", flush=True)
