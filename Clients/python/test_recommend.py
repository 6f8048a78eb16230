"""Tests the example client against a server in this process."""

import contextlib
import io
import json
import pathlib
import sys
import tempfile
import unittest
from concurrent import futures
from unittest import mock

import grpc

import recommend
from ranking.v1 import ranking_pb2, ranking_pb2_grpc


class Constant(ranking_pb2_grpc.RankingServiceServicer):
    """Answers the user's id and the next ones."""

    def Recommend(self, request, context):
        if request.top_k < 0:
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, "top_k: must be from 0 to 1000, got -1")
        items = range(request.user_id, request.user_id + request.top_k)
        return ranking_pb2.RecommendResponse(
            user_id=request.user_id, recommendations=items, scores=[1 / (1 + item) for item in items],
            status="success", served_by=ranking_pb2.SERVED_BY_PERSONAL,
            metadata=ranking_pb2.ResponseMetadata(model_version="v1"))


class RecommendTest(unittest.TestCase):
    def setUp(self):
        self.server = grpc.server(futures.ThreadPoolExecutor(1))
        ranking_pb2_grpc.add_RankingServiceServicer_to_server(Constant(), self.server)
        self.target = f"127.0.0.1:{self.server.add_insecure_port('127.0.0.1:0')}"
        self.server.start()

    def tearDown(self):
        self.server.stop(None)

    def test_the_answer_comes_back(self):
        answer = recommend.recommend(self.target, 7, 3)
        self.assertEqual(list(answer.recommendations), [7, 8, 9])
        self.assertEqual(answer.metadata.model_version, "v1")

    def test_an_error_is_raised(self):
        with self.assertRaises(grpc.RpcError) as raised:
            recommend.recommend(self.target, 7, -1)
        self.assertEqual(raised.exception.code(), grpc.StatusCode.INVALID_ARGUMENT)

    def test_titles_are_printed(self):
        catalogue = {"items": {"ids": [7, 8], "titles": ["Alien", "Brazil"], "years": [1979, 0]}}
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "catalogue.json"
            path.write_text(json.dumps(catalogue), encoding="utf-8")
            arguments = ["recommend.py", "--target", self.target, "--user", "7", "--top-k", "2",
                         "--catalogue", str(path)]
            output = io.StringIO()
            with mock.patch.object(sys, "argv", arguments), contextlib.redirect_stdout(output):
                recommend.main()
        lines = output.getvalue().splitlines()
        self.assertEqual(lines[0], "success, served by personal, model v1")
        self.assertTrue(lines[1].endswith("Alien (1979)") and lines[2].endswith("Brazil"), lines)


if __name__ == "__main__":
    unittest.main()
