import Foundation

/// Resident memory of this process, in MiB.
enum Memory {
  static var residentMiB: Int {
    let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
    return (Int(line.filter(\.isNumber)) ?? 0) / 1_024
  }

  /// Mebibytes that this process has grown by; 0 under a sanitizer, whose own memory says nothing.
  static func growth(since before: Int) -> Int {
    ProcessInfo.processInfo.environment["RANKD_SANITIZER"] == nil ? residentMiB - before : 0
  }
}
