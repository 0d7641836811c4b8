"""How the client speaks to the server, message by message."""

import errno
import io
import os
import pickle
import socket
import threading
import unittest
from concurrent.futures import ThreadPoolExecutor
from unittest import mock

from fake_server import SECONDS, FakeServer
from interrupts import interrupt_until
from nws.client import (NetWorkSpace, NwsConnectException, NwsConnectionDroppedException, NwsDeclarationFailedException,
                        NwsNoWorkSpaceException, NwsOperationException, NwsServer, NwsTimeoutException,
                        NwsUnsupportedOperationException)
from nws.values import NwsValueError
from nws.wire.outbox import Outbox


def delivery(value, lease=0, variable="x", id=7, index=0, attempt=1):
    return [value, variable, id, index, lease, attempt]


class ClientTest(unittest.TestCase):
    def setUp(self):
        self.fake = FakeServer()
        self.addCleanup(self.fake.close)
        self.ws = NetWorkSpace("w", "127.0.0.1", self.fake.port)
        self.addCleanup(self.ws.close)
        self.pool = ThreadPoolExecutor(4)
        self.addCleanup(self.pool.shutdown)

    def start(self, operation, *arguments, **options):
        """Run an operation in a thread of its own."""
        return self.pool.submit(operation, *arguments, **options)

    def test_hello_announces_language_and_confirmation(self):
        self.assertEqual({"protocol": 1, "language": "python", "confirm": True},
                         {key: self.fake.hello[key] for key in ("protocol", "language", "confirm")})

    def test_a_fetched_value_is_confirmed(self):
        fetch = self.start(self.ws.fetch, "x")
        request = self.fake.receive("fetch")
        self.assertEqual(["w", "x", {}], request.params)
        self.fake.answer(request, delivery(17, lease=5))
        self.assertEqual(17, fetch.result(SECONDS))
        self.assertEqual([5], self.fake.receive("confirm").params)

    def test_a_found_value_is_not_confirmed(self):
        find = self.start(self.ws.find, "x")
        self.fake.answer(self.fake.receive("find"), delivery("a"))
        self.assertEqual("a", find.result(SECONDS))
        self.assertFalse(self.fake.has_received(0.05))

    def test_a_value_that_cannot_be_decoded_is_put_back(self):
        fetch = self.start(self.ws.fetch, "x")
        request = self.fake.receive("fetch")
        unknown_extension = b"\xc7\x02\x63ab"
        self.fake.socket.sendall(b"\x94\x01" + bytes([request.number]) + b"\xc0\x96" + unknown_extension
                                 + b"\xa1x\x07\x00\x09\x01")
        release = self.fake.receive("release")
        self.assertEqual([9], release.params)
        self.fake.answer(release)
        with self.assertRaisesRegex(NwsValueError, "unknown extension type 99"):
            fetch.result(SECONDS)

    def test_responses_may_overtake_each_other(self):
        first, second = self.start(self.ws.find, "x"), self.start(self.ws.find, "x")
        requests = [self.fake.receive("find"), self.fake.receive("find")]
        self.fake.answer(requests[1], delivery("later"))
        self.fake.answer(requests[0], delivery("sooner"))
        self.assertEqual({"sooner", "later"}, {first.result(SECONDS), second.result(SECONDS)})

    def test_try_forms_do_not_wait(self):
        found = self.start(self.ws.findTry, "x", "nothing")
        request = self.fake.receive("find")
        self.assertEqual({"timeout": 0}, request.params[2])
        self.fake.answer(request, None)
        self.assertEqual("nothing", found.result(SECONDS))

    def test_a_wait_that_is_up_raises_timeout(self):
        found = self.start(self.ws.find, "x", timeout=0.5)
        request = self.fake.receive("find")
        self.assertEqual({"timeout": 0.5}, request.params[2])
        self.fake.answer(request, None)
        with self.assertRaisesRegex(NwsTimeoutException, "'x' of workspace 'w' within 0.5 s"):
            found.result(SECONDS)

    def test_nothing_that_belongs_to_a_connection_can_be_pickled(self):
        for thing, words in ((self.ws, "NetWorkSpace\\('w', useUse=True\\)"), (self.ws.server, "make an NwsServer"),
                             (self.ws.ifind("x"), "an iterator over a variable"), ([self.ws], "a workspace cannot be")):
            with self.subTest(words):
                self.assertRaisesRegex(TypeError, words, pickle.dumps, thing)

    def test_a_space_has_the_name_it_is_opened_with(self):
        for operation in (self.ws.server.openWs, self.ws.server.useWs):
            self.assertRaisesRegex(ValueError, "that of workspace 'w', not of 'v'", operation, "v", self.ws)
            self.assertIs(self.ws, operation("w", self.ws))

    def test_a_negative_timeout_is_refused(self):
        with self.assertRaisesRegex(ValueError, "not -1"):
            self.ws.fetch("x", timeout=-1)

    def test_several_variables_tell_which_one_it_was(self):
        found = self.start(self.ws.fetch, ("a", "b"))
        request = self.fake.receive("fetch")
        self.assertEqual(["a", "b"], request.params[1])
        self.fake.answer(request, delivery(3, variable="b"))
        self.assertEqual(("b", 3), found.result(SECONDS))

    def test_a_lease_is_completed_with_stores(self):
        fetch = self.start(self.ws.fetch, "task", lease=True)
        request = self.fake.receive("fetch")
        self.assertEqual({"lease": True}, request.params[2])
        self.fake.answer(request, delivery("a", lease=4, attempt=2))
        leased = fetch.result(SECONDS)
        self.assertEqual(("a", 2), (leased.value, leased.attempt))
        complete = self.start(leased.complete, [(self.ws, "result", "A"), ("other", "y", 1)])
        request = self.fake.receive("complete")
        self.assertEqual([4, [["w", "result", "A"], ["other", "y", 1]]], request.params)
        self.fake.answer(request)
        complete.result(SECONDS)
        self.assertFalse(leased.open)

    def test_a_lease_is_released_if_its_block_fails(self):
        fetch = self.start(self.ws.fetch, "task", lease=True)
        self.fake.answer(self.fake.receive("fetch"), delivery("a", lease=4))

        def fail():
            with fetch.result(SECONDS):
                raise KeyError("no")

        failure = self.start(fail)
        request = self.fake.receive("release")
        self.assertEqual([4], request.params)
        self.fake.answer(request)
        with self.assertRaises(KeyError):
            failure.result(SECONDS)

    def test_iteration_follows_the_cursor(self):
        values = self.ws.ifindTry("x")
        step = self.start(next, values)
        request = self.fake.receive("find")
        self.assertEqual({"timeout": 0, "after": [0, -1]}, request.params[2])
        self.fake.answer(request, delivery("a", id=7, index=3))
        self.assertEqual("a", step.result(SECONDS))
        step = self.start(next, values, "end")
        request = self.fake.receive("find")
        self.assertEqual([7, 3], request.params[2]["after"])
        self.fake.answer(request, None)
        self.assertEqual("end", step.result(SECONDS))
        self.assertEqual("end", next(values, "end"))
        values.restart()
        step = self.start(next, values)
        request = self.fake.receive("find")
        self.assertEqual([7, 3], request.params[2]["after"])
        self.fake.answer(request, delivery("b", id=7, index=4))
        self.assertEqual("b", step.result(SECONDS))

    def test_an_error_does_not_look_like_the_end_of_an_iteration(self):
        step = self.start(next, self.ws.ifind("x"), "end")
        self.fake.refuse(self.fake.receive("find"), "not_iterable", "variable 'x' is lifo")
        with self.assertRaisesRegex(NwsOperationException, "variable 'x' is lifo"):
            step.result(SECONDS)

    def test_errors_keep_the_code_and_the_reason_of_the_server(self):
        for code, kind in (("no_workspace", NwsNoWorkSpaceException), ("mode_conflict", NwsDeclarationFailedException),
                           ("unknown_method", NwsUnsupportedOperationException), ("protected", NwsOperationException)):
            with self.subTest(code=code):
                store = self.start(self.ws.store, "x", 1)
                self.fake.refuse(self.fake.receive("store"), code, "because")
                with self.assertRaises(kind) as caught:
                    store.result(SECONDS)
                self.assertEqual((code, f"because [{code}]"), (caught.exception.code, str(caught.exception)))

    def test_a_dropped_connection_reaches_every_waiter_with_the_reason(self):
        waiting = [self.start(self.ws.find, "x"), self.start(self.ws.fetch, "y")]
        for _ in waiting:
            self.fake.receive_any()
        self.fake.send([2, "bye", ["shutting_down", "the server is being stopped"]])
        self.fake.close()
        for operation in waiting:
            with self.assertRaisesRegex(NwsConnectionDroppedException, "the server is being stopped") as caught:
                operation.result(SECONDS)
            self.assertEqual("shutting_down", caught.exception.code)
        with self.assertRaisesRegex(NwsConnectionDroppedException, "the server is being stopped"):
            self.ws.store("x", 1)

    def test_closing_ends_what_waits(self):
        waiting = self.start(self.ws.find, "x")
        self.fake.receive("find")
        self.ws.close()
        with self.assertRaisesRegex(NwsConnectionDroppedException, "closed by this program"):
            waiting.result(SECONDS)
        self.assertTrue(self.fake.client_left())

    def test_a_connection_closes_with_its_last_reference(self):
        fake = FakeServer()
        self.addCleanup(fake.close)
        server = NwsServer("127.0.0.1", fake.port)
        del server
        self.assertTrue(fake.client_left())

    def test_a_value_over_the_limit_is_not_sent(self):
        with self.assertRaisesRegex(NwsOperationException, "takes up to 1048576") as caught:
            self.ws.store("x", b"0" * (1 << 20))
        self.assertEqual("too_large", caught.exception.code)
        self.assertFalse(self.fake.has_received(0.05))

    def test_what_cannot_be_stored_is_not_sent(self):
        with self.assertRaisesRegex(NwsValueError, r"at \['rows'\]\[1\]"):
            self.ws.store("x", {"rows": [1, print]})
        self.assertFalse(self.fake.has_received(0.05))

    def test_a_file_is_stored_in_chunks(self):
        content = os.urandom(600_000)
        store = self.start(self.ws.storeFile, "x", io.BytesIO(content))
        request = self.fake.receive("store")
        self.assertEqual(content, request.params[2])
        self.fake.answer(request)
        self.assertEqual(600_000, store.result(SECONDS))

    def test_the_end_of_a_file_stores_nothing(self):
        self.assertEqual(0, self.ws.storeFile("x", io.BytesIO()))
        self.assertFalse(self.fake.has_received(0.05))

    def test_a_file_over_the_limit_is_refused_while_it_is_read(self):
        with open("/dev/zero", "rb") as endless:
            with self.assertRaisesRegex(NwsOperationException, "larger than the server's limit"):
                self.ws.storeFile("x", endless)

    def test_a_fetched_value_that_cannot_be_written_goes_back(self):
        class FullDisk(io.BytesIO):
            def write(self, data):
                raise OSError("no space left")

        for value, file, reason in (("text", FullDisk(), "no space"), ([1], io.BytesIO(), "value of type list")):
            with self.subTest(reason):
                fetch = self.start(self.ws.fetchFile, "x", file)
                self.fake.answer(self.fake.receive("fetch"), delivery(value, lease=3))
                release = self.fake.receive("release")
                self.assertEqual([3], release.params)
                with self.assertRaisesRegex((OSError, NwsOperationException), reason):
                    fetch.result(SECONDS)

    def test_a_fetched_file_is_confirmed_when_it_is_written(self):
        file = io.BytesIO()
        fetch = self.start(self.ws.fetchFile, "x", file)
        self.fake.answer(self.fake.receive("fetch"), delivery("\u00e9", lease=3))
        self.assertEqual(2, fetch.result(SECONDS))
        self.assertEqual(b"\xc3\xa9", file.getvalue())
        self.assertEqual([3], self.fake.receive("confirm").params)

    def test_an_interrupt_cancels_the_wait(self):
        def interrupt():
            request = self.fake.receive("fetch")
            interrupt_until(self.fake.has_received)
            self.assertEqual([request.number], self.fake.receive("cancel").params)
            self.fake.refuse(request, "cancelled", "cancelled by the client")

        done = self.start(interrupt)
        with self.assertRaises(KeyboardInterrupt):
            self.ws.fetch("x")
        done.result(SECONDS)

    def test_a_value_that_comes_in_spite_of_an_interrupt_goes_back(self):
        def interrupt():
            request = self.fake.receive("fetch")
            interrupt_until(self.fake.has_received)
            self.fake.receive("cancel")
            self.fake.answer(request, delivery("late", lease=8))
            self.assertEqual([8], self.fake.receive("release").params)

        done = self.start(interrupt)
        with self.assertRaises(KeyboardInterrupt):
            self.ws.fetch("x")
        done.result(SECONDS)

    def test_a_second_interrupt_ends_the_wait_for_the_response_too(self):
        def interrupt():
            request = self.fake.receive("fetch")
            interrupt_until(self.fake.has_received)
            self.fake.receive("cancel")
            interrupt_until(ended.wait)
            self.fake.answer(request, delivery("late", lease=8))
            self.assertEqual([8], self.fake.receive("release").params)

        ended = threading.Event()
        done = self.start(interrupt)
        with self.assertRaises(KeyboardInterrupt):
            try:
                self.ws.fetch("x")
            finally:
                ended.set()
        done.result(SECONDS)

    def test_a_forked_process_is_told_to_open_its_own_connection(self):
        child = os.fork()
        if child == 0:
            try:
                self.ws.find("x")
            except NwsConnectionDroppedException:
                os._exit(42)
            os._exit(1)
        self.assertEqual(42, os.waitpid(child, 0)[1] >> 8)


class ConnectTest(unittest.TestCase):
    def test_without_a_server_the_error_says_how_to_start_one(self):
        with socket.create_server(("127.0.0.1", 0)) as unused:
            port = unused.getsockname()[1]
        with self.assertRaisesRegex(NwsConnectException, f"127.0.0.1:{port}.*nws start"):
            NwsServer("127.0.0.1", port)

    def test_something_else_than_nws_is_recognised(self):
        with self.assertRaisesRegex(NwsConnectException, "not the Nws protocol"):
            NwsServer("127.0.0.1", self.web_server())

    def test_what_the_other_side_said_is_told_although_it_takes_nothing(self):
        port = self.web_server()
        with mock.patch.object(Outbox, "send", side_effect=BrokenPipeError(errno.EPIPE, "Broken pipe")), \
                self.assertRaisesRegex(NwsConnectException, "not the Nws protocol"):
            NwsServer("127.0.0.1", port)

    def web_server(self):
        """The port of a server that speaks HTTP, before it is spoken to."""
        listener = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(listener.close)

        def greet():
            connection, _ = listener.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                connection.recv(1000)

        thread = threading.Thread(target=greet)
        thread.start()
        self.addCleanup(thread.join)
        return listener.getsockname()[1]
