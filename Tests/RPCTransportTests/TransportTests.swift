import Testing

/// Everything that uses sockets, one test at a time: some measure this process's memory.
@Suite(.serialized) struct TransportTests {}
