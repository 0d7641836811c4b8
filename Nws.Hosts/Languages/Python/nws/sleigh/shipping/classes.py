"""Classes of the main program, taken apart."""

import enum
import types
import typing
from typing import Any, Dict

from nws.kernel import shipped

# What belongs to the class object itself or is made anew with it, and annotations, which nothing needs to run.
_LEFT_BEHIND = frozenset(["__dict__", "__weakref__", "__module__", "__slots__", "__orig_bases__", "__parameters__",
                          "_abc_impl", "__annotations__", "__annotate__", "__annotate_func__",
                          "__annotations_cache__"])
_MADE_BY_ENUM = frozenset([*vars(enum.Enum("Sample", "ONE")), "__new_member__"]) - {"__doc__"}


def reduce(made: type) -> Any:
    """How to make the class again, for pickle."""
    first: Dict[str, Any] = {"__module__": "__main__", "__qualname__": made.__qualname__}
    name, bases = made.__name__, made.__bases__
    if issubclass(made, enum.Enum):
        return _reduce_enum(made, first)
    if "__slots__" in vars(made):
        first["__slots__"] = vars(made)["__slots__"]
    if typing.Generic in bases:
        first["__orig_bases__"] = vars(made)["__orig_bases__"]
    state = attributes(made)
    return shipped.new_class, (type(made), name, bases, first), state, None, None, shipped.fill_class


def _reduce_enum(made: "type[enum.Enum]", first: Dict[str, Any]) -> Any:
    members = {key: member.value for key, member in made.__members__.items()}
    details = {key: {name: value for name, value in vars(member).items() if not name.startswith("_")}
               for key, member in made.__members__.items()}
    arguments = type(made), made.__name__, made.__bases__, first, members
    return shipped.new_enum, arguments, (attributes(made), details), None, None, shipped.fill_enum


def attributes(made: type) -> Dict[str, Any]:
    """What the class brings along: methods and attributes."""
    left = _LEFT_BEHIND
    if issubclass(made, enum.Enum):
        left = left | _MADE_BY_ENUM | made.__members__.keys()
    return {name: value for name, value in vars(made).items()
            if name not in left and not isinstance(value, types.MemberDescriptorType)}
