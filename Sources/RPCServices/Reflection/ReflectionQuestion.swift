/// What a reflection client asks.
enum ReflectionQuestion {
  case file(name: String)
  case symbol(String)
  case fieldExtension(of: String, number: Int32)
  case extensionNumbers(of: String)
  case services
  case nothing
}
