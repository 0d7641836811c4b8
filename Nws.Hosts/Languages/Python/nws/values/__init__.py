"""Values as they travel: ``encode`` and ``decode``, and the wrappers of the kinds Python lacks.

Python values keep their kind: ``None``, ``bool``, ``int`` of any size, ``float``, ``str``, ``bytes``, ``list``,
``tuple``, ``set``, ``dict``, ``datetime``, ``timedelta``, ``Decimal``, ``UUID``, ``complex``, arrays and exceptions.
A named tuple travels as a tuple, a dataclass as a map of its fields, a range as a list, a member of an ``IntEnum`` as
its number. What has no kind is refused with the path to the culprit.
"""

from nws.exceptions import NwsValueError
from nws.values.arrays import NumericArray
from nws.values.entries import NwsMap, NwsSet
from nws.values.reader import decode
from nws.values.remote_error import RemoteError
from nws.values.scalars import Float32
from nws.values.times import NwsDateTime, NwsDuration
from nws.values.writer import encode

__all__ = ["Float32", "NumericArray", "NwsDateTime", "NwsDuration", "NwsMap", "NwsSet", "NwsValueError", "RemoteError",
           "decode", "encode"]
