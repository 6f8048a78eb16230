"""Two rankd behind the Envoy of deployment.yaml, restarted in turn while 16 callers ask: no call may fail.

rolling_restart.py RANKD BUNDLE DEPLOYMENT.YAML ENVOY RESTARTS FOLDER; prints one JSON object.
"""

import collections
import json
import pathlib
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request

import grpc
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "Clients" / "python" / "stubs"))
from ranking.v1 import ranking_pb2, ranking_pb2_grpc  # noqa: E402

rankd, bundle, deployment, envoy, restarts, folder = sys.argv[1:]


def free_port():
    """Below the ports that the system gives to whoever asks for any, so that it stays free until it is used."""
    for port in random.sample(range(12_000, 32_000), 1_000):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
    sys.exit("no free port")


def start(port):
    """One rankd on `port`, ready; its log tells."""
    log = pathlib.Path(folder) / f"rankd-{port}.log"
    with open(log, "w") as file:
        process = subprocess.Popen(
            [rankd, "serve", "--bundle", bundle, "--host", "127.0.0.1", "--port", str(port), "--admin-port", "0"],
            stdin=subprocess.DEVNULL, stdout=file, stderr=file)
    while "] serving" not in log.read_text():
        if process.poll() is not None:
            sys.exit(log.read_text())
        time.sleep(0.01)
    return process


def configuration(ports, listener, admin):
    """What deployment.yaml ships, moved to this machine's ports."""
    for document in yaml.safe_load_all(pathlib.Path(deployment).read_text()):
        if document["kind"] == "ConfigMap" and "envoy.yaml" in document["data"]:
            shipped = yaml.safe_load(document["data"]["envoy.yaml"])
    shipped["admin"]["address"]["socket_address"]["port_value"] = admin
    resources = shipped["static_resources"]
    # Of its own pages only those that the test reads.
    del resources["listeners"][1:]
    resources["listeners"][0]["address"]["socket_address"].update(address="127.0.0.1", port_value=listener)
    resources["clusters"][0]["type"] = "STATIC"
    resources["clusters"][0]["load_assignment"]["endpoints"][0]["lb_endpoints"] = [
        {"endpoint": {"address": {"socket_address": {"address": "127.0.0.1", "port_value": port}}}} for port in ports]
    path = pathlib.Path(folder) / "envoy.yaml"
    path.write_text(json.dumps(shipped))
    return path


def wait_for_healthy(admin, count, steady=0.0, seconds=60):
    """As an orchestrator waits before it restarts the next: `steady` stands for its minReadySeconds, which has to be
    longer than the proxy needs to find out and to forgive, one interval of its health checks."""
    end, since = time.monotonic() + seconds, None
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{admin}/clusters", timeout=5) as page:
                text = page.read().decode()
            is_healthy = len(re.findall("^rankd::.*health_flags::healthy", text, re.M)) == count
        except OSError:
            is_healthy = False
        since = (since or time.monotonic()) if is_healthy else None
        if since is not None and time.monotonic() - since >= steady:
            return
        time.sleep(0.05)
    sys.exit(f"Envoy did not find {count} healthy servers")


def call(target, ends, is_done, lock):
    with grpc.insecure_channel(target) as channel:
        stub = ranking_pb2_grpc.RankingServiceStub(channel)
        user = 0
        while not is_done.is_set():
            user = user % 40 + 1
            try:
                answer = stub.Recommend(ranking_pb2.RecommendRequest(user_id=user, top_k=5), timeout=10)
                end = "OK" if answer.recommendations else "empty"
            except grpc.RpcError as error:
                end = f"{error.code().name}: {error.details()}"
            with lock:
                ends[end] += 1


def main():
    ports, listener, admin = [free_port(), free_port()], free_port(), free_port()
    servers = [start(port) for port in ports]
    proxy = subprocess.Popen(
        [envoy, "-c", configuration(ports, listener, admin), "--concurrency", "1", "-l", "error",
         "--disable-hot-restart"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for_healthy(admin, 2)
        ends, is_done, lock = collections.Counter(), threading.Event(), threading.Lock()
        callers = [
            threading.Thread(target=call, args=(f"127.0.0.1:{listener}", ends, is_done, lock)) for _ in range(16)]
        for caller in callers:
            caller.start()
        statuses = []
        for restart in range(int(restarts)):
            index = restart % 2
            servers[index].send_signal(signal.SIGTERM)
            statuses.append(servers[index].wait(60))
            servers[index] = start(ports[index])
            wait_for_healthy(admin, 2, steady=2)
        is_done.set()
        for caller in callers:
            caller.join()
        print(json.dumps({"ok": ends.pop("OK", 0), "failed": ends, "statuses": statuses}))
    finally:
        proxy.kill()
        proxy.wait()
        for server in servers:
            server.kill()
            server.wait()


main()
