"""Semaphores and barriers among programs, some of which die."""

import os
import signal
import subprocess
import sys
import unittest
from concurrent.futures import ThreadPoolExecutor

import nws
from integration.support import SECONDS, WorkspaceTest, eventually
from nws.client import V_FETCHERS, V_FINDERS, V_VALUES, NwsBarrier, NwsSemaphore, NwsTimeoutException

PACKAGES = os.path.dirname(os.path.dirname(os.path.abspath(nws.__file__)))


class SynchronizationTest(WorkspaceTest):
    def program(self, line):
        """Another program, which runs a line of code and says what it gives, then waits."""
        code = "from nws.client import NetWorkSpace, NwsBarrier, NwsSemaphore\n" \
               f"ws = NetWorkSpace({self.name!r}, useUse=True)\nprint({line}, flush=True)\ninput()"
        process = subprocess.Popen([sys.executable, "-c", code], env=dict(os.environ, PYTHONPATH=PACKAGES),
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        return process


class SemaphoreTest(SynchronizationTest):
    def test_there_are_as_many_permits_as_said_first(self):
        semaphore = NwsSemaphore(self.ws, "s", 2)
        other = NwsSemaphore(self.other(), "s", 7)
        first, second = semaphore.acquire(), other.acquire()
        self.assertRaises(NwsTimeoutException, other.acquire, timeout=0)
        first.release()
        first.release()
        with other.acquire():
            self.assertRaises(NwsTimeoutException, semaphore.acquire, timeout=0)
        second.release()
        self.assertEqual(2, self.variable("s")[V_VALUES])
        self.assertRaises(ValueError, NwsSemaphore, self.ws, "t", 0)

    def test_a_permit_comes_back_from_a_holder_that_dies(self):
        holder = self.program("NwsSemaphore(ws, 's').acquire()")
        self.assertIn(b"Permit", holder.stdout.readline())
        semaphore = NwsSemaphore(self.ws, "s")
        self.assertRaises(NwsTimeoutException, semaphore.acquire, timeout=0)
        holder.kill()
        semaphore.acquire(timeout=SECONDS).release()

    def test_a_permit_with_seconds_comes_back_from_a_holder_that_is_stopped(self):
        holder = self.program("NwsSemaphore(ws, 's', lease=0.5).acquire()")
        self.assertIn(b"Permit", holder.stdout.readline())
        os.kill(holder.pid, signal.SIGSTOP)
        with NwsSemaphore(self.ws, "s", lease=60).acquire(timeout=SECONDS) as permit:
            self.assertTrue(permit.renew())


class BarrierTest(SynchronizationTest):
    def test_it_opens_for_all_again_and_again(self):
        def work():
            barrier = NwsBarrier(self.other(), "b", 3)
            return [barrier.wait(timeout=SECONDS) for _ in range(20)]

        with ThreadPoolExecutor(3) as pool:
            rounds = [pool.submit(work) for _ in range(3)]
            self.assertEqual([list(range(20))] * 3, [done.result(SECONDS) for done in rounds])

    def test_who_dies_while_it_waits_is_not_counted(self):
        waiting = self.program("NwsBarrier(ws, 'b', 2).wait()")
        eventually(lambda: (self.variable("b") or [0] * 5)[V_FINDERS] == 1)
        waiting.kill()
        eventually(lambda: self.variable("b seats 0")[V_VALUES] == 2)
        barrier = NwsBarrier(self.ws, "b", 2)
        with ThreadPoolExecutor(1) as pool:
            first = pool.submit(barrier.wait, timeout=SECONDS)
            eventually(lambda: self.variable("b")[V_FINDERS] == 1)
            self.assertFalse(first.done())
            self.assertEqual(0, NwsBarrier(self.other(), "b", 2).wait(timeout=SECONDS))
            self.assertEqual(0, first.result(SECONDS))

    def test_who_is_stopped_is_not_counted_and_who_waits_long_is(self):
        stopped = self.program("NwsBarrier(ws, 'b', 2, lease=1).wait()")
        eventually(lambda: (self.variable("b") or [0] * 5)[V_FINDERS] == 1)
        os.kill(stopped.pid, signal.SIGSTOP)
        eventually(lambda: self.variable("b seats 0")[V_VALUES] == 2)
        barrier = NwsBarrier(self.ws, "b", 2, lease=3)
        with ThreadPoolExecutor(1) as pool:
            first = pool.submit(barrier.wait, timeout=SECONDS)
            eventually(lambda: self.variable("b seats 0")[V_VALUES] == 1)
            self.assertEqual(0, NwsBarrier(self.other(), "b", 2).wait(timeout=SECONDS))
            self.assertEqual(0, first.result(SECONDS))

    def test_who_gives_up_is_not_counted(self):
        barrier = NwsBarrier(self.ws, "b", 2)
        self.assertRaises(NwsTimeoutException, barrier.wait, timeout=0.01)
        self.assertEqual((2, 0), (self.variable("b seats 0")[V_VALUES], self.variable("b")[V_FETCHERS]))
        self.assertRaises(ValueError, NwsBarrier, self.ws, "c", 0)


if __name__ == "__main__":
    unittest.main()
