package import RankingCore

/// Fits retrieval sources to training data.
package struct SourceFitter: Sendable {
  package let catalogue: Catalogue
  package let interactions: Interactions
  package let semantic: SemanticSignals?
  package let threads: Int
  /// Added to every seed of the recipes.
  package let seed: UInt64

  package init(
    catalogue: Catalogue, interactions: Interactions, semantic: SemanticSignals?, threads: Int, seed: UInt64
  ) {
    self.catalogue = catalogue
    self.interactions = interactions
    self.semantic = semantic
    self.threads = threads
    self.seed = seed
  }

  /// One source for each recipe, in order; a semantic recipe without signals is left out.
  package func fit(_ recipes: [SourceRecipe]) throws(TrainingError) -> [any StorableSource] {
    var sources: [any StorableSource] = []
    for recipe in recipes {
      if let source = try fit(recipe) { sources.append(source) }
    }
    return sources
  }

  private func fit(_ recipe: SourceRecipe) throws(TrainingError) -> (any StorableSource)? {
    switch recipe.model {
    case .als(let configuration): try als(recipe.name, configuration)
    case .ease(let configuration): try ease(recipe.name, configuration)
    case .svd(let configuration): try svd(recipe.name, configuration)
    case .semantic:
      semantic.map {
        ProjectedSource(
          name: recipe.name, weight: .uniform, projection: $0.embeddings, items: $0.embeddings)
      }
    case .trending(let days): trending(recipe.name, days: days)
    case .demographics: demographics(recipe.name)
    case .popularity: popularity(recipe.name)
    }
  }

  private func als(
    _ name: String, _ configuration: ALSConfiguration
  ) throws(TrainingError) -> any StorableSource {
    var seeded = configuration
    seeded.seed &+= seed
    let data = SparseRows(interactions, items: catalogue.itemCount, weight: seeded.weight)
    return try ALSTrainer(seeded, threads: threads).train(data).source(name: name, configuration: seeded)
  }

  private func ease(
    _ name: String, _ configuration: EASETrainer.Configuration
  ) throws(TrainingError) -> any StorableSource {
    let model = try EASETrainer(configuration, threads: threads).train(
      interactions, items: catalogue.itemCount)
    return ItemModelSource(name: name, weight: configuration.scaling.weight, model: model)
  }

  private func svd(
    _ name: String, _ configuration: SVDTrainer.Configuration
  ) throws(TrainingError) -> any StorableSource {
    var seeded = configuration
    seeded.seed &+= seed
    let (projection, items) = try SVDTrainer(seeded, threads: threads).train(
      interactions, items: catalogue.itemCount)
    return ProjectedSource(
      name: name, weight: configuration.scaling.weight, projection: projection, items: items)
  }

  private func popularity(_ name: String) -> any StorableSource {
    var counts = [Float](repeating: 0, count: catalogue.itemCount)
    for item in interactions.items[row: 0] { counts[Int(item)] += 1 }
    return PopularitySource(name: name, scores: Matrix(rows: 1, columns: counts.count, counts))
  }

  /// Counts by period; each row adds half of the row before, so that quiet periods still have an order.
  private func trending(_ name: String, days: Int) -> any StorableSource {
    let times = interactions.timestamps[row: 0]
    let (start, end) = (times.min() ?? 0, times.max() ?? 0)
    let seconds = Int64(days) * 86_400
    let periods = Int((end - start) / seconds) + 1
    let items = catalogue.itemCount
    var scores = [Float](repeating: 0, count: periods * items)
    for (item, time) in zip(interactions.items[row: 0], times) {
      scores[Int((time - start) / seconds) * items + Int(item)] += 1
    }
    for index in items..<max(items, scores.count) { scores[index] += scores[index - items] / 2 }
    return TrendingSource(
      name: name, periods: Matrix(rows: periods, columns: items, scores), start: start, seconds: seconds)
  }

  /// Share of each group's interactions that went to the item, minus the share of all.
  private func demographics(_ name: String) -> any StorableSource {
    let (years, ages) = (10, 12)
    let (genders, occupations) = (catalogue.genderNames.count, catalogue.occupationNames.count)
    let items = catalogue.itemCount
    var counts = [[Float]](
      repeating: [Float](repeating: 0, count: items), count: ages + genders + occupations)
    for user in 0..<interactions.userCount {
      let person = catalogue.demographics(of: user)
      var groups: [Int] = []
      if person.age >= 0 { groups.append(min(ages - 1, Int(person.age) / years)) }
      if person.gender >= 0 { groups.append(ages + Int(person.gender)) }
      if person.occupation >= 0 { groups.append(ages + genders + Int(person.occupation)) }
      for item in interactions.history(of: user).items {
        for group in groups { counts[group][Int(item)] += 1 }
      }
    }
    let shares = counts.flatMap { row in
      let total = max(1, row.reduce(0, +))
      return row.map { $0 / total }
    }
    return DemographicsSource(
      name: name, groups: Matrix(rows: counts.count, columns: items, shares), ages: ages, genders: genders,
      occupations: occupations, years: years)
  }
}
