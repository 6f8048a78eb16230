extension CatBoostOracle {
  /// Trains random models; arguments: kind, count, seed, folder.
  static let script = #"""
    import sys, os, json, zlib
    import numpy as np
    import catboost as cb
    kind, count, seed, folder = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    explain = len(sys.argv) > 5
    F = np.float32
    special = np.array([np.nan, np.inf, -np.inf, 1e-45, -1e-45, 1e-39, 0.0, -0.0, 3.4028235e38, -3.4028235e38], F)

    def column(rng, n):
      k = rng.integers(0, 4)
      if k == 0: return rng.normal(size=n)
      if k == 1: return np.exp(rng.normal(size=n) * 4)
      if k == 2: return rng.integers(0, 5, n)
      return rng.normal(size=n) * 1e-38

    def numbers(rng, n, f, nans, infinite=False):
      x = np.stack([column(rng, n) for _ in range(f)], 1).astype(F)
      if nans: x[rng.random((n, f)) < 0.1] = np.nan
      if infinite:
        x[rng.random((n, f)) < 0.05] = np.inf
        x[rng.random((n, f)) < 0.05] = -np.inf
      return x

    def probe(rng, x, n):
      rows = x[rng.integers(0, len(x), n)].copy()
      hit = rng.random(rows.shape) < 0.25
      rows[hit] = rng.choice(special, hit.sum())
      return rows

    def save(i, name, model, rows, cats):
      data = rows if cats is None else np.concatenate([rows.astype(object), cats], 1)
      pool = cb.Pool(data, cat_features=[] if cats is None else list(range(rows.shape[1], data.shape[1])))
      score = np.asarray(model.predict(pool, prediction_type='RawFormulaVal', thread_count=1), np.float64)
      score = score.reshape(len(rows), -1)
      base = os.path.join(folder, str(i))
      model.save_model(base + '.cbm')
      more = {}
      try: model.save_model(base + '.json', format='json')
      except Exception as error: more = {'jsonRefusal': str(error)}
      if name.startswith('dropped'):
        kept = json.load(open(base + '.json'))['features_info']
        rows = rows[:, [v['flat_feature_index'] for v in kept.get('float_features', [])]]
        if cats is not None:
          cats = cats[:, [v['feature_index'] for v in kept.get('categorical_features', [])]]
      rows.astype(F).tofile(base + '.rows'); score.tofile(base + '.scores')
      if explain:
        few = pool.slice(list(range(8)))
        shap = np.asarray(model.get_feature_importance(few, type='ShapValues', thread_count=1))
        more |= {'shap': shap.reshape(8, -1, shap.shape[-1]).tolist(),
          'importance': list(map(float, model.get_feature_importance(type='PredictionValuesChange')))}
      json.dump({**more, 'name': name, 'rows': len(rows), 'floats': rows.shape[1], 'dimension': score.shape[1],
        'categories': [[] for _ in rows] if cats is None else cats.tolist()}, open(base + '.shape', 'w'))

    def settings(rng, **more):
      return dict(iterations=int(rng.integers(1, 25)), depth=int(rng.integers(1, 8)),
        border_count=int(rng.choice([1, 5, 32, 64, 128, 254])), nan_mode=str(rng.choice(['Min', 'Max'])),
        learning_rate=float(rng.choice([0.03, 0.3, 1])), thread_count=1, verbose=False,
        allow_writing_files=False, random_seed=int(rng.integers(1 << 30)), **more)

    def train(rng, x, y, cats=None, **params):
      n, f = x.shape
      group = np.sort(rng.integers(0, max(2, n // 12), n)) if params['loss_function'] in ('QuerySoftMax', 'YetiRank', 'QueryRMSE') else None
      data = x if cats is None else np.concatenate([x.astype(object), cats], 1)
      pool = cb.Pool(data, y, group_id=group, cat_features=[] if cats is None else list(range(f, data.shape[1])))
      return cb.CatBoost(params).fit(pool)

    def floats(rng, i):
      n, f = int(rng.integers(60, 300)), int(rng.integers(1, 9))
      x = numbers(rng, n, f, rng.random() < 0.7)
      loss = str(rng.choice(['Logloss', 'RMSE', 'QuerySoftMax', 'YetiRank', 'QueryRMSE']))
      y = (np.nan_to_num(x[:, 0], posinf=0, neginf=0) + rng.normal(size=n) > 0).astype(int)
      y[0], y[1] = 0, 1
      p = settings(rng, loss_function=loss)
      m = train(rng, x, y if loss != 'RMSE' else rng.normal(size=n) * 3, **p)
      if rng.random() < 0.2 and not explain: m.set_scale_and_bias(float(rng.normal()), float(rng.normal()))
      save(i, f'floats {i} {p}', m, probe(rng, x, 60), None)

    # Infinities in training: CatBoost makes borders of them, and then refuses to write JSON.
    def infinite(rng, i):
      n, f = int(rng.integers(60, 300)), int(rng.integers(1, 6))
      x = numbers(rng, n, f, rng.random() < 0.5, True)
      y = (np.nan_to_num(x[:, 0], posinf=5, neginf=-5) + rng.normal(size=n) > 0).astype(int)
      y[0], y[1] = 0, 1
      p = settings(rng, loss_function='Logloss', grow_policy=['SymmetricTree', 'Lossguide'][i % 2])
      save(i, f'infinite {i} {p}', train(rng, x, y, **p), probe(rng, x, 60), None)

    # Features that no tree uses are erased, the others keep their numbers.
    def dropped(rng, i):
      n, f, c = int(rng.integers(80, 200)), int(rng.integers(6, 12)), [0, 3][i % 2]
      x = numbers(rng, n, f, rng.random() < 0.5)
      cats = words(rng, n, c) if c else None
      p = settings(rng, loss_function='Logloss', one_hot_max_size=3)
      p['iterations'], p['depth'] = int(rng.integers(1, 4)), int(rng.integers(1, 4))
      score = np.nan_to_num(x[:, f - 2], posinf=0, neginf=0)
      if c: score = score + np.array([zlib.crc32(v.encode()) % 5 for v in cats[:, 2].tolist()])
      y = (score + rng.normal(size=n) > np.median(score)).astype(int); y[:2] = [0, 1]
      m = train(rng, x, y, cats, **p)
      m.drop_unused_features()
      pick = rng.integers(0, n, 60)
      save(i, f'dropped {i} {p}', m, probe(rng, x, 60), cats[pick] if c else None)

    def large(rng, i):
      n, f = 2000, 12
      x = numbers(rng, n, f, True)
      y = (np.nan_to_num(x[:, 0]) + np.nan_to_num(x[:, 1] > 0) + rng.normal(size=n) > 0).astype(int)
      p = settings(rng, loss_function='Logloss')
      p['iterations'], p['depth'], p['learning_rate'] = 1000, 6, [0.03, 0.3][i % 2]
      save(i, f'large {i} {p}', train(rng, x, y, **p), probe(rng, x, 200), None)

    # Served by no JSON; refused by name.
    def text(rng, i):
      n = 200
      x = rng.normal(size=(n, 3)).astype(F)
      texts = np.array([[('good ' if v > 0 else 'bad ') + f'film w{j % 7}'] for j, v in enumerate(x[:, 0])], object)
      pool = cb.Pool(np.concatenate([x.astype(object), texts], 1), (x[:, 0] > 0).astype(int), text_features=[3])
      m = cb.CatBoostClassifier(iterations=5, verbose=False, allow_writing_files=False, thread_count=1).fit(pool)
      refused(i, m, 'text')

    def embedding(rng, i):
      import pandas as pd
      n = 200
      frame = pd.DataFrame(rng.normal(size=(n, 3)).astype(F))
      frame['e'] = [list(map(float, v)) for v in rng.normal(size=(n, 4))]
      y = (frame[0] > 0).astype(int)
      m = cb.CatBoostClassifier(iterations=5, verbose=False, allow_writing_files=False, thread_count=1)
      refused(i, m.fit(cb.Pool(frame, y, embedding_features=['e'])), 'embedding')

    def refused(i, model, name):
      base = os.path.join(folder, str(i))
      model.save_model(base + '.cbm')
      open(base + '.rows', 'w'); open(base + '.scores', 'w')
      json.dump({'name': name, 'rows': 0, 'floats': 0, 'dimension': 1, 'categories': [], 'jsonRefusal': name},
        open(base + '.shape', 'w'))

    def branching(rng, i):
      n, f = int(rng.integers(60, 300)), int(rng.integers(1, 9))
      x = numbers(rng, n, f, rng.random() < 0.7)
      p = settings(rng, loss_function='Logloss', grow_policy=str(rng.choice(['Depthwise', 'Lossguide'])))
      y = (np.nan_to_num(x[:, 0], posinf=0, neginf=0) + rng.normal(size=n) > 0).astype(int)
      y[0], y[1] = 0, 1
      save(i, f'branching {i} {p}', train(rng, x, y, **p), probe(rng, x, 60), None)

    def classes(rng, i):
      n, f = int(rng.integers(60, 300)), int(rng.integers(1, 6))
      x = numbers(rng, n, f, rng.random() < 0.7)
      p = settings(rng, loss_function='MultiClass')
      if i % 3 < 2: p['grow_policy'] = ['Depthwise', 'Lossguide'][i % 3]
      k = int(rng.integers(3, 6))
      y = rng.integers(0, k, n); y[:k] = range(k)
      save(i, f'classes {i} {p}', train(rng, x, y, **p), probe(rng, x, 60), None)

    def words(rng, n, f):
      sizes = [int(rng.choice([2, 4, 12, 60])) for _ in range(f)]
      pad = ['', 'x' * 3, 'some longer text ', 'z' * 40, 'é' * 50]
      return np.array([[f'{pad[j % 5]}{v}' for v in rng.integers(0, s, n)] for j, s in enumerate(sizes)], object).T

    def categories(rng, i):
      n, f, c = int(rng.integers(80, 300)), int(rng.integers(1, 5)), int(rng.integers(1, 5))
      x, cats = numbers(rng, n, f, rng.random() < 0.7), words(rng, n, c)
      loss = str(rng.choice(['Logloss', 'RMSE', 'MultiClass']))
      p = settings(rng, loss_function=loss, one_hot_max_size=int(rng.choice([1, 2, 5, 20])))
      if rng.random() < 0.8:
        kinds = ['Borders', 'Buckets', 'BinarizedTargetMeanValue', 'Counter']
        p['simple_ctr'] = [str(rng.choice(kinds))]; p['combinations_ctr'] = [str(rng.choice(kinds))]
        p['max_ctr_complexity'] = int(rng.integers(1, 5))
      if rng.random() < 0.3: p['target_border_count'] = 3
      if i % 4 == 3: p['grow_policy'] = ['Depthwise', 'Lossguide'][i // 4 % 2]
      score = np.array([zlib.crc32(v.encode()) % 7 for v in cats[:, 0].tolist()]) / 3 + np.nan_to_num(x[:, 0], posinf=0, neginf=0)
      y = {'Logloss': (score + rng.normal(size=n) > 1).astype(int), 'RMSE': score, 'MultiClass': rng.integers(0, 3, n)}[loss]
      if loss != 'RMSE': y[:3] = [0, 1, 0 if loss == 'Logloss' else 2]
      if 'target_border_count' in p:
        b = p.pop('target_border_count')
        if loss == 'RMSE':
          p['simple_ctr'] = [f'Borders:TargetBorderCount={b}', f'Buckets:TargetBorderCount={b}']
          p['combinations_ctr'] = [f'Borders:TargetBorderCount={b}']
      m = train(rng, x, y, cats, **p)
      pick = rng.integers(0, n, 60)
      rows, seen = probe(rng, x, 60), cats[pick].copy()
      seen[rng.random(seen.shape) < 0.2] = 'never seen'
      save(i, f'categories {i} {p}', m, rows, seen)

    # CatBoost trains these two on GPUs only: train a sibling, rename its type, and let CatBoost load and score that.
    def rewritten(rng, i):
      n, f, c = int(rng.integers(80, 300)), int(rng.integers(1, 4)), int(rng.integers(1, 4))
      x, cats = numbers(rng, n, f, rng.random() < 0.7), words(rng, n, c)
      old, new = [('Counter', 'FeatureFreq'), ('BinarizedTargetMeanValue', 'FloatTargetMeanValue')][i % 2]
      p = settings(rng, loss_function='Logloss', one_hot_max_size=1, simple_ctr=[old], combinations_ctr=[old])
      y = (np.array([zlib.crc32(v.encode()) % 7 for v in cats[:, 0].tolist()]) / 3 + rng.normal(size=n) > 1).astype(int)
      y[:2] = [0, 1]
      path = os.path.join(folder, 'sibling.json')
      train(rng, x, y, cats, **p).save_model(path, format='json')
      model = json.load(open(path))
      model['model_info'] = {}
      if new == 'FloatTargetMeanValue':
        for table in model.get('ctr_data', {}).values():
          flat = table['hash_map']
          for at in range(1, len(flat), table['hash_stride']): flat[at] = float(F(flat[at] + rng.random()))
      open(path, 'w').write(json.dumps(model).replace(old, new))
      m = cb.CatBoost().load_model(path, format='json')
      rows, seen = probe(rng, x, 60), cats[rng.integers(0, n, 60)].copy()
      seen[rng.random(seen.shape) < 0.2] = 'never seen'
      save(i, f'rewritten {i} {p}', m, rows, seen)

    for i in range(count):
      globals()[kind](np.random.default_rng([seed, i]), i)
    """#
}
