/// Text in Prometheus' exposition format 0.0.4.
struct MetricsText {
  private var lines: [String] = []

  var text: String { lines.joined(separator: "\n") + "\n" }

  /// Opens the family `name`.
  mutating func family(_ name: String, _ type: String, _ help: String) {
    lines += ["# HELP \(name) \(help)", "# TYPE \(name) \(type)"]
  }

  /// `labels` as `key="value"`, without braces; values are names of ours.
  mutating func sample(_ name: String, _ labels: String = "", _ value: some CustomStringConvertible) {
    lines.append(labels.isEmpty ? "\(name) \(value)" : "\(name){\(labels)} \(value)")
  }

  /// A family of one sample.
  mutating func single(_ name: String, _ type: String, _ help: String, _ value: some CustomStringConvertible)
  {
    family(name, type, help)
    sample(name, "", value)
  }

  /// The buckets, sum and count of one histogram of the open family, in seconds.
  mutating func histogram(_ name: String, _ labels: String, _ times: LatencyHistogram) {
    let prefix = labels.isEmpty ? "" : "\(labels),"
    var total = 0
    for (bound, count) in zip(times.bounds, times.counts) {
      total += count
      sample("\(name)_bucket", "\(prefix)le=\"\(Double(bound) / 1e9)\"", total)
    }
    total += times.counts.last ?? 0
    sample("\(name)_bucket", "\(prefix)le=\"+Inf\"", total)
    sample("\(name)_sum", labels, Double(times.nanoseconds) / 1e9)
    sample("\(name)_count", labels, total)
  }

  /// `value` for use between the quotes of a label.
  static func escaped(_ value: String) -> String {
    var text = ""
    for character in value.unicodeScalars {
      switch character {
      case "\\": text += "\\\\"
      case "\"": text += "\\\""
      case "\n": text += "\\n"
      default: text.unicodeScalars.append(character)
      }
    }
    return text
  }
}
