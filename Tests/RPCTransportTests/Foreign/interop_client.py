"""Runs gRPC's interop cases with grpcio against the server at argv[1]; one line a case, exits 1 if one fails."""
import sys
import time

import grpc
from interop_messages import (
    SERVICE, Empty, InputRequest, InputResponse, OutputRequest, OutputResponse, SimpleRequest, SimpleResponse, zeros)

REQUESTS, RESPONSES = [27182, 8, 1828, 45904], [31415, 9, 2653, 58979]
ECHO_INITIAL, ECHO_TRAILING = "x-grpc-test-echo-initial", "x-grpc-test-echo-trailing-bin"
SPECIAL = "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n"

channels = {
    kind: grpc.insecure_channel(f"127.0.0.1:{sys.argv[1]}", compression=kind)
    for kind in (grpc.Compression.NoCompression, grpc.Compression.Gzip, grpc.Compression.Deflate)
}
channel = channels[grpc.Compression.NoCompression]


def codec(request, response):
    return {"request_serializer": request.SerializeToString, "response_deserializer": response.FromString}


def unary(over=channel):
    return over.unary_unary(SERVICE + "UnaryCall", **codec(SimpleRequest, SimpleResponse))


def duplex():
    return channel.stream_stream(SERVICE + "FullDuplexCall", **codec(OutputRequest, OutputResponse))


def send_all(over=channel):
    return over.stream_unary(SERVICE + "StreamingInputCall", **codec(InputRequest, InputResponse))


def receive_all():
    return channel.unary_stream(SERVICE + "StreamingOutputCall", **codec(OutputRequest, OutputResponse))


def large(**more):
    return SimpleRequest(response_size=314159, payload=zeros(271828), **more)


def parameters(*sizes):
    return [{"size": size} for size in sizes]


def expect(what, got, wanted):
    if got != wanted:
        raise AssertionError(f"{what}: expected {wanted!r}, got {got!r}")


def failure(call):
    try:
        call()
    except grpc.RpcError as error:
        return error
    raise AssertionError("expected a failure, got OK")


def empty_unary():
    method = channel.unary_unary(SERVICE + "EmptyCall", **codec(Empty, Empty))
    expect("response", method(Empty(), timeout=60), Empty())


def large_unary():
    expect("payload", unary()(large(), timeout=60).payload.body, bytes(314159))


def client_compressed_unary():
    probe = failure(lambda: unary()(large(expect_compressed={"value": True}), timeout=60))
    expect("probe", probe.code(), grpc.StatusCode.INVALID_ARGUMENT)
    for kind in (grpc.Compression.Gzip, grpc.Compression.Deflate):
        reply = unary(channels[kind])(large(expect_compressed={"value": True}), timeout=60)
        expect("payload", reply.payload.body, bytes(314159))
    unary()(large(expect_compressed={"value": False}), timeout=60)


def server_compressed_unary():
    # grpcio does not show a message's flag; that the payload arrives shows that it was read right.
    for compressed in (True, False):
        reply = unary()(large(response_compressed={"value": compressed}), timeout=60)
        expect("payload", reply.payload.body, bytes(314159))


def client_streaming():
    requests = [InputRequest(payload=zeros(size)) for size in REQUESTS]
    expect("sum", send_all()(iter(requests), timeout=60).aggregated_payload_size, 74922)


def client_compressed_streaming():
    def request(size, compressed):
        return InputRequest(payload=zeros(size), expect_compressed={"value": compressed})

    probe = failure(lambda: send_all()(iter([request(27182, True)]), timeout=60))
    expect("probe", probe.code(), grpc.StatusCode.INVALID_ARGUMENT)
    both = iter([request(27182, True), request(45904, True)])
    reply = send_all(channels[grpc.Compression.Gzip])(both, timeout=60)
    expect("sum", reply.aggregated_payload_size, 73086)


def server_streaming():
    replies = receive_all()(OutputRequest(response_parameters=parameters(*RESPONSES)), timeout=60)
    expect("sizes", [len(reply.payload.body) for reply in replies], RESPONSES)


def server_compressed_streaming():
    wanted = [{"size": 31415, "compressed": {"value": True}}, {"size": 92653, "compressed": {"value": False}}]
    replies = receive_all()(OutputRequest(response_parameters=wanted), timeout=60)
    expect("payloads", [reply.payload.body for reply in replies], [bytes(31415), bytes(92653)])


class Pipe:
    """Requests one at a time, as the test goes on."""

    def __init__(self):
        import queue
        self.queue = queue.Queue()

    def __iter__(self):
        return iter(self.queue.get, None)

    def send(self, message):
        self.queue.put(message)

    def close(self):
        self.queue.put(None)


def ping(pipe, replies, turn):
    pipe.send(OutputRequest(response_parameters=parameters(RESPONSES[turn]), payload=zeros(REQUESTS[turn])))
    expect("size", len(next(replies).payload.body), RESPONSES[turn])


def ping_pong():
    pipe = Pipe()
    replies = duplex()(iter(pipe), timeout=60)
    for turn in range(4):
        ping(pipe, replies, turn)
    pipe.close()
    expect("rest", list(replies), [])


def half_duplex():
    method = channel.stream_stream(SERVICE + "HalfDuplexCall", **codec(OutputRequest, OutputResponse))
    requests = [OutputRequest(response_parameters=parameters(size)) for size in RESPONSES]
    expect("sizes", [len(reply.payload.body) for reply in method(iter(requests), timeout=60)], RESPONSES)


def empty_stream():
    expect("replies", list(duplex()(iter([]), timeout=60)), [])


def timeout_on_sleeping_server():
    pipe = Pipe()
    pipe.send(OutputRequest(payload=zeros(27182)))
    error = failure(lambda: list(duplex()(iter(pipe), timeout=0.001)))
    expect("status", error.code(), grpc.StatusCode.DEADLINE_EXCEEDED)
    pipe.close()


def cancel_after_begin():
    pipe = Pipe()
    future = send_all().future(iter(pipe))
    future.cancel()
    expect("cancelled", future.cancelled(), True)
    expect("status", future.code(), grpc.StatusCode.CANCELLED)
    pipe.close()


def cancel_after_first_response():
    pipe = Pipe()
    replies = duplex()(iter(pipe), timeout=60)
    ping(pipe, replies, 0)
    replies.cancel()
    expect("status", failure(lambda: next(replies)).code(), grpc.StatusCode.CANCELLED)
    pipe.close()


def check_echo(call):
    expect("initial", dict(call.initial_metadata()).get(ECHO_INITIAL), "test_initial_metadata_value")
    expect("trailing", dict(call.trailing_metadata()).get(ECHO_TRAILING), b"\xab\xab\xab")


def custom_metadata():
    metadata = ((ECHO_INITIAL, "test_initial_metadata_value"), (ECHO_TRAILING, b"\xab\xab\xab"))
    check_echo(unary().with_call(large(), metadata=metadata, timeout=60)[1])
    request = OutputRequest(response_parameters=parameters(314159), payload=zeros(271828))
    call = duplex()(iter([request]), metadata=metadata, timeout=60)
    expect("sizes", [len(reply.payload.body) for reply in call], [314159])
    check_echo(call)


def status_code_and_message():
    status = {"code": 2, "message": "test status message"}
    for error in (
        failure(lambda: unary()(SimpleRequest(response_status=status), timeout=60)),
        failure(lambda: list(duplex()(iter([OutputRequest(response_status=status)]), timeout=60))),
    ):
        expect("status", (error.code().value[0], error.details()), (2, "test status message"))


def special_status_message():
    error = failure(lambda: unary()(SimpleRequest(response_status={"code": 2, "message": SPECIAL}), timeout=60))
    expect("status", (error.code().value[0], error.details()), (2, SPECIAL))


def unimplemented_method():
    method = channel.unary_unary(SERVICE + "UnimplementedCall", **codec(Empty, Empty))
    expect("status", failure(lambda: method(Empty())).code(), grpc.StatusCode.UNIMPLEMENTED)


def unimplemented_service():
    method = channel.unary_unary("/grpc.testing.UnimplementedService/UnimplementedCall", **codec(Empty, Empty))
    expect("status", failure(lambda: method(Empty())).code(), grpc.StatusCode.UNIMPLEMENTED)


CASES = [
    empty_unary, large_unary, client_compressed_unary, server_compressed_unary, client_streaming,
    client_compressed_streaming, server_streaming, server_compressed_streaming, ping_pong, half_duplex, empty_stream,
    timeout_on_sleeping_server, cancel_after_begin, cancel_after_first_response, custom_metadata,
    status_code_and_message, special_status_message, unimplemented_method, unimplemented_service]
failures = 0
for case in CASES:
    started = time.monotonic()
    try:
        case()
        print(f"ok {case.__name__} {time.monotonic() - started:.2f} s", flush=True)
    except Exception as error:  # Every failure is a line of the report.
        failures += 1
        print(f"FAILED {case.__name__}: {error!r}", flush=True)
sys.exit(1 if failures else 0)
