import NIOCore
import NIOPosix
import Synchronization

/// Lets the event loop of a load client end its ticks only when there is something to do, so that it never sleeps.
final class LoadSpin: NIOEventLoopMetricsDelegate {
  private let generator = Mutex<NIOLoopBound<LoadGenerator>?>(nil)

  func start(_ generator: LoadGenerator, on eventLoop: any EventLoop) {
    let bound = NIOLoopBound(generator, eventLoop: eventLoop)
    self.generator.withLock { $0 = bound }
  }

  func stop() { generator.withLock { $0 = nil } }

  func processedTick(info: NIOEventLoopTickInfo) { generator.withLock { $0 }?.value.spin() }
}
