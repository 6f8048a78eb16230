internal import Logging
internal import NIOCore
internal import NIOPosix

/// Looks at the files of certificates and tokens twice a second, off the event loops.
struct CredentialWatch: Sendable {
  let credentials: ServerCredentials?
  let authorizer: (any RPCAuthorizer)?
  let logger: Logger
  /// Whose observer is told.
  let loop: NIOLoopBound<ServerLoop>

  /// Nil if there is nothing to look at.
  func start() -> RepeatedTask? {
    guard credentials != nil || authorizer != nil else { return nil }
    let delay = TimeAmount.milliseconds(500)
    return loop.eventLoop.scheduleRepeatedAsyncTask(initialDelay: delay, delay: delay) { _ in
      look("certificates") { try credentials?.reloadIfChanged() ?? false }
        .flatMap { look("tokens") { try authorizer?.reloadIfChanged() ?? false } }
    }
  }

  private func look(
    _ what: String, _ reload: @escaping @Sendable () throws -> Bool
  ) -> EventLoopFuture<Void> {
    NIOThreadPool.singleton.runIfActive(eventLoop: loop.eventLoop, reload).map { isNew in
      guard isNew else { return }
      logger.info("\(what) read again")
      loop.value.observer?.credentialsReloaded(isGood: true)
    }.recover { error in
      logger.error("\(what) refused, the old ones stay in force: \(error)")
      loop.value.observer?.credentialsReloaded(isGood: false)
    }
  }
}
