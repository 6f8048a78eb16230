internal import RPCTransport

/// What a reflection client is told.
enum ReflectionAnswer {
  case files([[UInt8]])
  case extensionNumbers(of: String, [Int32])
  case services([String])
  case failure(RPCStatus)
}
