internal import NIOCore
internal import RankingCore

/// Puts together what an event loop and a compute thread have in common.
struct LoopAssembly: Sendable {
  let store: SnapshotStore
  let loops: LoopServices
  let configuration: ServingConfiguration

  /// A coordinator that counts into `metrics` and follows the store; on `loop`.
  ///
  /// - Parameter patience: nanoseconds; see `RankingCoordinator.isSlow`.
  func coordinator(
    on loop: any EventLoop, _ metrics: NIOLoopBound<LoopMetrics>, patience: UInt64? = nil
  ) -> RankingCoordinator {
    let first = store.current
    let coordinator = RankingCoordinator(
      eventLoop: loop, snapshot: .warm(first), limits: configuration.limits, metrics: metrics,
      patience: patience)
    // A loop runs what it is given in the order it was given it, which tasks do not promise.
    let serving = store.subscribe { snapshot in
      loop.execute { coordinator.assumeIsolated { $0.replace(snapshot) } }
    }
    if serving !== first { coordinator.assumeIsolated { $0.replace(.warm(serving)) } }
    return coordinator
  }

  /// The threads for slow answers on the loops of `group`; each thread's metrics and drift are read like a loop's.
  func computePool(_ group: any EventLoopGroup) -> ComputePool {
    let threads = group.makeIterator().map { loop in
      ComputeThread(loop) { loop in
        let (metrics, methods) = (LoopMetrics(), loops.methods)
        metrics.register(methods: methods.count)
        let bound = NIOLoopBound(metrics, eventLoop: loop)
        let coordinator = coordinator(on: loop, bound)
        // That it is busy for long is what it is for.
        LoopTicker.start(nil, coordinator, on: loop)
        loops.add(.init(coordinator: coordinator, metrics: bound, routes: nil, methods: methods), for: loop)
        return coordinator
      }
    }
    return ComputePool(threads, limit: configuration.compute.queue)
  }
}
