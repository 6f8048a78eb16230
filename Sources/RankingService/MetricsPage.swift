internal import RPCTransport
internal import RankingCore

/// The Prometheus text of `GET /metrics`, exposition format 0.0.4. Label values are registered names only.
struct MetricsPage {
  let reading: LoopMetrics.Reading
  /// Registered paths; method number `n` is at `n - 1`.
  let paths: [String]
  let store: SnapshotStore

  static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  func text() -> String {
    var lines: [String] = []
    calls(&lines)
    latencies(&lines)
    transport(&lines)
    bundle(&lines)
    return lines.joined(separator: "\n") + "\n"
  }

  private func labels(_ method: Int) -> String {
    let parts = method == 0 ? [] : paths[method - 1].split(separator: "/")
    let (service, name) = parts.count == 2 ? (parts[0], parts[1]) : ("unknown", "unknown")
    return "grpc_type=\"unary\",grpc_service=\"\(service)\",grpc_method=\"\(name)\""
  }

  private func header(_ name: String, _ type: String, _ help: String, _ lines: inout [String]) {
    lines += ["# HELP \(name) \(help)", "# TYPE \(name) \(type)"]
  }

  private func calls(_ lines: inout [String]) {
    header("grpc_server_started_total", "counter", "RPCs started on the server.", &lines)
    for method in reading.methods.indices {
      lines.append("grpc_server_started_total{\(labels(method))} \(reading.methods[method].started)")
    }
    header("grpc_server_handled_total", "counter", "RPCs completed on the server, by status.", &lines)
    for method in reading.methods.indices {
      for (code, count) in reading.methods[method].handled.enumerated() where count > 0 || code == 0 {
        let name = RPCStatus.Code(rawValue: code)?.name ?? "UNKNOWN"
        lines.append("grpc_server_handled_total{\(labels(method)),grpc_code=\"\(name)\"} \(count)")
      }
    }
  }

  private func latencies(_ lines: inout [String]) {
    let name = "grpc_server_handling_seconds"
    header(name, "histogram", "Time from a call's headers to its status.", &lines)
    for (method, counts) in reading.methods.enumerated() where method > 0 {
      var total = 0
      for (bound, count) in zip(LoopMetrics.bounds, counts.buckets) {
        total += count
        lines.append("\(name)_bucket{\(labels(method)),le=\"\(Double(bound) / 1e9)\"} \(total)")
      }
      total += counts.buckets.last ?? 0
      lines.append("\(name)_bucket{\(labels(method)),le=\"+Inf\"} \(total)")
      lines.append("\(name)_sum{\(labels(method))} \(Double(counts.nanoseconds) / 1e9)")
      lines.append("\(name)_count{\(labels(method))} \(total)")
    }
  }

  private func transport(_ lines: inout [String]) {
    header("rankd_open_connections", "gauge", "Open RPC connections.", &lines)
    lines.append("rankd_open_connections \(reading.openConnections)")
    header("rankd_connections_total", "counter", "RPC connections accepted.", &lines)
    lines.append("rankd_connections_total \(reading.acceptedConnections)")
    header("rankd_http2_errors_total", "counter", "Connections ended for a violation of HTTP/2.", &lines)
    lines.append("rankd_http2_errors_total \(reading.http2Errors)")
    header("rankd_connections_refused_total", "counter", "RPC connections refused, by reason.", &lines)
    for reason in RPCRefusal.allCases {
      let count = reading.refusedConnections[reason] ?? 0
      lines.append("rankd_connections_refused_total{reason=\"\(reason.rawValue)\"} \(count)")
    }
    header("rankd_streams_refused_total", "counter", "Calls beyond a connection's limit.", &lines)
    lines.append("rankd_streams_refused_total \(reading.refusedStreams)")
    header("rankd_credential_reloads_total", "counter", "Certificates or tokens read again.", &lines)
    lines.append("rankd_credential_reloads_total{result=\"ok\"} \(reading.credentialReloads)")
    lines.append("rankd_credential_reloads_total{result=\"failed\"} \(reading.credentialFailures)")
    header("process_resident_memory_bytes", "gauge", "Resident memory.", &lines)
    lines.append("process_resident_memory_bytes \(ResidentMemory.bytes() ?? 0)")
  }

  private func bundle(_ lines: inout [String]) {
    let snapshot = store.current
    header("rankd_bundle_info", "gauge", "The bundle that serves.", &lines)
    lines.append("rankd_bundle_info{version=\"\(snapshot.version)\"} 1")
    header("rankd_bundle_horizon_seconds", "gauge", "Unix time of the bundle's last training event.", &lines)
    lines.append("rankd_bundle_horizon_seconds \(snapshot.model.horizon)")
    header("rankd_bundle_swaps_total", "counter", "Bundles swapped in while serving.", &lines)
    lines.append("rankd_bundle_swaps_total \(store.swaps)")
    header("rankd_bundle_failures_total", "counter", "Bundles refused while serving.", &lines)
    lines.append("rankd_bundle_failures_total \(store.failures)")
  }
}
