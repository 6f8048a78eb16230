import Crypto
import FoundationEssentials

/// A bundle on disk, its manifest read and checked; files are mapped and verified as they are asked for.
package struct BundleDirectory {
  /// The real path, symbolic links resolved.
  package let path: String
  package let manifest: BundleManifest

  /// Reads and verifies the manifest in `path`.
  package init(path: String) throws(BundleError) {
    guard let resolved = realpath(path) else {
      throw BundleError(.missingFile, file: path, "no such bundle directory")
    }
    self.path = resolved
    let bytes = try Self.read(resolved, BundleManifest.fileName)
    let digest = try Self.read(resolved, BundleManifest.digestFileName)
    let found = bytes.withBytes { SHA256.hexDigest(of: $0) }
    guard digest.withBytes({ $0.elementsEqual("\(found)\n".utf8) }) else {
      throw BundleError(
        .digestMismatch, file: BundleManifest.fileName,
        "sha256 is \(found), \(BundleManifest.digestFileName) says otherwise")
    }
    manifest = try BundleManifest(encoded: bytes.withBytes { Array($0) })
  }

  /// The fitted funnel: every listed file verified, every tensor checked.
  package func model() throws(BundleError) -> FunnelModel {
    let catalogueBytes = try verified(BundleFile.catalogue)
    let tensorBytes = try verified(BundleFile.tensors)
    let rankerBytes = try hasRanker ? verified(BundleFile.ranker) : nil
    do {
      try manifest.fusion.check()
      let catalogue = try Catalogue(encoded: catalogueBytes.withBytes { Array($0) })
      let tensors = try SafetensorsFile(tensorBytes)
      return FunnelModel(
        catalogue: catalogue,
        interactions: try BundleTensors.interactions(tensors, catalogue: catalogue),
        sources: try sources(tensors, catalogue),
        fusion: manifest.fusion,
        semantic: try BundleTensors.semantic(tensors, catalogue: catalogue),
        ranker: try rankerBytes.map { try RankerModel(catBoostJSON: $0.withBytes { Array($0) }) },
        serving: manifest.serving, horizon: manifest.data.horizon)
    } catch let error as BundleError {
      throw error
    } catch {
      throw BundleError(.malformed, file: path, "\(error)")
    }
  }

  /// Checks the size and digest of every listed file.
  package func verify() throws(BundleError) {
    for file in manifest.files { _ = try verified(file.name) }
  }

  private var hasRanker: Bool { manifest.files.contains { $0.name == BundleFile.ranker } }

  private func sources(
    _ tensors: SafetensorsFile, _ catalogue: Catalogue
  ) throws -> [any StorableSource] {
    try manifest.sources.map { specification in
      try specification.make(
        tensors: { try tensors.matrix($0, as: Float.self) }, catalogueSize: catalogue.itemCount)
    }
  }

  /// Maps file `name` and checks it against the manifest.
  private func verified(_ name: String) throws(BundleError) -> MappedFile {
    guard let entry = manifest.files.first(where: { $0.name == name }) else {
      throw BundleError(.missingFile, file: name, "not listed in \(BundleManifest.fileName)")
    }
    let file = try Self.read(path, name)
    guard file.count == entry.bytes else {
      throw BundleError(.sizeMismatch, file: name, "\(file.count) bytes, the manifest says \(entry.bytes)")
    }
    let found = file.withBytes { SHA256.hexDigest(of: $0) }
    guard found == entry.sha256 else {
      throw BundleError(.digestMismatch, file: name, "sha256 is \(found), the manifest says \(entry.sha256)")
    }
    return file
  }

  private static func read(_ directory: String, _ name: String) throws(BundleError) -> MappedFile {
    do {
      return try MappedFile(path: "\(directory)/\(name)")
    } catch {
      throw BundleError(.missingFile, file: name, "\(error)")
    }
  }
}
