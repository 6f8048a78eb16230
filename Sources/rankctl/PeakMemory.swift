import Foundation

/// The most memory this process has had resident so far.
enum PeakMemory {
  static var bytes: Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
    let fields = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
    return (fields.dropFirst().first.flatMap { Int($0) } ?? 0) * 1024
  }
}
