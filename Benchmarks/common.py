"""What the benchmark scripts share: servers that always stop, the two load clients, medians, a plot."""

import contextlib
import json
import math
import os
import pathlib
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
RESULTS = ROOT / "Benchmarks" / "results"
BIN = pathlib.Path(os.environ.get("BIN", ROOT / ".build" / "release"))
HOME = pathlib.Path(os.environ.get("RANKD_HOME", ROOT / ".rankd"))
BUNDLE = HOME / "bundles" / "current"
PYTHON = os.environ.get("RANKD_PYTHON", str(ROOT / ".venv" / "bin" / "python3"))

# Ending by signal runs the `with` blocks that stop servers.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


def run(*command, **options):
    return subprocess.run([str(part) for part in command], check=True, text=True, cwd=ROOT, **options)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A program on the cores `cores`, up while the `with` block runs; PORT and ADMIN in its command are free ports.

    It is up when it accepts connections or, with ADMIN, when /readyz answers 200.
    """

    def __init__(self, *command, cores="0", environment=None, patience=60):
        self.port, self.admin = free_port(), free_port()
        words = [str(part).replace("PORT", str(self.port)).replace("ADMIN", str(self.admin)) for part in command]
        self.has_admin = "ADMIN" in map(str, command)
        self.command, self.patience = ["taskset", "-c", cores, *words], patience
        self.environment = os.environ | (environment or {})

    def __enter__(self):
        RESULTS.mkdir(parents=True, exist_ok=True)
        self.log = open(RESULTS / f"server-{self.port}.log", "w")
        started = time.monotonic()
        self.process = subprocess.Popen(
            self.command, cwd=ROOT, stdout=self.log, stderr=self.log, env=self.environment, start_new_session=True)
        try:
            while not self.is_up():
                if self.process.poll() is not None or time.monotonic() > started + self.patience:
                    said = pathlib.Path(self.log.name).read_text()[-2000:]
                    sys.exit(f"bench: {' '.join(self.command)} is not up:\n{said}")
                time.sleep(0.003)
        except BaseException:
            self.stop()
            raise
        self.ready_seconds = time.monotonic() - started
        return self

    def is_up(self):
        try:
            if self.has_admin:
                return urllib.request.urlopen(f"http://127.0.0.1:{self.admin}/readyz", timeout=1).status == 200
            socket.create_connection(("127.0.0.1", self.port), 1).close()
            return True
        except OSError:
            return False

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, 9)
            self.process.wait()
        self.log.close()
        os.unlink(self.log.name)

    def cpu_seconds(self):
        """User and system time of all threads so far."""
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @contextlib.contextmanager
    def first_on_its_core(self):
        """All its threads come before the other work of their core (SCHED_FIFO); says whether the system allows it."""
        threads = [int(name) for name in os.listdir(f"/proc/{self.process.pid}/task")]
        try:
            for thread in threads:
                os.sched_setscheduler(thread, os.SCHED_FIFO, os.sched_param(1))
        except PermissionError:
            yield False
            return
        try:
            yield True
        finally:
            for thread in threads:
                os.sched_setscheduler(thread, os.SCHED_OTHER, os.sched_param(0))

    def resident_bytes(self):
        return int(pathlib.Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")


def rankd(bundle=BUNDLE, threads=1, cores="0", wrapper=(), program=BIN / "rankd", environment=None, patience=60):
    return Server(
        *wrapper, program, "serve", "--bundle", bundle, "--host", "127.0.0.1", "--port", "PORT",
        "--admin-port", "ADMIN", "--threads", threads, cores=cores, environment=environment, patience=patience)


def load(server, seconds, *options):
    """One run of `rankctl load` on core 1, with the server's CPU time for a call."""
    before = server.cpu_seconds()
    output = subprocess.run(
        ["taskset", "-c", "1", str(BIN / "rankctl"), "load", "--target", f"127.0.0.1:{server.port}", "--json",
         "--warmup", "0.5", "--duration", str(seconds), *map(str, options)],
        text=True, capture_output=True, cwd=ROOT)
    if output.returncode != 0:
        sys.exit(f"bench: {' '.join(output.args)}\n{output.stdout}{output.stderr}")
    result = json.loads(output.stdout)
    # The warm-up runs at the same rate as what is measured.
    calls = result["calls_per_second"] * (seconds + 0.5)
    result["cpu_microseconds"] = (server.cpu_seconds() - before) / max(calls, 1) * 1e6
    return result


def h2load(server, seconds, *options, connections=8, streams=64):
    """Answers a second that h2load counts; fails unless every one was 2xx."""
    command = [
        "taskset", "-c", "1", "h2load", "-c", connections, "-m", streams, "-D", max(1, round(seconds)),
        "--warm-up-time", "1", *options]
    output = run(*command, capture_output=True).stdout
    counts = re.search(r"status codes: (\d+) 2xx, (\d+) 3xx, (\d+) 4xx, (\d+) 5xx", output)
    failed = re.search(r"(\d+) failed, (\d+) errored", output)
    if failed is None or failed.groups() != ("0", "0") or counts is None or counts.groups()[1:] != ("0", "0", "0"):
        sys.exit(f"bench: {' '.join(map(str, command))}\n{output}")
    return float(re.search(r"([\d.]+) req/s", output)[1])


def pauses(seconds):
    """When core 0 stood still for over 50 µs while it only read the clock and core 1 was as busy as the client is.

    What a machine takes away by itself, shared ones more than others: no server on that core can answer then.
    """
    busy = subprocess.Popen(["taskset", "-c", "1", sys.executable, "-c", "while True: pass"])
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {0})
    gaps, last = [], time.perf_counter_ns()
    start, end = last, last + seconds * 1e9
    while last < end:
        now = time.perf_counter_ns()
        if now - last > 50_000:
            gaps.append(((last - start) / 1e3, (now - last) / 1e3))
        last = now
    os.sched_setaffinity(0, cores)
    busy.kill()
    busy.wait()
    return {
        "gaps_microseconds": gaps, "over_1_ms_a_second": sum(length > 1000 for _, length in gaps) / seconds,
        "longest_microseconds": max((length for _, length in gaps), default=0)}


def ideal_latency(rate, service, gaps, seconds, seed=1):
    """Microseconds of p50, p99 and p99.9 of a perfect server on a core that stood still in `gaps`.

    It takes `service` µs for each call of a Poisson stream of `rate` a second, one after the other, and nothing else.
    """
    draw = random.Random(seed)
    stops, latencies, arrival, free = iter([*gaps, (math.inf, 0)]), [], 0.0, 0.0
    begin, length = next(stops)
    while (arrival := arrival + draw.expovariate(rate) * 1e6) < seconds * 1e6:
        now, left = max(arrival, free), service
        while now + left > begin:
            left -= max(0.0, begin - now)
            now = max(now, begin + length)
            begin, length = next(stops)
        free = now + left
        latencies.append(free - arrival)
    latencies.sort()
    return {name: latencies[min(len(latencies) - 1, int(share * len(latencies)))]
            for name, share in (("p50", 0.5), ("p99", 0.99), ("p99.9", 0.999))}


def processor():
    """What the figures are of: the processor and which of the kernels' instruction sets it has."""
    text = pathlib.Path("/proc/cpuinfo").read_text()
    model = re.search(r"model name\s*: (.*)", text)
    flags = set((re.search(r"(?:flags|Features)\s*: (.*)", text) or ["", ""])[1].split())
    sets = [name for name, flag in (("AVX-512 VNNI", "avx512_vnni"), ("AVX2", "avx2"), ("NEON", "asimd")) if flag in flags]
    return f"{model[1] if model else 'unknown processor'}, {sets[0] if sets else 'no vectors'}, {os.cpu_count()} cores"


def peak_bytes():
    """The most this process had resident; what getrusage says of a child is its parent's, if that had more."""
    status = pathlib.Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) * 1024


def median(rounds, *keys):
    values = []
    for value in rounds:
        for key in keys:
            value = value[key]
        values.append(value)
    return statistics.median(values)


def write(name, value):
    RESULTS.mkdir(parents=True, exist_ok=True)
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps(value, indent=1) + "\n")
    return path.relative_to(ROOT)
