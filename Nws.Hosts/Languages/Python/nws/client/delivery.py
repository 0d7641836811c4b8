"""Values on lease."""

from typing import TYPE_CHECKING, Any, Iterable, List, NoReturn, Sequence, Tuple, Union

from nws.client.connection import Connection
from nws.client.exchange import Exchange
from nws.client.response import Delivered
from nws.values import encode
from nws.wire import messages

if TYPE_CHECKING:
    from nws.client.workspace import NetWorkSpace

Store = Tuple[Union[str, "NetWorkSpace"], str, Any]


class Delivery:
    """A value fetched with ``lease``: nobody else sees it, but it is gone only when it is completed.

    If the program dies before, or the seconds of its lease pass without ``renew``, the value goes back to its place; then
    ``complete`` and ``release`` raise ``NwsOperationException`` with code ``no_lease``. As a ``with`` block, a delivery is completed at the
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
        Delivery.completeAll([self], stores)

    def release(self) -> None:
        """Put the value back to its place."""
        Delivery.releaseAll([self])

    def renew(self) -> bool:
        """Give the lease its full seconds again. False if it has ended: the value may be somebody else's."""
        return not Delivery.renewAll([self])

    @staticmethod
    def completeAll(deliveries: "Sequence[Delivery]", stores: Iterable[Store] = ()) -> None:
        """Like ``complete``, for several deliveries of one connection, all in one step."""
        # Each value by itself: the lists around it count neither as depth nor in the path to what cannot be stored.
        triples = [messages.array([encode(_name(workspace)), encode(variable), encode(value)])
                   for workspace, variable, value in stores]
        Delivery._end(deliveries, "complete", messages.array(triples))

    @staticmethod
    def releaseAll(deliveries: "Sequence[Delivery]") -> None:
        """Put the values of several deliveries of one connection back to their places, all or none."""
        Delivery._end(deliveries, "release")

    @staticmethod
    def renewAll(deliveries: "Sequence[Delivery]") -> "List[Delivery]":
        """Give several leases of one connection their full seconds again; the deliveries whose lease has ended."""
        ended = set(Delivery._call(deliveries, "renew")) if deliveries else ()
        return [delivery for delivery in deliveries if delivery._lease in ended]

    @staticmethod
    def _end(deliveries: "Sequence[Delivery]", method: str, *params: bytes) -> None:
        if not deliveries:
            raise ValueError(f"there is nothing to {method}: the list of deliveries is empty")
        Delivery._call(deliveries, method, *params)
        for delivery in deliveries:
            delivery.open = False

    @staticmethod
    def _call(deliveries: "Sequence[Delivery]", method: str, *params: bytes) -> Any:
        connection = deliveries[0]._connection
        if any(delivery._connection is not connection for delivery in deliveries):
            raise ValueError("the deliveries belong to different connections; each can be ended on its own only")
        leases = [delivery._lease for delivery in deliveries]
        with Exchange(connection, method, encode(leases if len(leases) > 1 else leases[0]), *params) as exchange:
            return exchange.response().result()

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
