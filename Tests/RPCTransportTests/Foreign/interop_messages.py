"""The messages of grpc.testing, made from the protos of this tree without generated modules."""
import pathlib
import tempfile

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from grpc_tools import protoc

PROTOS = pathlib.Path(__file__).resolve().parents[3] / "Protos"
SERVICE = "/grpc.testing.TestService/"


def _pool():
    with tempfile.NamedTemporaryFile() as output:
        arguments = ["", f"-I{PROTOS}", "--include_imports", f"--descriptor_set_out={output.name}"]
        if protoc.main(arguments + ["grpc/testing/test.proto"]):
            raise SystemExit("protoc failed")
        files = descriptor_pb2.FileDescriptorSet.FromString(output.read())
    pool = descriptor_pool.DescriptorPool()
    for file in files.file:
        pool.Add(file)
    return pool


_POOL = _pool()


def message(name):
    return message_factory.GetMessageClass(_POOL.FindMessageTypeByName("grpc.testing." + name))


Empty = message("Empty")
SimpleRequest, SimpleResponse = message("SimpleRequest"), message("SimpleResponse")
InputRequest, InputResponse = message("StreamingInputCallRequest"), message("StreamingInputCallResponse")
OutputRequest, OutputResponse = message("StreamingOutputCallRequest"), message("StreamingOutputCallResponse")
Payload = message("Payload")


def zeros(size):
    return Payload(body=bytes(size))
