internal import RPCTransport

/// A port that cannot be listened on, by the option that names it.
struct ListenError: Error, CustomStringConvertible {
  let option: String
  let host: String
  let port: Int
  let cause: any Error

  var description: String { "--\(option): cannot listen on \(host):\(port): \(cause)" }

  /// Runs `listen`, naming the option if it fails.
  static func naming<Result>(
    _ option: String, _ host: String, _ port: Int, _ listen: () async throws -> Result
  ) async throws -> Result {
    do {
      return try await listen()
    } catch let error as RPCFileError {
      // Names its file, which says more than the port.
      throw error
    } catch {
      throw ListenError(option: option, host: host, port: port, cause: error)
    }
  }
}
