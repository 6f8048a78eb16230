"""Calls a server over mTLS with and without its token: PORT FOLDER TOKEN."""

import sys

import grpc

PORT, FOLDER, TOKEN = sys.argv[1:4]


def read(name):
    with open(f"{FOLDER}/{name}", "rb") as file:
        return file.read()


def channel(certificate=None, token=None):
    credentials = grpc.ssl_channel_credentials(
        read("ca.pem"),
        certificate and read(f"{certificate}.key"),
        certificate and read(f"{certificate}.pem"),
    )
    if token:
        credentials = grpc.composite_channel_credentials(credentials, grpc.access_token_call_credentials(token))
    return grpc.secure_channel(f"localhost:{PORT}", credentials)


def call(channel, path, message=b"hello"):
    method = channel.unary_unary(path, lambda data: data, lambda data: data)
    try:
        return method(message, timeout=60)
    except grpc.RpcError as error:
        return error.code()
    finally:
        channel.close()


def expect(what, wanted):
    assert what == wanted, f"{what} is not {wanted}"


expect(call(channel("client", TOKEN), "/test.Test/Echo"), b"hello")
expect(call(channel("client", TOKEN), "/test.Test/Echo", b"x" * 3_000_000), b"x" * 3_000_000)
assert b"CN=alice" in call(channel("client", TOKEN), "/test.Test/Who")
expect(call(channel("client"), "/test.Test/Echo"), grpc.StatusCode.UNAUTHENTICATED)
expect(call(channel("client", TOKEN + "x"), "/test.Test/Echo"), grpc.StatusCode.UNAUTHENTICATED)
expect(call(channel("client"), "/grpc.health.v1.Health/Check", b""), b"\x08\x01")
expect(call(channel("stranger", TOKEN), "/test.Test/Echo"), grpc.StatusCode.UNAVAILABLE)
expect(call(channel(None, TOKEN), "/test.Test/Echo"), grpc.StatusCode.UNAVAILABLE)
