#!/usr/bin/env python3
"""Writes the seed inputs of the fuzzer beside this file; what the fuzzer finds is kept beside them."""
import pathlib
import struct

HERE = pathlib.Path(__file__).resolve().parent
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"


def save(target, name, data):
    (HERE / target).mkdir(exist_ok=True)
    (HERE / target / name).write_bytes(data)


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload


def block(*fields):
    return b"".join(b"\0" + bytes([len(k)]) + k.encode() + bytes([len(v)]) + v.encode() for k, v in fields)


def request(path, *more, method="POST", content_type="application/grpc"):
    return block(
        (":method", method), (":scheme", "http"), (":path", path), (":authority", "a"),
        ("content-type", content_type), ("te", "trailers"), *more)


def message(body, flag=0):
    return bytes([flag]) + struct.pack(">I", len(body)) + body


def call(stream, path, body, *more):
    return frame(1, 4, stream, request(path, *more)) + frame(0, 1, stream, message(body))


SETTINGS = frame(4, 0, 0)
WHOLE, BYTES = b"\x01", b"\x03"  # the preface is added; one read, or one byte a read

save("deframer", "two", b"\x02" + message(b"hello") + message(b""))
save("deframer", "long", b"\x06" + message(bytes(range(200))))
save("deframer", "oversize", b"\x00" + b"\0\xff\xff\xff\xff")
save("deframer", "flag", b"\x00" + message(b"x", 2))
for name, data in {
        "percent": b"50%25 of %E2%98%BA %zz %4", "base64": b"AAE=,/w,AAECAw==", "timeout": b"99999999H",
        "short": b"1n", "utf8": "schön ☺".encode()}.items():
    save("metadata", name, data)
save("state", "unary", bytes([0, 0, 1, 4]))
save("state", "stream", bytes([1, 2, 0, 0, 2, 1, 3]))
save("state", "twice", bytes([0, 0, 0, 1, 3, 4, 3]))
for name, first in {"whole": WHOLE, "bytes": BYTES}.items():
    save("session", f"unary-{name}", first + call(1, "/a.B/C", b"abc", ("x-some-bin", "AAE=")))
    save("session", f"stream-{name}", first + frame(1, 4, 1, request("/a.B/S")) + frame(0, 0, 1, message(b"a"))
         + frame(0, 8, 1, b"\x02" + message(b"b") + b"\0\0") + frame(0, 1, 1))
save("session", "preface", b"\x00" + PREFACE + SETTINGS + call(1, "/a.B/Large", b""))
save("session", "large", WHOLE + call(1, "/a.B/Large", b"") + frame(8, 0, 1, struct.pack(">I", 70000))
     + frame(8, 0, 0, struct.pack(">I", 70000)))
save("session", "closed-window", WHOLE + frame(4, 0, 0, struct.pack(">HI", 4, 0)) + call(1, "/a.B/Large", b"")
     + call(3, "/a.B/C", b"x") + frame(3, 0, 1, struct.pack(">I", 8)))
save("session", "reset", WHOLE + frame(1, 4, 1, request("/a.B/Never")) + frame(3, 0, 1, struct.pack(">I", 8)))
save("session", "page", WHOLE + frame(1, 5, 1, request("/page?x=1", method="GET", content_type="")))
save("session", "timeout", WHOLE + call(1, "/a.B/Fail", b"", ("grpc-timeout", "1S"), ("grpc-encoding", "gzip")))
save("session", "continuation", WHOLE + frame(1, 0, 1, request("/a.B/C")) + frame(9, 4, 1) + frame(0, 1, 1, message(b"")))
save("session", "control", WHOLE + frame(6, 0, 0, b"12345678") + frame(4, 1, 0) + frame(7, 0, 0, bytes(8))
     + frame(2, 0, 3, b"\0\0\0\0\x10") + frame(0xee, 0, 0, b"?") + frame(5, 4, 1, bytes(4)))
save("session", "http1", b"\x00" + b"GET / HTTP/1.1\r\n\r\n")
save("session", "tls", b"\x00" + bytes([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3]))
HEAD = block((":status", "200"), ("content-type", "application/grpc"))
OK, BAD = block(("grpc-status", "0")), block(("grpc-status", "5"), ("grpc-message", "not%20here"))
for name, first in {"whole": b"\xff", "bytes": b"\0"}.items():
    save("client", f"ok-{name}", first + SETTINGS + frame(1, 4, 1, HEAD) + frame(0, 0, 1, message(b"x"))
         + frame(1, 5, 1, OK) + frame(1, 5, 3, HEAD + BAD) + frame(3, 0, 5, struct.pack(">I", 7)))
save("client", "goaway", b"\xff" + SETTINGS + frame(7, 0, 0, struct.pack(">II", 1, 0)) + frame(1, 4, 1, HEAD))
save("client", "http", b"\xff" + SETTINGS + frame(1, 5, 1, block((":status", "503"))))
