"""Interrupts reach the running task and nothing else."""

import os
import random
import signal
import unittest

from kernel_process import KernelError, KernelProcess


class InterruptTest(unittest.TestCase):
    def setUp(self):
        self.kernel = KernelProcess()
        self.addCleanup(self.kernel.close)

    def interrupt(self):
        os.kill(self.kernel.process.pid, signal.SIGINT)

    def outcome(self):
        try:
            return self.kernel.answer()
        except KernelError as error:
            return error.type

    def test_at_random_moments_the_kernel_stays_and_every_request_is_answered(self):
        chance = random.Random(8)
        outcomes = []
        for number in range(400):
            code = f"print('begun')\nfor _ in range({chance.randrange(9000)}): pass\n{number}"
            self.kernel.begin("evaluate", code, [])
            self.kernel.receive()
            for _ in range(chance.randrange(1, 3)):
                for _ in range(chance.randrange(5000)):
                    pass
                self.interrupt()
            outcome = self.outcome()
            self.assertIn(outcome, (number, "KeyboardInterrupt"))
            outcomes.append(outcome)
            self.assertEqual(number, self.kernel.evaluate(str(number)))
        self.assertIn("KeyboardInterrupt", outcomes)
        self.assertNotEqual({"KeyboardInterrupt"}, set(outcomes))

    def test_between_tasks_nothing_happens(self):
        for number in range(200):
            self.interrupt()
            self.assertEqual(number, self.kernel.evaluate(str(number)))

    def test_while_a_task_prints_every_frame_stays_whole(self):
        for _ in range(20):
            self.kernel.begin("evaluate", "print('begun')\nwhile True: print('x' * 5000)", [])
            self.assertEqual([2, "output", ["stdout", "begun\n"]], self.kernel.receive())
            self.interrupt()
            self.assertEqual("KeyboardInterrupt", self.outcome())
        self.assertEqual(2, self.kernel.evaluate("1 + 1"))

    def test_a_task_may_clean_up(self):
        self.kernel.begin("evaluate", "import time\ntry:\n    print('begun')\n    time.sleep(60)\n"
                                      "finally:\n    cleaned = sum(range(1000))", [])
        self.kernel.receive()
        self.interrupt()
        self.assertEqual("KeyboardInterrupt", self.outcome())
        self.assertEqual(499500, self.kernel.evaluate("cleaned"))


if __name__ == "__main__":
    unittest.main()
