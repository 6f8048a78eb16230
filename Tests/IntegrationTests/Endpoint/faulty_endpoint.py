"""An OpenAI-compatible /v1/embeddings that fails as told: faulty_endpoint.py FAULT CALL,CALL,…

Prints its port, then a line for every call: its number from 0, its texts, and what it was answered. A text's vector has
four numbers made of the text's own digest. Asks for the key `secret`.
"""

import hashlib
import http.server
import json
import sys
import threading
import time

fault = sys.argv[1]
struck = {int(number) for number in sys.argv[2].split(",") if number}
lock, calls = threading.Lock(), 0


def vector(text, size=4):
    return [byte / 255 + 0.01 for byte in hashlib.sha256(text.encode()).digest()[:size]]


class Endpoint(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        global calls
        texts = json.loads(self.rfile.read(int(self.headers["content-length"])))["input"]
        with lock:
            number, calls = calls, calls + 1
        told = fault if number in struck else "ok"
        print(number, len(texts), told, flush=True)
        if self.headers["authorization"] != "Bearer secret":
            return self.answer(401, b'{"error": "no key"}')
        getattr(self, told)(texts)

    def answer(self, status, body, length=None, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("content-length", str(length or len(body)))
        self.end_headers()
        self.wfile.write(body)

    def ok(self, texts, size=4, first=None):
        vectors = [vector(text, size) for text in texts]
        if first is not None:
            vectors[0][0] = first
        data = [{"index": index, "embedding": value} for index, value in enumerate(vectors)]
        self.answer(200, json.dumps({"data": data, "usage": {"prompt_tokens": 10 * len(texts)}}).encode())

    def limited(self, texts):
        self.answer(429, b'{"error": "slow down"}', retry_after="1")

    def broken(self, texts):
        self.answer(500, b"<html>oops</html>")

    def slow(self, texts):
        time.sleep(20)
        self.ok(texts)

    def truncated(self, texts):
        self.answer(200, b'{"data": [{"index": 0, "embedd')

    def hangup(self, texts):
        self.close_connection = True
        self.answer(200, b'{"data": [', length=1000)

    def nan(self, texts):
        self.ok(texts, first=float("nan"))

    def dimension(self, texts):
        self.ok(texts, size=5)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
print(server.server_port, flush=True)
server.serve_forever()
