"""The way to a part of a value, as every language of Nws writes it: ``['rows'][3]``."""

import re
from typing import Sequence, Tuple, Union

_SHOWN_FIRST, _SHOWN_LAST = 12, 4
_SHOWN_CHARACTERS = 40

_ESCAPED = re.compile(r"[\x00-\x1f\x7f'\\\ud800-\udfff]")
_SHORT_ESCAPES = {"\n": r"\n", "\r": r"\r", "\t": r"\t", "\\": r"\\", "'": r"\'"}

# The position of an element, the text or integer that is the key of an entry, or ("key", 2) and ("value", 2) for the
# parts of the third entry.
Step = Union[int, str, Tuple[str, int]]


def step_to_value(key: object, entry: int) -> Step:
    """The step to the value of an entry; ``entry`` is the entry's place in its map."""
    if isinstance(key, str):
        return str(key)
    if isinstance(key, int) and not isinstance(key, bool) and key.bit_length() <= 4 * _SHOWN_CHARACTERS:
        number = int(key)
        return number if len(str(number)) <= _SHOWN_CHARACTERS else ("value", entry)
    return "value", entry


def path_text(steps: Sequence[Step]) -> str:
    """The way as text, the outermost step first; long ways without their middle."""
    if len(steps) <= _SHOWN_FIRST + _SHOWN_LAST:
        return "".join(map(_step_text, steps))
    return path_text(steps[:_SHOWN_FIRST]) + "..." + path_text(steps[-_SHOWN_LAST:])


def _step_text(step: Step) -> str:
    if isinstance(step, str):
        rest = "..." if len(step) > _SHOWN_CHARACTERS else ""
        return "['" + _ESCAPED.sub(_escape, step[:_SHOWN_CHARACTERS]) + rest + "']"
    return f"[{step[0]} {step[1]}]" if isinstance(step, tuple) else f"[{step}]"


def _escape(match: "re.Match[str]") -> str:
    return _SHORT_ESCAPES.get(match.group()) or f"\\u{ord(match.group()):04x}"
