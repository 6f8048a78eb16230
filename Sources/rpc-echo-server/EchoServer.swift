import ArgumentParser

@main
struct EchoServer: ParsableCommand {}
