/// What a user's profile reads of an item of the history: half a cache line.
struct ProfileItem: BitwiseCopyable {
  let genres: GenreList
  /// Release year; NaN where unknown.
  let year: Float
  /// Interactions of everybody.
  let count: Float
  /// Semantic cluster; -1 without semantic signals.
  let cluster: Int32
}
