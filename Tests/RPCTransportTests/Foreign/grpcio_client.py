"""Calls the test server with grpcio; prints one line a case, exits 1 if any differs from what is expected."""
import struct
import sys
import time

import grpc

channel = grpc.insecure_channel(f"127.0.0.1:{sys.argv[1]}")
failures = 0


def method(name):
    return channel.unary_unary("/test.Test/" + name)


def check(name, condition, what=""):
    global failures
    failures += not condition
    print("ok" if condition else "FAILED", name, what, flush=True)


def error(call):
    try:
        call()
    except grpc.RpcError as failure:
        return failure
    return None


def alive(after):
    check("alive after " + after, method("Echo")(b"alive", timeout=30) == b"alive")


check("unary", method("Echo")(b"hello", timeout=30) == b"hello")
check("empty", method("Echo")(b"", timeout=30) == b"")
check("large", method("Echo")(b"x" * 4_000_000, timeout=60) == b"x" * 4_000_000)

reply, call = method("Echo").with_call(
    b"", timeout=30, metadata=(("x-text", "value"), ("x-some-bin", b"\x00\xff"), ("x-some-bin", b"\x01")))
check("initial metadata", ("x-text", "value") in call.initial_metadata())
trailing = [tuple(pair) for pair in call.trailing_metadata()]
check("binary metadata", [v for k, v in trailing if k == "x-some-bin"] == [b"\x00\xff", b"\x01"], trailing)

failure = error(lambda: method("Fail")(b"", timeout=30))
check("status", failure and failure.code() is grpc.StatusCode.INVALID_ARGUMENT)
check("percent-encoded message", failure and failure.details() == "top_k: max 1000, got 1001 ☺")
details = dict(failure.trailing_metadata()).get("grpc-status-details-bin", b"")
check("details", b"type.googleapis.com/google.rpc.BadRequest" in details and b"top_k" in details)
alive("a failed call")

failure = error(lambda: method("Missing")(b"", timeout=30))
check("unknown method", failure and failure.code() is grpc.StatusCode.UNIMPLEMENTED)
alive("an unknown method")

failure = error(lambda: method("Echo")(b"x" * (4 * 1024 * 1024 + 1), timeout=60))
check("oversize", failure and failure.code() is grpc.StatusCode.RESOURCE_EXHAUSTED)
check("oversize names both sizes", failure and "max 4194304, got 4194305" in failure.details(), failure.details())
alive("an oversize message")

started = time.monotonic()
failure = error(lambda: method("Never")(b"", timeout=0.2))
check("deadline", failure and failure.code() is grpc.StatusCode.DEADLINE_EXCEEDED)
check("deadline in time", time.monotonic() - started < 10)
alive("a deadline")



def count(name):
    return struct.unpack(">Q", method(name)(b"", timeout=30))[0]


def grows(name, before):
    """Waits up to 20 seconds until the server has counted more."""
    for _ in range(1_000):
        if count(name) > before:
            return True
        time.sleep(0.02)
    return False


begun, cancelled = count("Started"), count("Cancelled")
future = method("Never").future(b"", timeout=60)
check("the call reaches the handler", grows("Started", begun))
future.cancel()
try:
    future.result()
except (grpc.FutureCancelledError, grpc.RpcError):
    pass
check("cancellation reaches the handler", grows("Cancelled", cancelled))
alive("a cancellation")

stream = channel.stream_stream("/test.Test/Stream")
sent = [bytes([n]) * (n * 1000) for n in range(50)]
check("bidirectional", list(stream(iter(sent), timeout=60)) == sent)
numbers = channel.unary_stream("/test.Test/Count")
check("server streaming", len(list(numbers(struct.pack(">I", 10_000), timeout=60))) == 10_000)
check("empty stream", list(stream(iter([]), timeout=30)) == [])
big = [b"z" * 1_000_000 for _ in range(40)]
check("bidirectional, 40 MB", sum(map(len, stream(iter(big), timeout=30))) == 40_000_000)
alive("streams")

health = channel.unary_unary("/grpc.health.v1.Health/Check")
check("health", health(b"", timeout=30) == b"\x08\x01")
failure = error(lambda: health(b"\x0a\x04none", timeout=30))
check("health of an unknown service", failure and failure.code() is grpc.StatusCode.NOT_FOUND)
failure = error(lambda: health(b"\xff\xff", timeout=30))
check("undecodable bytes", failure and failure.code() is grpc.StatusCode.INTERNAL)
watch = channel.unary_stream("/grpc.health.v1.Health/Watch")(b"", timeout=30)
check("health watch", next(watch) == b"\x08\x01")
watch.cancel()
alive("health")
sys.exit(1 if failures else 0)
