"""Tries to store what has no kind, prints the path to it each time, and at last what has been stored: nothing."""

import dataclasses
from typing import Any

from nws import NwsValueError


@dataclasses.dataclass
class Record:
    name: Any


def function():
    return 1


cycle = {"list": []}
cycle["list"].append(cycle)
deep = "core"
for _ in range(257):
    deep = [deep]

for value in (
    function,
    {"rows": [1, 2, 3, function]},
    [(1, {2: function})],
    {"a": {(1, function): 2}},
    {0: 0, 1.5: function},
    {function},
    {"it's\n\ud800": {"k" * 41: function}},
    Record(function),
    cycle,
    deep,
):
    try:
        ws.store("refused", value)
        print("stored")
    except NwsValueError as error:
        told = str(error).endswith(f", at {error.path}" if error.path else "")
        print(f"at {error.path}" if told else error)
print("nothing" if ws.findTry("refused") is None else "something")
