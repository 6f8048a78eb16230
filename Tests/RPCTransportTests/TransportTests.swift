import Testing

/// Everything that uses sockets, one test at a time, on threads that may block.
@Suite(.serialized, .blockingThreads) struct TransportTests {}
