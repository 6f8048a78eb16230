"""The Envoy of deployment.yaml in front of one rankd, told to stop as the kubelet tells it, while callers ask.

envoy_drain.py DEPLOYMENT.YAML ENVOY RANKD_PORT ENVOY_PORT ADMIN_PORT STATISTICS_PORT FOLDER; prints one JSON object.
"""

import collections
import json
import pathlib
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

import grpc
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "Clients" / "python" / "stubs"))
from ranking.v1 import ranking_pb2, ranking_pb2_grpc  # noqa: E402

# The test's thread may have blocked signals, and children inherit that.
signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM, signal.SIGINT})
deployment, envoy, rankd, port, admin, statistics, folder = sys.argv[1:]
documents = [document for document in yaml.safe_load_all(pathlib.Path(deployment).read_text()) if document]


def named(kind, name):
    return next(d for d in documents if d["kind"] == kind and d["metadata"]["name"] == name)


def shipped():
    """The configuration, moved to this machine's ports."""
    text = json.dumps(yaml.safe_load(named("ConfigMap", "rankd-envoy")["data"]["envoy.yaml"]))
    for old, new in (("8080", port), ("9901", admin), ("9902", statistics)):
        assert f'"port_value": {old}' in text, old
        text = text.replace(f'"port_value": {old}', f'"port_value": {new}')
    upstream = '"address": "rankd", "port_value": 8000'
    assert upstream in text
    text = text.replace(upstream, f'"address": "127.0.0.1", "port_value": {rankd}')
    path = pathlib.Path(folder) / "envoy.json"
    path.write_text(text)
    return path


def get(where, path):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{where}{path}", timeout=30) as page:
            return page.status, page.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, ""
    except OSError:
        return 0, ""


def until(condition, what):
    end = time.monotonic() + 60
    while not condition():
        if time.monotonic() > end:
            sys.exit(f"never: {what}")
        time.sleep(0.05)


def counter(name):
    found = [line for line in get(admin, f"/stats?filter={name}")[1].splitlines() if line.startswith(f"{name}: ")]
    return int(found[0].split(": ")[1]) if found else 0


def call(ends, is_done):
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        stub = ranking_pb2_grpc.RankingServiceStub(channel)
        while not is_done.is_set():
            try:
                stub.Recommend(ranking_pb2.RecommendRequest(user_id=1, top_k=5), timeout=30)
                ends["OK"] += 1
            except grpc.RpcError as error:
                ends[f"{error.code().name}: {error.details()}"] += 1


def main():
    container = named("Deployment", "rankd-envoy")["spec"]["template"]["spec"]["containers"][0]
    proxy = subprocess.Popen(
        [envoy, "-c", shipped(), "-l", "error", "--disable-hot-restart", *container["args"][2:]],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until(lambda: get(statistics, "/ready")[0] == 200, "ready")
        until(lambda: re.search("^rankd::.*health_flags::healthy", get(admin, "/clusters")[1], re.M), "healthy")
        ends, is_done = collections.Counter(), threading.Event()
        callers = [threading.Thread(target=call, args=(ends, is_done)) for _ in range(4)]
        for caller in callers:
            caller.start()
        until(lambda: ends["OK"] > 20, "answers")
        command = container["lifecycle"]["preStop"]["exec"]["command"]
        script = command[-1].replace("/9901", f"/{admin}").replace("sleep 20", "sleep 2")
        status = subprocess.run([*command[:-1], script], timeout=60).returncode
        ready = get(statistics, "/ready")[0]
        told = counter("http.rankd.downstream_cx_drain_close")
        is_done.set()
        for caller in callers:
            caller.join()
        proxy.terminate()
        print(json.dumps({"ok": ends.pop("OK", 0), "failed": ends, "status": status, "ready": ready, "told": told,
                          "exit": proxy.wait(60)}))
    finally:
        proxy.kill()
        proxy.wait()


main()
