/// Names of the files of a bundle.
package enum BundleFile {
  package static let catalogue = "catalogue.json"
  package static let ranker = "ranker.json"
  package static let tensors = "tensors.safetensors"
}
