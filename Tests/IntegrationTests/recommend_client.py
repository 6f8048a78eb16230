"""Calls a live rankd with grpcio; prints one line a case, exits 1 if any differs from what is expected."""
import pathlib
import sys

import grpc

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Clients" / "python" / "stubs"))
from ranking.v1 import ranking_pb2, ranking_pb2_grpc  # noqa: E402

PATH = "/ranking.v1.RankingService/Recommend"
channel = grpc.insecure_channel(f"127.0.0.1:{sys.argv[1]}")
stub = ranking_pb2_grpc.RankingServiceStub(channel)
raw = channel.unary_unary(PATH)
failures = 0


def check(name, condition, what=""):
    global failures
    failures += not condition
    print("ok" if condition else "FAILED", name, what, flush=True)


def recommend(**fields):
    return stub.Recommend(ranking_pb2.RecommendRequest(**fields), timeout=5)


def error(call):
    try:
        call()
    except grpc.RpcError as failure:
        return failure
    return None


def refused(name, call, code, *words):
    """The call fails with the code and a message with all words, and the connection goes on."""
    failure = error(call)
    check(name, failure is not None and failure.code() is code, failure and failure.code())
    if failure is not None:
        check(f"message of {name}", all(word in failure.details() for word in words), failure.details())
    check(f"alive after {name}", len(recommend(user_id=1).recommendations) == 10)
    return failure


answer = recommend(user_id=3, top_k=5)
check("personal", len(answer.recommendations) == len(answer.scores) == 5)
check("user id", answer.user_id == 3)
check("status", answer.status == "success" and not answer.degraded)
check("served by", answer.served_by == ranking_pb2.SERVED_BY_PERSONAL)
check("version", answer.metadata.model_version != "")
check("descending", list(answer.scores) == sorted(answer.scores, reverse=True))
check("same again", recommend(user_id=3, top_k=5) == answer)
check("prefix", list(recommend(user_id=3, top_k=9).recommendations[:5]) == list(answer.recommendations))
check("default", len(recommend(user_id=3).recommendations) == 10)

for name, fields in (("unknown id", {"user_id": 10**15}), ("negative id", {"user_id": -1}),
                     ("zero id", {"user_id": 0}), ("unknown key", {"user_key": "nobody"}), ("anonymous", {})):
    answer = recommend(**fields)
    check(name, len(answer.recommendations) == 10 and answer.served_by != ranking_pb2.SERVED_BY_PERSONAL)
check("key of the request", recommend(user_key="nobody ☺").user_key == "nobody ☺")
check("empty message", len(ranking_pb2.RecommendResponse.FromString(raw(b"", timeout=5)).recommendations) == 10)
unknown_field = ranking_pb2.RecommendRequest(user_id=3, top_k=5).SerializeToString() + b"\xf8\x07\x01"
check("unknown field", len(ranking_pb2.RecommendResponse.FromString(raw(unknown_field, timeout=5)).scores) == 5)

for top_k in (-1, -(2**31), 1001, 2**31 - 1):
    failure = refused(f"top_k {top_k}", lambda: recommend(user_id=1, top_k=top_k),
                      grpc.StatusCode.INVALID_ARGUMENT, "top_k", "from 0 to 1000", str(top_k))
    details = dict(failure.trailing_metadata()).get("grpc-status-details-bin", b"")
    check("details", b"type.googleapis.com/google.rpc.BadRequest" in details and b"top_k" in details, details)

for name, message in (("garbage", b"\xff\xff\xff"), ("truncated", b"\x08"), ("wrong type", b"\x0d\x01\x02\x03\x04"),
                      ("length beyond the end", b"\x1a\x7fabc"), ("not UTF-8", b"\x1a\x02\xff\xfe")):
    refused(name, lambda: raw(message, timeout=5), grpc.StatusCode.INTERNAL, "")
refused("oversize", lambda: raw(b"\x1a" + b"x" * (4 << 20), timeout=10), grpc.StatusCode.RESOURCE_EXHAUSTED,
        "4194304", "4194305")
refused("unknown method", lambda: channel.unary_unary("/ranking.v1.RankingService/Nothing")(b"", timeout=5),
        grpc.StatusCode.UNIMPLEMENTED)

health = channel.unary_unary("/grpc.health.v1.Health/Check")
check("health", health(b"", timeout=5) == b"\x08\x01")
check("health by name", health(b"\x0a\x19ranking.v1.RankingService", timeout=5) == b"\x08\x01")
sys.exit(1 if failures else 0)
