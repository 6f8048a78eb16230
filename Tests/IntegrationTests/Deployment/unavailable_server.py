"""A pod of rankd that is well by its health and refuses every call: unavailable_server.py TLS_FOLDER

Prints its port. Each refusal says how many seconds the caller's deadline left.
"""

import concurrent.futures
import pathlib
import sys

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc


class Refusing(grpc.GenericRpcHandler):
    def service(self, details):
        if not details.method.startswith("/ranking.v1."):
            return None

        def refuse(request, context):
            remaining = context.time_remaining()
            context.abort(grpc.StatusCode.UNAVAILABLE, f"remaining {remaining}")

        return grpc.unary_unary_rpc_method_handler(refuse)


def main() -> None:
    folder = pathlib.Path(sys.argv[1])
    server = grpc.server(concurrent.futures.ThreadPoolExecutor(4))
    checks = health.HealthServicer()
    checks.set("ranking.v1.RankingService", health_pb2.HealthCheckResponse.SERVING)
    health_pb2_grpc.add_HealthServicer_to_server(checks, server)
    server.add_generic_rpc_handlers([Refusing()])
    read = lambda name: (folder / name).read_bytes()  # noqa: E731
    credentials = grpc.ssl_server_credentials(
        [(read("rankd.key"), read("rankd.pem"))], root_certificates=read("ca.pem"), require_client_auth=True)
    print(server.add_secure_port("127.0.0.1:0", credentials), flush=True)
    server.start()
    sys.stdin.read()  # the test closes it
    server.stop(0)


main()
