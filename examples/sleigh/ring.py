# A token goes round in a ring of workers: each takes it from the worker before, signs it, and hands it to the next.
#
#     nws run examples/sleigh/ring.py

ROUNDS = 3


def pass_on(rounds):
    after = (SleighRank + 1) % SleighWorkerCount
    for _ in range(rounds):
        token = SleighUserNws.fetch(f"token for {SleighRank}")
        SleighUserNws.store(f"token for {after}", token + [SleighRank])


ring = sleigh.eachWorker(pass_on, ROUNDS, blocking=False)
sleigh.userNws.store("token for 0", [])
ring.wait()
print("the token went", *sleigh.userNws.fetch("token for 0"))
