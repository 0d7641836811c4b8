"""Messages on sockets: cutting a stream, and sending in spite of interrupts."""

import itertools
import os
import random
import signal
import socket
import threading
import unittest

from interrupts import interrupt_until
from nws.exceptions import NwsValueError
from nws.values import decode, encode
from nws.wire.outbox import Outbox
from nws.wire.scanner import MessageScanner, end_of_value

SAMPLES = [None, 1, -1, 200, 70000, 2 ** 40, -200, -70000, -2 ** 40, 1.5, "a", "x" * 40, "x" * 300, "x" * 70000, b"a",
           b"x" * 300, b"x" * 70000, [], [1, [2, "x"]], list(range(20)), list(range(70000)), {}, {"a": [1, {"b": 2}]},
           {str(key): key for key in range(20)}, dict.fromkeys(range(70000)), (1, 2), {1}, tuple(range(300)), 2 ** 64,
           2 ** 3000, 2 ** 600000, 1j]


class MessageScannerTest(unittest.TestCase):
    def test_messages_are_found_whatever_the_parts(self):
        stream = b"".join(map(encode, SAMPLES))
        source = random.Random(3)
        for largest in (1000, 100000, len(stream)):
            scanner, messages, position = MessageScanner(), [], 0
            while position < len(stream):
                size = source.randrange(1, largest + 1)
                messages += scanner.feed(stream[position:position + size])
                position += size
            self.assertEqual(SAMPLES, list(map(decode, messages)))

    def test_every_byte_may_come_alone(self):
        for sample in SAMPLES:
            data = encode(sample)
            if len(data) < 1000:
                scanner = MessageScanner()
                for index in range(len(data) - 1):
                    self.assertEqual([], scanner.feed(data[index:index + 1]))
                self.assertEqual([data], scanner.feed(data[-1:]))

    def test_a_value_ends_where_the_next_begins(self):
        for sample in SAMPLES:
            data = encode(sample)
            self.assertEqual(5 + len(data), end_of_value(bytes(5) + data + b"\xc0\xc0", 5))

    def test_what_is_not_messagepack_is_refused(self):
        with self.assertRaisesRegex(NwsValueError, "0xc1"):
            MessageScanner().feed(b"\x92\x01\xc1")


class OutboxTest(unittest.TestCase):
    def setUp(self):
        self.near, self.far = socket.socketpair()
        self.addCleanup(self.near.close)
        self.addCleanup(self.far.close)
        self.outbox = Outbox(self.near)

    def receive(self, size):
        data = b""
        while len(data) < size:
            data += self.far.recv(1 << 16)
        return data

    def test_messages_of_many_threads_do_not_mix(self):
        threads = [threading.Thread(target=self.outbox.send, args=(bytes([n]) * 300000,)) for n in range(4)]
        for thread in threads:
            thread.start()
        data = self.receive(4 * 300000)
        for thread in threads:
            thread.join()
        self.assertEqual(4, len({data[index * 300000:(index + 1) * 300000] for index in range(4)}))
        self.assertTrue(all(len(set(data[index * 300000:(index + 1) * 300000])) == 1 for index in range(4)))

    def interrupt_at(self, *ordinals):
        """Let the interrupts of these numbers raise, the others pass; the event tells that the last one has come."""
        count, last = itertools.count(1), threading.Event()

        def handle(*_):
            number = next(count)
            if number == max(ordinals):
                last.set()
            if number in ordinals:
                raise KeyboardInterrupt

        self.addCleanup(signal.signal, signal.SIGINT, signal.signal(signal.SIGINT, handle))
        return last

    def test_an_interrupt_in_the_middle_waits_for_the_end_of_the_message(self):
        message = os.urandom(8 << 20)
        noticed = self.interrupt_at(1)
        received = []

        def interrupt():
            received.append(self.far.recv(1))
            interrupt_until(noticed.wait)
            received.append(self.receive(len(message) - 1))

        thread = threading.Thread(target=interrupt)
        thread.start()
        sent = []
        with self.assertRaises(KeyboardInterrupt):
            self.outbox.send(message, sent)
        thread.join()
        self.assertEqual(len(message), sum(sent))
        self.assertEqual(message, b"".join(received))

    def test_an_interrupt_before_the_message_leaves_nothing_sent(self):
        filler = self.fill()
        noticed = self.interrupt_at(1)
        thread = threading.Thread(target=interrupt_until, args=(noticed.wait,))
        sent = []
        with self.assertRaises(KeyboardInterrupt):
            thread.start()
            self.outbox.send(b"x" * 100, sent)
        thread.join()
        self.assertEqual([], sent)
        self.assertNotIn(b"x", self.receive(filler))

    def test_a_second_interrupt_cuts_the_connection(self):
        noticed = self.interrupt_at(1, 2)

        def interrupt_twice():
            self.far.recv(1)
            interrupt_until(noticed.wait)

        thread = threading.Thread(target=interrupt_twice)
        thread.start()
        with self.assertRaises(KeyboardInterrupt):
            self.outbox.send(bytes(64 << 20))
        thread.join()
        self.near.setblocking(False)
        with self.assertRaises(BrokenPipeError):
            self.near.send(b"x")

    def fill(self):
        """Fill the buffers, so that the next byte has to wait."""
        self.near.setblocking(False)
        size = 0
        try:
            while True:
                size += self.near.send(bytes(1 << 16))
        except BlockingIOError:
            self.near.setblocking(True)
            return size


if __name__ == "__main__":
    unittest.main()
