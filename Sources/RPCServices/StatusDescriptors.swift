// Made by Protos/generate; do not edit.

/// A serialised `google.protobuf.FileDescriptorSet` in base64: google/rpc/status.proto google/rpc/error_details.proto and imports.
package enum StatusDescriptors {
  package static let base64 = """
    CuQBChlnb29nbGUvcHJvdG9idWYvYW55LnByb3RvEg9nb29nbGUucHJvdG9idWYiNgoDQW55EhkKCHR5cGVfdXJsGAEgASgJUgd0\
    eXBlVXJsEhQKBXZhbHVlGAIgASgMUgV2YWx1ZUJ2ChNjb20uZ29vZ2xlLnByb3RvYnVmQghBbnlQcm90b1ABWixnb29nbGUuZ29s\
    YW5nLm9yZy9wcm90b2J1Zi90eXBlcy9rbm93bi9hbnlwYqICA0dQQqoCHkdvb2dsZS5Qcm90b2J1Zi5XZWxsS25vd25UeXBlc2IG\
    cHJvdG8zCrABChdnb29nbGUvcnBjL3N0YXR1cy5wcm90bxIKZ29vZ2xlLnJwYxoZZ29vZ2xlL3Byb3RvYnVmL2FueS5wcm90byJm\
    CgZTdGF0dXMSEgoEY29kZRgBIAEoBVIEY29kZRIYCgdtZXNzYWdlGAIgASgJUgdtZXNzYWdlEi4KB2RldGFpbHMYAyADKAsyFC5n\
    b29nbGUucHJvdG9idWYuQW55UgdkZXRhaWxzYgZwcm90bzMK3wEKHmdvb2dsZS9ycGMvZXJyb3JfZGV0YWlscy5wcm90bxIKZ29v\
    Z2xlLnJwYyKoAQoKQmFkUmVxdWVzdBJQChBmaWVsZF92aW9sYXRpb25zGAEgAygLMiUuZ29vZ2xlLnJwYy5CYWRSZXF1ZXN0LkZp\
    ZWxkVmlvbGF0aW9uUg9maWVsZFZpb2xhdGlvbnMaSAoORmllbGRWaW9sYXRpb24SFAoFZmllbGQYASABKAlSBWZpZWxkEiAKC2Rl\
    c2NyaXB0aW9uGAIgASgJUgtkZXNjcmlwdGlvbmIGcHJvdG8z
    """
}
