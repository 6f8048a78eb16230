internal import Logging
internal import NIOPosix
internal import RankingCore

/// Follows the link that names the current bundle: a new target is loaded, verified, warmed up and
/// published; one that fails leaves the old bundle serving and is tried again, ever more rarely.
struct BundleWatcher: Sendable {
  let path: String
  /// What the link named before the bundle that serves was loaded; nil: `path` is a directory.
  let served: String?
  let interval: Duration
  let store: SnapshotStore
  let logger: Logger

  /// Looks until cancelled.
  func run() async {
    var follower = LinkFollower(served: served)
    while (try? await Task.sleep(for: interval)) != nil {
      guard let target = await look() else { continue }
      follower.looked(at: target)
      if follower.shouldLoad(target, at: StageClock.now) { await load(target, &follower) }
      store.files.tell(isServed: target == follower.served)
    }
  }

  /// What the link names; nil if it cannot be read or is none. A disk that hangs holds up a thread of the pool, no more.
  private func look() async -> String? {
    store.files.begin(at: StageClock.now)
    let path = path
    let found = try? await NIOThreadPool.singleton.runIfActive {
      (target: CurrentBundle.target(of: path), isBundle: CurrentBundle.isReadable(path))
    }
    store.files.end(isReadable: found?.target != nil || (served == nil && found?.isBundle == true))
    return found?.target
  }

  private func load(_ target: String, _ follower: inout LinkFollower) async {
    store.files.tell(isServed: false)
    do {
      let (path, store) = (path, store)
      let (snapshot, written) = try await NIOThreadPool.singleton.runIfActive {
        let written = SnapshotStore.written(path)
        return (try ModelSnapshot.load(bundle: path), written)
      }
      // Told to stop meanwhile: the loops may be gone.
      if Task.isCancelled { return }
      try await NIOThreadPool.singleton.runIfActive { store.publish(snapshot, written: written) }
      follower.loaded(target)
      logger.info("bundle swapped", metadata: ["version": "\(snapshot.version)"])
    } catch {
      if Task.isCancelled { return }
      let facts: Logger.Metadata = ["target": "\(target)", "error": "\(error)"]
      if follower.refused(target, at: StageClock.now) {
        store.recordFailure()
        logger.error("bundle refused, the old one serves on", metadata: facts)
      } else {
        logger.warning("bundle still refused", metadata: facts)
      }
    }
  }
}
