internal import RPCTransport
internal import RankingCore

extension MetricsPage {
  func transport(_ page: inout MetricsText) {
    page.single("rankd_open_connections", "gauge", "Open RPC connections.", reading.openConnections)
    page.single("rankd_open_streams", "gauge", "Calls begun and not ended.", reading.openCalls)
    page.single(
      "rankd_connections_total", "counter", "RPC connections accepted.", reading.acceptedConnections)
    page.single(
      "rankd_http2_errors_total", "counter", "Connections ended for a violation of HTTP/2.",
      reading.http2Errors)
    page.family("rankd_connections_refused_total", "counter", "RPC connections refused, by reason.")
    for reason in RPCRefusal.allCases {
      let count = reading.refusedConnections[reason] ?? 0
      page.sample("rankd_connections_refused_total", "reason=\"\(reason.rawValue)\"", count)
    }
    page.single(
      "rankd_streams_refused_total", "counter", "Calls beyond a connection's limit.", reading.refusedStreams)
    page.family("rankd_credential_reloads_total", "counter", "Certificates or tokens read again.")
    page.sample("rankd_credential_reloads_total", "result=\"ok\"", reading.credentialReloads)
    page.sample("rankd_credential_reloads_total", "result=\"failed\"", reading.credentialFailures)
    page.single(
      "process_resident_memory_bytes", "gauge", "Resident memory.", ResidentMemory.bytes() ?? 0)
    page.family(
      "rankd_event_loop_lag_seconds", "histogram",
      "How late an event loop comes to a timer of 100 ms: what else waits on that loop waits as long.")
    page.histogram("rankd_event_loop_lag_seconds", "", reading.lag)
  }

  func shedding(_ page: inout MetricsText) {
    page.single(
      "rankd_queue_depth", "gauge",
      "Whole requests that wait because earlier answers fill their connection, or are with a compute thread.",
      reading.waitingCalls)
    page.family(
      "rankd_shed_total", "counter",
      "Work refused early: connections and streams beyond their limits, calls ended with RESOURCE_EXHAUSTED.")
    page.sample("rankd_shed_total", "reason=\"connections\"", reading.refusedConnections[.connections] ?? 0)
    page.sample("rankd_shed_total", "reason=\"streams\"", reading.refusedStreams)
    page.sample("rankd_shed_total", "reason=\"resources\"", reading.handled(.resourceExhausted))
  }

  func bundle(_ page: inout MetricsText) {
    let (snapshot, written) = store.serving
    page.family("rankd_bundle_info", "gauge", "The bundle that serves.")
    page.sample("rankd_bundle_info", "version=\"\(MetricsText.escaped(snapshot.version))\"", 1)
    if let written {
      page.single(
        "rankd_bundle_age_seconds", "gauge", "Since the bundle that serves was written.",
        SnapshotStore.unixSeconds - written)
    }
    page.single(
      "rankd_bundle_horizon_seconds", "gauge", "Unix time of the bundle's last training event.",
      snapshot.model.horizon)
    page.single(
      "rankd_bundle_swaps_total", "counter", "Bundles swapped in while serving.", store.swaps)
    page.single(
      "rankd_bundle_failures_total", "counter", "Bundles refused while serving.", store.failures)
    page.single(
      "rankd_bundle_link_unserved", "gauge",
      "1 while the link names another bundle than the one that serves.",
      store.files.isServed ? 0 : 1)
    page.family("rankd_store_healthy", "gauge", "1 while the store could be read at the last look.")
    page.sample("rankd_store_healthy", "store=\"bundles\"", store.files.isHealthy(at: StageClock.now) ? 1 : 0)
  }
}
