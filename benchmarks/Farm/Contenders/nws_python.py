"""Nws, master and tasks in Python."""

from contender import nothing, serve
from nws.sleigh import Sleigh

if __name__ == "__main__":
    with Sleigh(workerCount=2) as sleigh:
        serve({
            "single": lambda count: sleigh.eachElem(nothing, range(count), chunkSize=1),
            "automatic": lambda count: sleigh.eachElem(nothing, range(count)),
        })
