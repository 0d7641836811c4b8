"""MessagePack-RPC messages on sockets; see PROTOCOL.md."""
