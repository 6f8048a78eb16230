import Foundation
import RankingCore
import RankingTraining
import Testing

/// `rankctl evaluate --report`, opened in a real browser.
@Suite struct ReportPageTests {
  /// Half of what the sample's users like next: their own first items.
  private static func page() throws -> String {
    let snapshot = try SampleBundle.snapshot()
    let run = RankingRun.collect(snapshot, threads: 2)
    let hidden = (0..<SampleBundle.users).flatMap { user in
      stride(from: 0, to: 12, by: 2).map { place in
        Interactions.Event(user: Int32(user), item: run.stages[2].lists[user][place], rating: 5, timestamp: 1)
      }
    }
    let problem = EvaluationProblem(
      name: "made <up>", catalogue: snapshot.catalogue, train: snapshot.model.interactions.events(),
      hidden: hidden)
    return ReportPage(
      ReportSubject(
        snapshot: snapshot, problem: problem, report: EvaluationReport(problem, runs: [run], seeds: [1]),
        run: run, threads: 2)
    ).html()
  }

  @Test func thePageNeedsNothingElse() throws {
    let html = try Self.page()
    for outside in ["http://", "https://", "src=", "<script", "<link", "@import", "url("] {
      #expect(!html.contains(outside), "\(outside)")
    }
    #expect(html.components(separatedBy: "<svg").count == 9)
    #expect(html.contains("made &lt;up&gt;") && html.contains("prefers-color-scheme:dark"))
    #expect(!html.contains("nan") && !html.contains("inf\""))
    #expect(html.utf8.count < 500_000)
  }

  /// Chromium lays the page out; a script of the test's own tells what sticks out of the column.
  @Test(.timeLimit(.minutes(10)), arguments: [1100, 390])
  func nothingSticksOut(_ width: Int) async throws {
    let folder = try SampleBundle.folder("report-\(width)")
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let probe = """
      <script>
      const out = [...document.querySelectorAll("svg text, svg path, figcaption, p, h1, h2")].filter(node => {
        const box = node.getBoundingClientRect();
        return box.width > 0 && (box.left < 0 || box.right > document.documentElement.clientWidth + 1);
      }).map(node => node.textContent || node.tagName);
      const flat = [...document.querySelectorAll("svg")].filter(node => node.getBoundingClientRect().height < 40);
      const wide = document.documentElement.scrollWidth > document.documentElement.clientWidth + 1;
      document.title = `out:${out.join("|")} flat:${flat.length} wide:${wide}`;
      </script>
      """
    try Self.page().replacingOccurrences(of: "</body>", with: probe + "</body>")
      .write(toFile: "\(folder)/page.html", atomically: true, encoding: .utf8)
    let dom = try await chromium(folder, ["--window-size=\(width),900", "--dump-dom"])
    #expect(dom.contains("<title>out: flat:0 wide:false</title>"), "\(dom.prefix(900))")
    _ = try await chromium(folder, ["--window-size=\(width),4000", "--screenshot=\(folder)/page.png"])
    let picture = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/page.png"))
    #expect(picture.starts(with: [0x89, 0x50, 0x4E, 0x47]) && picture.count > 50_000)
  }

  private func chromium(_ folder: String, _ arguments: [String]) async throws -> String {
    let output = try await ForeignProcess.run(
      "/usr/bin/timeout",
      [
        "60", "/usr/bin/chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        "--hide-scrollbars",
        "--user-data-dir=\(folder)/profile",
      ] + arguments + ["file://\(folder)/page.html"])
    #expect(output.status == 0, "\(output.text.suffix(2_000))")
    return output.out
  }
}
