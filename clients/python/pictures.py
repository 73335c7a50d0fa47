"""Pictures and bytes that rounds send: made here, so that nothing has to be installed or kept."""

import hashlib
import random
import struct
import zlib


def noise(length, seed):
    """Bytes that no packing makes shorter, the same for the same seed."""
    return random.Random(seed).randbytes(length)


def digest(data):
    return hashlib.sha256(data).hexdigest()


def png(width, height, seed=1):
    """A picture with a slope of colours."""
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        for x in range(width):
            rows += bytes(((x * 255 // width), (y * 255 // height), (seed * 37) % 256))
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(rows), 6)) + chunk(b"IEND", b"")
    )


def png_that_claims(width, height):
    """A head that promises a picture, and nothing behind it."""
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(1 << 20), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def jpeg_size(data):
    """Width and height of a JPEG, from its frame header."""
    assert data[:2] == b"\xff\xd8" and data[-2:] == b"\xff\xd9", "no whole JPEG"
    at = 2
    while data[at] == 0xFF:
        mark, length = data[at + 1], struct.unpack(">H", data[at + 2 : at + 4])[0]
        if 0xC0 <= mark <= 0xC2:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + length
    raise AssertionError("a JPEG without a frame")


MEBIBYTE = 1 << 20


def mebibyte(index, seed):
    """One MiB of the bytes of a seed; see `Stream`."""
    return random.Random(seed * 1_000_003 + index).randbytes(MEBIBYTE)


class Stream:
    """The bytes of a seed as a file to read, made when they are asked for: a large one is never held anywhere."""

    def __init__(self, size, seed, name="large.bin"):
        self.size, self.seed, self.name, self.at = size, seed, name, 0
        self.made = (None, b"")

    def read(self, length):
        length = min(length, self.size - self.at)
        read = bytearray()
        while len(read) < length:
            index, start = divmod(self.at, MEBIBYTE)
            if self.made[0] != index:
                self.made = (index, mebibyte(index, self.seed))
            part = self.made[1][start : start + length - len(read)]
            read += part
            self.at += len(part)
        return bytes(read)

    def part(self, number, size):
        """The part of that number, of parts of `size` bytes."""
        self.at = number * size
        return self.read(size)

    def digest(self):
        digest, self.at = hashlib.sha256(), 0
        while part := self.read(MEBIBYTE):
            digest.update(part)
        self.at = 0
        return digest.hexdigest()
