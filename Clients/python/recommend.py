"""Asks rankd for recommendations: recommend.py --user 123 --top-k 5 [--catalogue catalogue.json]"""

import argparse
import json
import pathlib
import sys

import grpc

sys.path.insert(0, str(pathlib.Path(__file__).parent / "stubs"))
from ranking.v1 import ranking_pb2, ranking_pb2_grpc  # noqa: E402


def recommend(target: str, user_id: int, top_k: int) -> ranking_pb2.RecommendResponse:
    with grpc.insecure_channel(target) as channel:
        stub = ranking_pb2_grpc.RankingServiceStub(channel)
        return stub.Recommend(ranking_pb2.RecommendRequest(user_id=user_id, top_k=top_k), timeout=5)


def titles(catalogue: str) -> dict[int, str]:
    """Titles by item id, from a bundle's catalogue.json."""
    items = json.loads(pathlib.Path(catalogue).read_text(encoding="utf-8"))["items"]
    return {
        item: f"{title} ({year})" if year else title
        for item, title, year in zip(items["ids"], items["titles"], items["years"])
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--target", default="127.0.0.1:8000")
    parser.add_argument("--user", type=int, required=True)
    parser.add_argument("--top-k", type=int, default=10)
    parser.add_argument("--catalogue", help="a bundle's catalogue.json, for titles")
    arguments = parser.parse_args()
    answer = recommend(arguments.target, arguments.user, arguments.top_k)
    names = titles(arguments.catalogue) if arguments.catalogue else {}
    served_by = ranking_pb2.ServedBy.Name(answer.served_by).removeprefix("SERVED_BY_").lower()
    print(f"{answer.status}, served by {served_by}, model {answer.metadata.model_version}")
    for place, (item, score) in enumerate(zip(answer.recommendations, answer.scores), 1):
        print(f"{place:3}. {item:6} {score:8.4f}  {names.get(item, '')}")


if __name__ == "__main__":
    main()
