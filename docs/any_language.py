"""A client of the server with nothing but a MessagePack library: any_language.py [HOST PORT [TOKEN]]"""
import socket
import sys

import msgpack


class Connection:
    def __init__(self, host, port):
        self.socket = socket.create_connection((host, port))
        self.messages = msgpack.Unpacker(strict_map_key=False)
        self.last_id = 0

    def call(self, method, *params):
        self.last_id += 1
        self.socket.sendall(msgpack.packb([0, self.last_id, method, params]))
        kind, *message = self.receive()
        if kind == 2:  # the only notification a server sends: bye
            raise ConnectionError("{}: {}".format(*message[1]))
        _, error, result = message
        if error:
            raise RuntimeError("{code}: {message}".format(**error))
        return result

    def receive(self):
        while True:
            for message in self.messages:
                return message
            data = self.socket.recv(65536)
            if not data:
                raise ConnectionError("the server closed the connection")
            self.messages.feed(data)


host, port, *token = sys.argv[1:] or ["localhost", "8765"]
server = Connection(host, int(port))
hello = {"protocol": 1, "client": "any_language.py", "language": "python"}
if token:
    hello["token"] = token[0]
print("server ", server.call("hello", hello)["server"])
print("opened ", server.call("open", "bayport")["name"])
server.call("store", "bayport", "joe", {"age": 17, "brothers": ["frank"]})
for variable in server.call("listVars", "bayport"):
    print("listed ", variable["name"], variable["values"], variable["mode"])
value, *_ = server.call("fetch", "bayport", "joe")
print("fetched", value)
print("nothing", server.call("fetch", "bayport", "joe", {"timeout": 0.1}))
try:
    server.call("deleteVar", "bayport", "frank")
except RuntimeError as refusal:
    print("refused", refusal)
