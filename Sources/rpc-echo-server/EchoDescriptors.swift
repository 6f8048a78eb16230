// Made by Protos/generate; do not edit.

/// A serialised `google.protobuf.FileDescriptorSet` in base64: echo/echo.proto and imports.
package enum EchoDescriptors {
  package static let base64 = """
    CqYBCg9lY2hvL2VjaG8ucHJvdG8SBGVjaG8iIwoHTWVzc2FnZRIYCgdwYXlsb2FkGAEgASgMUgdwYXlsb2FkMmAKBEVjaG8SJQoF\
    VW5hcnkSDS5lY2hvLk1lc3NhZ2UaDS5lY2hvLk1lc3NhZ2USMQoNQmlkaXJlY3Rpb25hbBINLmVjaG8uTWVzc2FnZRoNLmVjaG8u\
    TWVzc2FnZSgBMAFiBnByb3RvMw==
    """
}
