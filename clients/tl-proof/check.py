"""Holds Telethon's or Pyrogram's types against vectors of tl-proof.

    vectors LAYER | python check.py LAYER REQUESTS

Every value must be read with the same fields and written as the same bytes; every request likewise. The
requests, as the library wrote them, go to the file REQUESTS as lines of hex, for `vectors --read`.
"""

import io
import json
import re
import sys
from datetime import datetime

try:
    from telethon.extensions import BinaryReader
    from telethon.tl import alltlobjects

    LAYER = alltlobjects.LAYER
    PYROGRAM = False
    PYTHON_NAMES = {"self": "is_self", "from": "from_"}

    def read(data):
        return BinaryReader(data).tgread_object()

    def write(value):
        return bytes(value)

except ImportError:
    from pyrogram.raw import all as pyrogram_all
    from pyrogram.raw.core import TLObject

    LAYER = pyrogram_all.layer
    PYROGRAM = True
    PYTHON_NAMES = {"self": "is_self", "from": "is_from"}

    def read(data):
        # Pyrogram guesses what a vector holds from the bytes that are left; bytes after it keep it from taking
        # constructors without fields for numbers.
        stream = io.BytesIO(data + b"\1" * 5)
        value = TLObject.read(stream)
        assert stream.tell() == len(data), "bytes are left"
        return value

    def write(value):
        return value.write()


class Seen:
    """What a value holds that its library cannot write again as it was."""

    # Flags of type `true` that came later do not change a constructor's id: older libraries pass over them.
    unknown_flags = False
    # Pyrogram reads an absent vector as an empty one, and writes an empty one without its flag. Telethon takes
    # an empty medium for none.
    nothings = False


def same(ours, theirs, place):
    """Fails with the place at which the two differ."""
    if isinstance(ours, list):
        Seen.nothings |= not ours and PYROGRAM
        assert len(ours) == len(theirs), f"{place}: {len(ours)} elements, {len(theirs)} there"
        for index, (one, other) in enumerate(zip(ours, theirs)):
            same(one, other, f"{place}[{index}]")
    elif isinstance(ours, dict) and "_" in ours:
        Seen.nothings |= ours["_"] == "messageMediaEmpty"
        if PYROGRAM:
            for name in theirs.__slots__:
                if name not in ours and getattr(theirs, name) == []:
                    setattr(theirs, name, None)
        for name, value in ours.items():
            if value is True and not hasattr(theirs, PYTHON_NAMES.get(name, name)):
                Seen.unknown_flags = True
            elif name != "_":
                same(value, getattr(theirs, PYTHON_NAMES.get(name, name)), f"{place}.{name}")
    elif isinstance(ours, dict):
        if "long" in ours:
            assert int(ours["long"]) == theirs, place
        elif "double" in ours:
            assert ours["double"] == theirs, place
        else:
            if isinstance(theirs, str):
                theirs = theirs.encode()
            elif isinstance(theirs, int):  # int128 and int256 are numbers in some libraries
                length = len(ours["bytes"]) // 2
                theirs = theirs.to_bytes(length, "little", signed=True)
            assert bytes.fromhex(ours["bytes"]) == bytes(theirs), place
    elif isinstance(theirs, datetime):
        assert ours == int(theirs.timestamp()), place
    elif theirs is None and ours == 0:
        pass  # a date of 0 is none
    else:
        assert ours == theirs, f"{place}: {ours!r}, {theirs!r} there"


def main():
    layer, requests = int(sys.argv[1]), sys.argv[2]
    assert LAYER == layer, f"the library speaks {LAYER}"
    counts, problems = {"value": 0, "request": 0}, {}
    with open(requests, "w") as out:
        for line in sys.stdin:
            vector = json.loads(line)
            data = bytes.fromhex(vector["hex"])
            if not isinstance(vector["value"], dict):
                continue
            try:
                Seen.unknown_flags = Seen.nothings = False
                theirs = read(data)
                same(vector["value"], theirs, vector["name"])
                again = write(theirs)
                flags_alone = Seen.unknown_flags and not Seen.nothings and len(again) == len(data)
                whole = again == data or flags_alone
                assert whole or Seen.nothings, f"{vector['name']} is written otherwise"
                if vector["kind"] == "request" and whole:
                    out.write(again.hex() + "\n")
                counts[vector["kind"]] += 1
            except Exception as error:
                problems.setdefault(vector["name"], f"{type(error).__name__}: {error}")
    print(f"layer {layer}: {counts['value']} values and {counts['request']} requests agree, {len(problems)} names do not")
    for name, problem in sorted(problems.items()):
        print(f"  {name}: {re.sub(r'[^ -~]', '?', problem)[:200]}")
    sys.exit(1 if problems or not counts["value"] or not counts["request"] else 0)


main()
