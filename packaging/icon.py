#!/usr/bin/env python3
# Copyright (c) The NanoTcp authors.
# Licensed under the MIT license. See LICENSE in the repository root.

"""Draws icon.png: the front of an RJ-45 jack with its eight contacts."""

import struct
import zlib
from pathlib import Path

SIZE = 128
BOARD, JACK, CONTACT = 0, 1, 2
PALETTE = bytes([0x14, 0x5A, 0x6E, 0xF2, 0xF5, 0xF7, 0xE0, 0x9F, 0x1F])


def colour(x, y):
    if 32 <= x < 96 and 26 <= y < 58 and (x - 32) % 8 in (2, 3, 4, 5):
        return CONTACT
    if 16 <= x < 112 and 26 <= y < 84 or 36 <= x < 92 and 84 <= y < 94 or 48 <= x < 80 and 94 <= y < 104:
        return JACK
    return BOARD


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


rows = b"".join(b"\0" + bytes(colour(x, y) for x in range(SIZE)) for y in range(SIZE))
Path(__file__).with_name("icon.png").write_bytes(
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", SIZE, SIZE, 8, 3, 0, 0, 0))
    + chunk(b"PLTE", PALETTE)
    + chunk(b"IDAT", zlib.compress(rows, 9))
    + chunk(b"IEND", b""))
