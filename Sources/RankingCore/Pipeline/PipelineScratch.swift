/// Working memory for one request at a time: it belongs to one event loop or thread and is never held
/// across an `await`.
package final class PipelineScratch {
  package let retrieval: RetrievalScratch
  package var clock: StageClock { retrieval.clock }
  /// One bit for each catalogue item; all zero between requests.
  let denied: AlignedStorage<UInt64>
  /// Float columns, room for every feature: the byte path fills one group at a time, the slow scorer reads all.
  let floats: FeatureColumns
  /// [features, stride] bins of the ranker's input.
  let bins: AlignedStorage<UInt8>
  /// Candidates rounded up to whole cache lines: the distance between two feature columns.
  package let stride: Int
  let profile: UserProfile
  /// Stage-2 scores by candidate.
  let rankerScores: AlignedStorage<Double>
  let order: AlignedStorage<Int32>
  /// What the last personal answer was chosen from.
  var choice: Choice?
  let answerItems: AlignedStorage<Int32>
  let answerScores: AlignedStorage<Double>
  private let floatStorage: AlignedStorage<Float>

  /// Candidates, and how many of them `rankerScores` has stage-2 scores of.
  struct Choice {
    let candidates: CandidateBlock
    let reranked: Int
  }

  package init(for snapshot: ModelSnapshot) {
    let items = snapshot.catalogue.itemCount
    stride = (snapshot.serving.candidates + 63) / 64 * 64
    let features = snapshot.assembler.features.count
    retrieval = RetrievalScratch(catalogueSize: items)
    denied = AlignedStorage(count: (items + 63) / 64, repeating: 0)
    floatStorage = AlignedStorage(count: features * stride, repeating: 0)
    floats = FeatureColumns(base: floatStorage.base, stride: stride)
    bins = AlignedStorage(count: features * stride, repeating: 0)
    profile = snapshot.tables.makeProfile()
    rankerScores = AlignedStorage(count: stride, repeating: 0)
    order = AlignedStorage(count: stride, repeating: 0)
    answerItems = AlignedStorage(count: items, repeating: 0)
    answerScores = AlignedStorage(count: items, repeating: 0)
  }
}
