"""Our bytes and those of another implementation of MessagePack are the same, whoever writes or reads."""

import json
import subprocess
import sys
import unittest
from datetime import datetime, timezone

from nws.values import decode, encode

PLAIN = [None, True, False, 0, 127, 128, -32, -33, 2 ** 16, 2 ** 32, 2 ** 64 - 1, -2 ** 63, 1.5, -0.0, "", "x" * 31,
         "\u00e9" * 300, "x" * 70000, [], list(range(15)), list(range(16)), list(range(70000)), {}, {"a": {"b": [1]}},
         {str(number): number for number in range(70000)}]

READ_AND_WRITE = """
import json, sys, msgpack
from datetime import datetime, timezone
raw = sys.stdin.buffer.read()
unpacker = msgpack.Unpacker(raw=False, strict_map_key=False, timestamp=3)
unpacker.feed(raw)
plain, extensions = list(unpacker)
assert extensions[0] == datetime(2024, 2, 29, 12, 30, 15, 123456, tzinfo=timezone.utc), extensions[0]
assert extensions[1] == datetime(1, 1, 1, tzinfo=timezone.utc), extensions[1]
assert extensions[2] == msgpack.ExtType(3, msgpack.packb([1, 2])), extensions[2]
assert extensions[3] == msgpack.ExtType(1, (2 ** 70).to_bytes(9, "big")), extensions[3]
assert extensions[4] == bytes(range(256)), extensions[4]
sys.stdout.buffer.write(msgpack.packb(plain) + msgpack.packb(extensions, datetime=True))
"""


def interpreter_with_msgpack():
    for program in (sys.executable, "/usr/bin/python3", "python3"):
        if subprocess.run([program, "-c", "import msgpack"], stderr=subprocess.DEVNULL).returncode == 0:
            return program
    raise AssertionError("this test needs the Python package msgpack (Debian: python3-msgpack)")


class MsgpackTest(unittest.TestCase):
    def test_both_write_the_same_bytes_and_read_each_other(self):
        extensions = [datetime(2024, 2, 29, 12, 30, 15, 123456, tzinfo=timezone.utc),
                      datetime(1, 1, 1, tzinfo=timezone.utc), (1, 2), 2 ** 70, bytes(range(256))]
        ours = encode(PLAIN) + encode(extensions)
        other = subprocess.run([interpreter_with_msgpack(), "-c", READ_AND_WRITE], input=ours, capture_output=True,
                               timeout=60)
        self.assertEqual(b"", other.stderr)
        self.assertEqual(ours, other.stdout)
        self.assertEqual(json.dumps(PLAIN), json.dumps(decode(other.stdout[:len(encode(PLAIN))])))


if __name__ == "__main__":
    unittest.main()
