"""What the answers of a running reference server are worth, fetched over HTTP: verify.py PORT DATA_FOLDER"""

import http.client
import json
import pathlib
import sys

import stack


def main():
    data = stack.Data(pathlib.Path(sys.argv[2]))
    connection = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]), timeout=10)

    def answer(user):
        connection.request("GET", f"/recommend/{user + 1}?top_k=10")
        found = json.loads(connection.getresponse().read())["recommendations"]
        assert len(set(found)) == 10, f"user {user + 1}: {found}"
        return [item - 1 for item in found]

    recall, ndcg = stack.figures(data, answer)
    print(json.dumps({"recall@10": recall, "ndcg@10": ndcg}))


if __name__ == "__main__":
    main()
