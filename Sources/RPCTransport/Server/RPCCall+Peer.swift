extension RPCCall {
  /// Who calls: its address, and its certificate if the server asks for one.
  public var peer: RPCPeer? { connection?.peer }
}
