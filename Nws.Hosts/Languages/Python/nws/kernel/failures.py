"""What a task's failure tells: the frames of the user's code, not those of the kernel that ran it."""

import os
from typing import Any, Dict

from nws.frames import without
from nws.values.remote_error import RemoteError, message_of

_KERNEL = os.path.dirname(os.path.abspath(__file__))
_LIBRARY = os.path.dirname(os.__file__)
_OWN = (os.path.join(_KERNEL, ""), os.path.join(os.path.dirname(_KERNEL), "lazy.py"))
_CALLED_BY_KERNEL = (os.path.join(_LIBRARY, "asyncio", ""), os.path.join(_LIBRARY, "importlib", ""),
                     "<frozen importlib")


def describe(error: BaseException) -> Dict[str, Any]:
    """The error record of an exception: ``type``, ``message``, ``stack``, ``language`` and maybe ``cause``.

    An error from elsewhere that the task raised is the cause, so that both are told: where it was raised, and where it
    happened.
    """
    if isinstance(error, RemoteError):
        described = RemoteError("RemoteError", message_of(error), _users_frames(error), "python", error)
    else:
        described = RemoteError.from_exception(error, _users_frames)
    record = described.to_record()
    if isinstance(error, SystemExit):
        record["message"] = f"the task called exit({'' if error.code is None else repr(error.code)})"
    return record


def _users_frames(error: BaseException) -> str:
    import traceback  # only who needs it has to load it
    frames = traceback.extract_tb(without(error.__traceback__, _OWN))
    while frames and frames[0].filename.startswith(_CALLED_BY_KERNEL):
        del frames[0]
    text = "".join(traceback.format_list(frames))
    if isinstance(error, SyntaxError) and not frames:
        text += "".join(traceback.format_exception_only(type(error), error)[:-1])
    return text
