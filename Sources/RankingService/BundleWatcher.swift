internal import Logging
internal import NIOPosix
internal import RankingCore

/// Follows the link that names the current bundle: a new target is loaded, verified, warmed up and
/// published; one that fails leaves the old bundle serving.
struct BundleWatcher: Sendable {
  let path: String
  let interval: Duration
  let store: SnapshotStore
  let logger: Logger

  /// Looks until cancelled.
  func run() async {
    var known = CurrentBundle.target(of: path)
    while (try? await Task.sleep(for: interval)) != nil {
      let target = CurrentBundle.target(of: path)
      guard let target, target != known else { continue }
      known = target
      await load(target)
    }
  }

  private func load(_ target: String) async {
    do {
      let (path, store) = (path, store)
      let snapshot = try await NIOThreadPool.singleton.runIfActive {
        let written = SnapshotStore.written(path)
        let snapshot = try ModelSnapshot.load(bundle: path)
        store.publish(snapshot, written: written)
        return snapshot
      }
      logger.info("bundle swapped", metadata: ["version": "\(snapshot.version)"])
    } catch {
      store.recordFailure()
      logger.error(
        "bundle refused, the old one serves on", metadata: ["target": "\(target)", "error": "\(error)"])
    }
  }
}
