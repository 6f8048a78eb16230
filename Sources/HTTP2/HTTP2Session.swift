internal import CNghttp2

/// One HTTP/2 connection's protocol, without a socket: bytes in, events out; submissions in, bytes out.
///
/// Used on one thread at a time. Events and header pointers live until `clearEvents`.
package struct HTTP2Session: ~Copyable {
  package enum Role { case server, client }

  let session: OpaquePointer
  let state: UnsafeMutablePointer<SessionState>

  package init(_ role: Role, configuration: HTTP2Configuration) throws(HTTP2Error) {
    let state = UnsafeMutablePointer<SessionState>.allocate(capacity: 1)
    state.initialize(to: SessionState(maxHeaderListSize: configuration.maxHeaderListSize))
    guard let session = Self.make(role, state) else {
      state.pointee.destroy()
      state.deinitialize(count: 1)
      state.deallocate()
      throw HTTP2Error(code: .outOfMemory, message: "no memory for a session")
    }
    self.state = state
    self.session = session
    Self.submitSettings(session, role, configuration)
  }

  /// Part of a header block has come and the rest is awaited: nothing else may come before it.
  package var isInHeaders: Bool { state.pointee.isInHeaders }

  deinit {
    nghttp2_session_del(session)
    state.pointee.destroy()
    state.deinitialize(count: 1)
    state.deallocate()
  }

  private static func make(_ role: Role, _ state: UnsafeMutablePointer<SessionState>) -> OpaquePointer? {
    var option: OpaquePointer?
    guard nghttp2_option_new(&option) == 0 else { return nil }
    defer { nghttp2_option_del(option) }
    // Windows are returned as bytes are used (`consume`), so that a slow reader slows its sender.
    nghttp2_option_set_no_auto_window_update(option, 1)
    // Resets are judged by the connection, which knows how many calls it has answered in between.
    nghttp2_option_set_stream_reset_rate_limit(option, 1 << 30, 1 << 30)
    var session: OpaquePointer?
    let callbacks = sharedCallbacks.pointer
    let result =
      switch role {
      case .server: nghttp2_session_server_new2(&session, callbacks, state, option)
      case .client: nghttp2_session_client_new2(&session, callbacks, state, option)
      }
    return result == 0 ? session : nil
  }

  private static func submitSettings(
    _ session: OpaquePointer, _ role: Role, _ configuration: HTTP2Configuration
  ) {
    func entry(_ id: nghttp2_settings_id, _ value: Int) -> nghttp2_settings_entry {
      nghttp2_settings_entry(settings_id: Int32(id.rawValue), value: UInt32(clamping: value))
    }
    var entries = [
      entry(NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, configuration.streamWindow),
      entry(NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, configuration.maxHeaderListSize),
    ]
    switch role {
    case .server:
      entries.append(entry(NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, configuration.maxConcurrentStreams))
    case .client:
      entries.append(entry(NGHTTP2_SETTINGS_ENABLE_PUSH, 0))
    }
    nghttp2_submit_settings(session, 0, entries, entries.count)
    nghttp2_session_set_local_window_size(session, 0, 0, Int32(clamping: configuration.connectionWindow))
  }
}
