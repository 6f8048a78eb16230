"""Trains the reference stack and prints what its lists are worth: train.py DATA_FOLDER RESULTS_FOLDER"""

import pathlib
import sys
import time

import stack


def main():
    started = time.monotonic()
    data = stack.Data(pathlib.Path(sys.argv[1]))
    model = stack.train(data)
    seconds = time.monotonic() - started
    stack.save(model, sys.argv[2])
    stages = {
        "ALS alone": lambda user: model.retrieve(user, 10)[0],
        "two stages": lambda user: model.recommend(user)[0],
    }
    for name, answer in stages.items():
        recall, ndcg = stack.figures(data, answer)
        print(f"reference stack, {name}: recall@10 {recall:.4f}, NDCG@10 {ndcg:.4f} on ua.test")
    print(f"reference stack trained in {seconds:.1f} s")


if __name__ == "__main__":
    main()
