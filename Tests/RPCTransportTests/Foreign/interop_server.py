"""Serves grpc.testing.TestService with grpcio on a free port, prints the port, ends with its standard input.

grpcio hides how a message came, so `expect_compressed` is not checked.
"""
import sys
import time
from concurrent import futures

import grpc
from interop_messages import (
    SERVICE, Empty, InputRequest, InputResponse, OutputRequest, OutputResponse, SimpleRequest, SimpleResponse, zeros)

ECHO_INITIAL, ECHO_TRAILING = "x-grpc-test-echo-initial", "x-grpc-test-echo-trailing-bin"
CODES = {code.value[0]: code for code in grpc.StatusCode}


def begin(context):
    metadata = dict(context.invocation_metadata())
    if ECHO_INITIAL in metadata:
        context.send_initial_metadata(((ECHO_INITIAL, metadata[ECHO_INITIAL]),))
    if ECHO_TRAILING in metadata:
        context.set_trailing_metadata(((ECHO_TRAILING, metadata[ECHO_TRAILING]),))


def check_status(request, context):
    if request.HasField("response_status"):
        context.abort(CODES[request.response_status.code], request.response_status.message)


def empty(request, context):
    begin(context)
    return Empty()


def unary(request, context):
    check_status(request, context)
    if request.response_compressed.value:
        context.set_compression(grpc.Compression.Gzip)
    begin(context)
    return SimpleResponse(payload=zeros(request.response_size))


def add_up(requests, context):
    return InputResponse(aggregated_payload_size=sum(len(request.payload.body) for request in requests))


def replies(request, context):
    for parameters in request.response_parameters:
        time.sleep(parameters.interval_us / 1e6)
        if not parameters.compressed.value:
            context.disable_next_message_compression()
        yield OutputResponse(payload=zeros(parameters.size))


def output(request, context):
    if any(parameters.compressed.value for parameters in request.response_parameters):
        context.set_compression(grpc.Compression.Gzip)
    yield from replies(request, context)


def duplex(requests, context):
    begin(context)
    for request in requests:
        check_status(request, context)
        yield from replies(request, context)


def half_duplex(requests, context):
    for request in list(requests):
        yield from replies(request, context)


def handler(make, body, request, response):
    return make(body, request.FromString, response.SerializeToString)


METHODS = {
    "EmptyCall": handler(grpc.unary_unary_rpc_method_handler, empty, Empty, Empty),
    "UnaryCall": handler(grpc.unary_unary_rpc_method_handler, unary, SimpleRequest, SimpleResponse),
    "StreamingInputCall": handler(grpc.stream_unary_rpc_method_handler, add_up, InputRequest, InputResponse),
    "StreamingOutputCall": handler(grpc.unary_stream_rpc_method_handler, output, OutputRequest, OutputResponse),
    "FullDuplexCall": handler(grpc.stream_stream_rpc_method_handler, duplex, OutputRequest, OutputResponse),
    "HalfDuplexCall": handler(grpc.stream_stream_rpc_method_handler, half_duplex, OutputRequest, OutputResponse),
}

server = grpc.server(futures.ThreadPoolExecutor(8))
server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(SERVICE.strip("/"), METHODS),))
port = server.add_insecure_port("127.0.0.1:0")
server.start()
print(port, flush=True)
sys.stdin.read()
server.stop(None)
