"""Values on lease."""

from typing import TYPE_CHECKING, Any, Iterable, NoReturn, Tuple, Union

from nws.client.connection import Connection
from nws.client.exchange import Exchange
from nws.client.response import Delivered
from nws.values import encode
from nws.wire import messages

if TYPE_CHECKING:
    from nws.client.workspace import NetWorkSpace

Store = Tuple[Union[str, "NetWorkSpace"], str, Any]


class Delivery:
    """A value fetched with ``lease=True``: nobody else sees it, but it is gone only when it is completed.

    If the program dies before, the value goes back to its place. As a ``with`` block, a delivery is completed at the
    end, and released if the block ends by an exception.
    """

    def __init__(self, connection: Connection, delivered: Delivered) -> None:
        self._connection = connection
        self._lease = delivered.lease
        self.value = delivered.value
        """The value."""
        self.variable = delivered.variable
        """The variable it came from."""
        self.attempt = delivered.attempt
        """How many times the value has been fetched, this time included."""
        self.open = True
        """Whether it has been neither completed nor released."""

    def complete(self, stores: Iterable[Store] = ()) -> None:
        """End the lease and store values, ``(workspace, variable, value)`` each, in one step: all of it or nothing."""
        # Each value by itself: the lists around it count neither as depth nor in the path to what cannot be stored.
        triples = [messages.array([encode(_name(workspace)), encode(variable), encode(value)])
                   for workspace, variable, value in stores]
        self._end("complete", messages.array(triples))

    def release(self) -> None:
        """Put the value back to its place."""
        self._end("release")

    def _end(self, method: str, *params: bytes) -> None:
        with Exchange(self._connection, method, encode(self._lease), *params) as exchange:
            exchange.response().result()
        self.open = False

    def __enter__(self) -> "Delivery":
        return self

    def __exit__(self, kind: Any, *_: Any) -> None:
        if self.open and kind is None:
            self.complete()
        elif self.open:
            self.release()

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError("a value on lease cannot be pickled, but what is in its attribute 'value' can")

    def __repr__(self) -> str:
        return f"<Delivery of {self.value!r} from variable {self.variable!r}, attempt {self.attempt}>"


def _name(workspace: "Union[str, NetWorkSpace]") -> str:
    return workspace if isinstance(workspace, str) else workspace.currentWs()
