/// Everything the feature groups look up, derived from a model's own data: nothing here is trained.
package final class FeatureTables: Sendable {
  package let statistics: ItemStatistics
  package let timeline: ActivityTimeline
  /// Bit `g` is set if the item has genre `g`.
  package let genres: [UInt64]
  /// The same for sums over an item's genres.
  let genreLists: AlignedStorage<GenreList>
  /// What a profile reads of an item.
  let profileItems: AlignedStorage<ProfileItem>
  package let genreCount: Int
  /// Share of all interactions that have genre `g`.
  package let genreShares: [Float]
  /// Release years; NaN where unknown.
  package let years: [Float]
  package let segments: DemographicSegments
  package let semantic: SemanticTables?

  package init(catalogue: Catalogue, interactions: Interactions, semantic: SemanticSignals?) {
    let items = catalogue.itemCount
    let statistics = ItemStatistics(items: items, interactions: interactions)
    self.statistics = statistics
    timeline = ActivityTimeline(items: items, interactions: interactions)
    let genres = (0..<items).map { catalogue.genreMask(of: $0) }
    self.genres = genres
    let genreCount = catalogue.genreNames.count
    self.genreCount = genreCount
    let genreLists = AlignedStorage(genres.map { GenreList($0, of: genreCount) })
    self.genreLists = genreLists
    genreShares = Self.genreShares(genres, genreCount, statistics.counts)
    let years: [Float] = (0..<items).map {
      catalogue.year(of: $0) > 0 ? Float(catalogue.year(of: $0)) : .nan
    }
    self.years = years
    profileItems = AlignedStorage(
      (0..<items).map { item in
        ProfileItem(
          genres: genreLists.base[item], year: years[item], count: statistics.counts[item],
          cluster: semantic?.clusters.base[item] ?? -1)
      })
    segments = DemographicSegments(catalogue: catalogue, interactions: interactions)
    self.semantic = semantic.map { SemanticTables($0, counts: statistics.counts) }
  }

  private static func genreShares(_ genres: [UInt64], _ count: Int, _ weights: [Float]) -> [Float] {
    let total = max(1, weights.reduce(0, +))
    return (0..<count).map { genre in
      zip(genres, weights).reduce(Float(0)) { $0 + ($1.0 >> UInt64(genre) & 1 == 1 ? $1.1 : 0) } / total
    }
  }

  /// Working memory for one user's profile.
  package func makeProfile() -> UserProfile {
    UserProfile(genres: genreCount, clusters: semantic?.signals.clusterCount ?? 0)
  }

  /// The schema: every feature group in order, one score column for each of `sources`, then those that are off
  /// unless they are asked for.
  package func groups(
    sources: [String], semantic wanted: [SemanticFeature] = []
  ) -> [any FeatureGroup] {
    var groups: [any FeatureGroup] = [
      SourceScoreFeatures(sources: sources),
      ItemFeatures(statistics: statistics, years: years, genres: genres),
      UserFeatures(),
      PeriodFeatures(statistics: statistics, timeline: timeline),
      TasteFeatures(tables: self),
      DemographicFeatures(segments: segments),
    ]
    if let semantic {
      groups.append(SemanticFeatures(tables: semantic))
      groups += SemanticFeature.allCases.filter(wanted.contains).map { $0.group(semantic.signals) }
    }
    return groups
  }
}
