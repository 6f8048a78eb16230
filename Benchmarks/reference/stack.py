"""The two-stage ranking that a Python team would write: implicit's ALS, 39 features in numpy, CatBoost's trees.

The split is the official `ua`: each user's first ten rows of u.data are the test, the rest trains. The ranker learns
from rows of an inner split (ten more items of every user hidden, ALS fitted without them).
"""

import os
import pathlib
import pickle

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import catboost
import numpy as np
import scipy.sparse as sp
from implicit.cpu.als import AlternatingLeastSquares

USERS, ITEMS, GENRES = 943, 1682, 18
CANDIDATES = 100
DAY = 86_400
NAMES = (
    ["log_popularity", "mean_rating", "rating_deviation", "year", "first_seen", "popularity_last_month"]
    + [f"genre_{number}" for number in range(GENRES)]
    + ["log_history", "user_mean", "user_deviation", "active_days", "age", "gender", "occupation"]
    + ["als_score", "als_place", "als_standard_score", "genre_affinity", "similarity_to_centre",
       "similarity_to_nearest", "popularity_while_active", "year_difference"])


class Data:
    """u.data, u.item and u.user in the layout that `rankctl fetch` leaves."""

    def __init__(self, folder):
        rows = np.genfromtxt(folder / "ml-100k.inter", skip_header=1)
        self.users, self.items = rows[:, 0].astype(int) - 1, rows[:, 1].astype(int) - 1
        self.ratings, self.times = rows[:, 2].astype(np.float32), rows[:, 3]
        seen, self.is_test = np.zeros(USERS, int), np.zeros(len(rows), bool)
        for place, user in enumerate(self.users):
            self.is_test[place] = seen[user] < 10
            seen[user] += 1
        self.read_items(folder / "ml-100k.item")
        self.read_people(folder / "ml-100k.user")

    def read_items(self, path):
        self.year, self.genre = np.full(ITEMS, 1990, np.float32), np.zeros((ITEMS, GENRES), np.float32)
        names = {}
        for line in path.read_text(encoding="utf-8").splitlines()[1:]:
            fields = line.split("\t")
            item = int(fields[0]) - 1
            self.year[item] = float(fields[2]) if fields[2].strip().isdigit() else 1990
            for name in fields[3].split():
                place = names.setdefault(name, len(names))
                if place < GENRES:
                    self.genre[item, place] = 1

    def read_people(self, path):
        self.person, occupations = np.zeros((USERS, 3), np.float32), {}
        for line in path.read_text(encoding="utf-8").splitlines()[1:]:
            user, age, gender, occupation = line.split("\t")[:4]
            code = occupations.setdefault(occupation, len(occupations))
            self.person[int(user) - 1] = float(age), gender == "F", code


class Stack:
    """Everything fitted on the rows `keep`; picklable."""

    def __init__(self, data, keep, seed=1, threads=2):
        users, items, ratings = data.users[keep], data.items[keep], data.ratings[keep]
        weights = np.where(ratings >= 4, 1.5, 1).astype(np.float32) * 1.5
        self.matrix = sp.csr_matrix((weights, (users, items)), shape=(USERS, ITEMS))
        self.als = AlternatingLeastSquares(
            factors=64, regularization=20, iterations=15, num_threads=threads, random_state=seed)
        self.als.fit(self.matrix, show_progress=False)
        self.als.num_threads = 1
        self.ranker = None
        self.fit_tables(data, users, items, ratings, data.times[keep])

    def fit_tables(self, data, users, items, ratings, times):
        """What features look up: everything that can be computed before a request is."""
        count = np.bincount(items, minlength=ITEMS).astype(np.float32)
        total = np.bincount(items, ratings, ITEMS)
        mean = np.where(count > 0, total / np.maximum(count, 1), ratings.mean())
        square = np.bincount(items, ratings**2, ITEMS) / np.maximum(count, 1)
        first = np.full(ITEMS, times.max())
        np.minimum.at(first, items, times)
        self.day = ((times - times.min()) // DAY).astype(int)
        days = self.day.max() + 1
        by_day = np.zeros((days + 1, ITEMS), np.float32)
        np.add.at(by_day, (self.day + 1, items), 1)
        self.until = by_day.cumsum(axis=0)
        month = self.until[-1] - self.until[max(0, days - 30)]
        self.item_table = np.column_stack([
            np.log1p(count), mean, np.sqrt(np.maximum(square - mean**2, 0)), data.year,
            (first - times.min()) / DAY, month, data.genre]).astype(np.float32)
        factors = self.als.item_factors
        self.unit = factors / np.maximum(np.linalg.norm(factors, axis=1, keepdims=True), 1e-9)
        self.user_table = np.zeros((USERS, 7), np.float32)
        self.taste, self.centre = np.zeros((USERS, GENRES), np.float32), np.zeros((USERS, 64), np.float32)
        self.user_year, self.period = np.zeros(USERS, np.float32), np.zeros((USERS, 2), int)
        for user in range(USERS):
            mine = users == user
            if not mine.any():
                continue
            own, rated, when = items[mine], ratings[mine], self.day[mine]
            self.user_table[user] = (
                np.log1p(len(own)), rated.mean(), rated.std(), np.ptp(when) + 1, *data.person[user])
            self.taste[user] = data.genre[own].mean(axis=0)
            centre = self.unit[own].mean(axis=0)
            self.centre[user] = centre / max(np.linalg.norm(centre), 1e-9)
            self.user_year[user] = data.year[own].mean()
            self.period[user] = max(0, when.min() - 1), min(days, when.max() + 2)

    def retrieve(self, user, count=CANDIDATES):
        return self.als.recommend(user, self.matrix[user], N=count, filter_already_liked_items=True)

    def features(self, user, items, scores):
        rows = np.empty((len(items), len(NAMES)), np.float32)
        rows[:, :24] = self.item_table[items]
        rows[:, 24:31] = self.user_table[user]
        rows[:, 31] = scores
        rows[:, 32] = np.arange(len(items))
        rows[:, 33] = (scores - scores.mean()) / max(float(scores.std()), 1e-9)
        rows[:, 34] = rows[:, 6:24] @ self.taste[user]
        own = self.unit[items]
        rows[:, 35] = own @ self.centre[user]
        history = self.matrix.indices[self.matrix.indptr[user]:self.matrix.indptr[user + 1]]
        rows[:, 36] = (own @ self.unit[history].T).max(axis=1) if len(history) else 0
        first, last = self.period[user]
        rows[:, 37] = self.until[last, items] - self.until[first, items]
        rows[:, 38] = rows[:, 3] - self.user_year[user]
        return rows

    def recommend(self, user, count=10):
        items, scores = self.retrieve(user)
        ranked = self.ranker.predict(
            self.features(user, items, scores), prediction_type="RawFormulaVal", thread_count=1)
        best = np.argsort(-ranked, kind="stable")[:count]
        return items[best], ranked[best]


def train(data, seed=1):
    """The whole stack on the training rows."""
    random = np.random.default_rng(seed)
    base = ~data.is_test
    hidden = np.zeros(len(base), bool)
    for user in range(USERS):
        rows = np.flatnonzero(base & (data.users == user))
        hidden[random.choice(rows, min(10, len(rows) // 2), replace=False)] = True
    inner = Stack(data, base & ~hidden, seed)
    features, labels = [], []
    for user in range(USERS):
        items, scores = inner.retrieve(user)
        wanted = data.items[hidden & (data.users == user)]
        features.append(inner.features(user, items, scores))
        labels.append(np.isin(items, wanted))
    stack = Stack(data, base, seed)
    stack.ranker = catboost.CatBoost(dict(
        loss_function="Logloss", iterations=300, depth=6, learning_rate=0.05, l2_leaf_reg=10, thread_count=2,
        random_seed=seed, verbose=False, allow_writing_files=False))
    stack.ranker.fit(catboost.Pool(
        np.concatenate(features), np.concatenate(labels).astype(int), feature_names=NAMES))
    return stack


def figures(data, answer):
    """Recall@10 and NDCG@10 over all users of the items that `answer(user)` gives, on the test rows."""
    discount, recall, gain = 1 / np.log2(np.arange(2, 12)), [], []
    for user in range(USERS):
        wanted = data.items[data.is_test & (data.users == user)]
        hits = np.isin(np.asarray(answer(user)[:10]), wanted)
        recall.append(hits.sum() / len(wanted))
        gain.append((hits * discount[: len(hits)]).sum() / discount[: min(10, len(wanted))].sum())
    return float(np.mean(recall)), float(np.mean(gain))


def model_path(results):
    return pathlib.Path(results) / "reference.pickle"


def save(stack, results):
    model_path(results).write_bytes(pickle.dumps(stack))


def load(results):
    """A file that `save` wrote on this machine, never one from elsewhere."""
    return pickle.loads(model_path(results).read_bytes())
