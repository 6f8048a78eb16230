#!/usr/bin/env python3
"""Writes small models that CatBoost trains beside this file, as the seeds of the fuzzer's readers of models."""
import json
import pathlib

import catboost
import numpy

HERE = pathlib.Path(__file__).resolve().parent
RANDOM = numpy.random.default_rng(7)
ROWS = 80


def save(name, model):
    for target in ("cbm", "json"):
        (HERE / target).mkdir(exist_ok=True)
        model.save_model(str(HERE / target / name), format=target)
    text = json.loads((HERE / "json" / name).read_text())
    text["model_info"] = {}
    (HERE / "json" / name).write_text(json.dumps(text, separators=(",", ":")))


def train(x, y, categories=(), **settings):
    pool = catboost.Pool(x, y, cat_features=list(categories))
    settings = dict(iterations=3, depth=2, border_count=4, thread_count=1, random_seed=1, verbose=False,
                    allow_writing_files=False, loss_function="Logloss") | settings
    return catboost.CatBoost(settings).fit(pool)


numbers = RANDOM.normal(size=(ROWS, 4)).astype(numpy.float32)
numbers[RANDOM.random(numbers.shape) < 0.1] = numpy.nan
words = numpy.array([[f"w{v}" for v in RANDOM.integers(0, n, ROWS)] for n in (3, 12)], object).T
mixed = numpy.concatenate([numbers.astype(object), words], 1)
labels = (numpy.isin(words[:, 1].astype(str), ("w1", "w4", "w7", "w9")) ^ (RANDOM.random(ROWS) < 0.1)).astype(int)

save("symmetric", train(numbers, labels))
save("depthwise", train(numbers, labels, grow_policy="Depthwise", nan_mode="Max"))
save("lossguide", train(numbers, RANDOM.integers(0, 3, ROWS), grow_policy="Lossguide", loss_function="MultiClass"))
save("one-hot", train(mixed, labels, (4, 5), one_hot_max_size=20))
for kind in ("Borders", "Buckets", "Counter", "BinarizedTargetMeanValue"):
    save(f"ctr-{kind.lower()}", train(mixed, labels, (4, 5), one_hot_max_size=1, simple_ctr=[kind],
                                      combinations_ctr=[kind]))
dropped = train(numbers, labels, iterations=1, depth=1)
dropped.drop_unused_features()
save("dropped", dropped)
