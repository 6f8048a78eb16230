"""Calls rpc-echo-server through a proxy with grpcio; prints one line a case, exits 1 if any fails."""
import concurrent.futures
import sys
import time

import grpc

channel = grpc.insecure_channel(
    f"127.0.0.1:{sys.argv[1]}",
    options=[("grpc.max_receive_message_length", -1), ("grpc.enable_retries", 0)])
echo = channel.unary_unary("/echo.Echo/Unary")
both = channel.stream_stream("/echo.Echo/Bidirectional")
failures = 0


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


check("unary", echo(b"hello", timeout=30) == b"hello")
check("empty", echo(b"", timeout=30) == b"")
big = bytes(range(256)) * 12_000
check("3 MB", echo(big, timeout=60) == big)
inflated = channel.unary_unary("/echo.Echo/Inflate")((40 << 20).to_bytes(4, "big"), timeout=30)
check("40 MB answer", len(inflated) == 40 << 20)
with concurrent.futures.ThreadPoolExecutor(32) as pool:
    answers = list(pool.map(lambda n: echo(b"%d" % n, timeout=60) == b"%d" % n, range(2_000)))
check("2,000 calls, 32 at a time", all(answers), answers.count(False))

sent = [bytes([n % 256]) * (n * 37) for n in range(300)]
check("300 messages both ways", list(both(iter(sent), timeout=60)) == sent)
check("no message", list(both(iter([]), timeout=60)) == [])
pieces = [big] * 10
check("30 MB both ways", list(both(iter(pieces), timeout=40)) == pieces)


def ping_pong():
    answers = both(iter(turns()), timeout=60)
    for number in range(100):
        yield next(answers) == b"%d" % number


def turns():
    for number in range(100):
        yield b"%d" % number


check("ping-pong", all(ping_pong()))

# Where a server answers before the request ends, HAProxy 2.6 may drop that status, from any server, for the RST_STREAM
# (NO_ERROR) behind it, and tell CANCELLED.
failure = error(lambda: echo(b"x" * ((4 << 20) + 1), timeout=60))
check("oversize", failure and failure.code() in (grpc.StatusCode.RESOURCE_EXHAUSTED, grpc.StatusCode.CANCELLED),
      failure and failure.code())
failure = error(lambda: channel.unary_unary("/echo.Echo/Missing")(b"", timeout=30))
check("unknown method", failure and failure.code() is grpc.StatusCode.UNIMPLEMENTED)
failure = error(lambda: channel.unary_unary("/echo.Echo/Inflate")(b"", timeout=30))
check("status and message", failure and failure.code() is grpc.StatusCode.INVALID_ARGUMENT
      and "a size of at most" in failure.details(), failure and failure.details())


def silent():
    time.sleep(2)
    yield b""


# Client and server both know the deadline; the server may be first.
late = (grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.CANCELLED)
started = time.monotonic()
failure = error(lambda: list(both(silent(), timeout=0.3)))
check("deadline", failure and failure.code() in late and time.monotonic() - started < 10, failure and failure.code())
call = both(iter(pieces), timeout=60)
next(call)
call.cancel()
check("alive after a cancelled stream", echo(b"alive", timeout=30) == b"alive")
health = channel.unary_unary("/grpc.health.v1.Health/Check")
check("health", health(b"", timeout=30) == b"\x08\x01")
watch = channel.unary_stream("/grpc.health.v1.Health/Watch")(b"", timeout=30)
check("health watch", next(watch) == b"\x08\x01")
watch.cancel()
sys.exit(1 if failures else 0)
