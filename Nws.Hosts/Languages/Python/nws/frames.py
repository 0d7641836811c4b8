"""Tracebacks without the frames that mean nothing to their reader."""

from types import TracebackType
from typing import Optional, Tuple


def without(trace: Optional[TracebackType], places: Tuple[str, ...]) -> Optional[TracebackType]:
    """The traceback without the frames of the files whose paths start with one of ``places``."""
    kept = []
    while trace is not None:
        if not trace.tb_frame.f_code.co_filename.startswith(places):
            kept.append(trace)
        trace = trace.tb_next
    for frame, following in zip(kept, [*kept[1:], None]):
        frame.tb_next = following
    return kept[0] if kept else None
