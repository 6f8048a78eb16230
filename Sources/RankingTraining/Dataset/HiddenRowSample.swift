import RankingCore

/// What tells rows of MovieLens 100K's `ua.test` when they come in another file: 64 of its 9,430 (user, item) pairs as
/// hashes, those with the smallest.
///
/// A sample is enough: every file that holds a quarter of the hidden rows or more holds about a quarter of these, whatever
/// its order, its name and its other columns. No other data set comes near: its share of these pairs is its density.
enum HiddenRowSample {
  /// Pairs of the sample from which on a data set is taken for one with hidden rows.
  static let suspicious = 16

  /// How many pairs of the sample `dataset` holds; 0 where identifiers are strings.
  static func pairs(in dataset: Dataset) -> Int {
    guard let users = dataset.catalogue.users.ids, let items = dataset.catalogue.items.ids else { return 0 }
    var met: Set<UInt64> = []
    for event in dataset.events {
      let hash = hash(user: users[Int(event.user)], item: items[Int(event.item)])
      if hash <= largest, sample.contains(hash) { met.insert(hash) }
    }
    return met.count
  }

  private static func hash(user: Int64, item: Int64) -> UInt64 {
    CounterRandom(seed: UInt64(bitPattern: user), stream: UInt64(bitPattern: item)).bits(0)
  }

  private static let largest = sample.max() ?? 0

  private static let sample: Set<UInt64> = [
    0x00167DA7298F6FA6, 0x001A7965357D6D14, 0x001CEB19344D0C0A, 0x002942017D543960,
    0x00377EA08165A933, 0x00379BF2B14D8A9B, 0x003BCF800DFDEC80, 0x005784A839AFC2C7,
    0x006E40BFFC9D0833, 0x00735AE61EC0A4DD, 0x0073A79375F28AC6, 0x0073B62C5FB48442,
    0x007613E4CF96A1E9, 0x007677D3A2FDCEA4, 0x007E01285613E4B6, 0x0080D60468086C96,
    0x0095163511DD8EAC, 0x0098F14DA485B445, 0x00A4FE75CCBA6B8E, 0x00A61856F47DBB28,
    0x00A7D91449B40288, 0x00B0513657A8D952, 0x00BC337C9DBA990A, 0x00BE5A2175A6086A,
    0x00C806E73BA1DF76, 0x00CA7C3B1E715C1C, 0x00E0D3C51FC00EBF, 0x00E297D9392E32ED,
    0x00EDE0BF40CBDE77, 0x00F5322561EFED72, 0x01066853470354F4, 0x010DEF34B3358F91,
    0x011481564275E309, 0x011B9976D18240EB, 0x012ADBAD7DDF320E, 0x012AE460EDA2972D,
    0x012E76F066941C81, 0x012F2D279DC510D1, 0x0132699C084AF0ED, 0x0135FA58B6D5F37B,
    0x013C4AC349DF2A20, 0x014E3E7D0D58630B, 0x01528C2F03AE484F, 0x01563CBC208912D3,
    0x0156CCA41132D136, 0x015F4F5BAE25C2A5, 0x01622B002DE1145A, 0x01671201548B79BE,
    0x016987B1874604E9, 0x0170A0221E17143F, 0x0177EE06E2ED02C2, 0x01797339C1A732D6,
    0x018B8A6C131BE379, 0x018BBA6F54C8CB12, 0x019281F44E921C98, 0x0193D0ECE48B40E0,
    0x0194A05807ABC7F4, 0x01A68DA039BA4C0F, 0x01A790B2BCBC7278, 0x01AA19E53A08DC0F,
    0x01AB513A921BCE9D, 0x01B4EE181A9BFA62, 0x01B5D46FE40833B3, 0x01BD84101424904A,
  ]
}
