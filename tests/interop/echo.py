"""Decodes each frame on stdin with Debian's python3-msgpack; answers with the repr of what it found and with its own encoding of it.

A frame is four bytes of length (big-endian) and that many bytes.
"""
import struct
import sys

import msgpack


def read_frame():
    header = sys.stdin.buffer.read(4)
    return sys.stdin.buffer.read(struct.unpack(">I", header)[0]) if header else None


def write_frame(content):
    sys.stdout.buffer.write(struct.pack(">I", len(content)) + content)
    sys.stdout.buffer.flush()


while (frame := read_frame()) is not None:
    value = msgpack.unpackb(frame, strict_map_key=False, unicode_errors="surrogatepass")
    write_frame(repr(value).encode())
    write_frame(msgpack.packb(value, unicode_errors="surrogatepass"))
