"""Functions that travel by value: this file is run as a main program, whose functions nobody can import."""

import abc
import collections
import dataclasses
import enum
import functools
import math
import os.path
import sys
import typing
import xml.dom.minidom
from json import dumps as as_json

factor = 3
total = 0


def square(x: "a type that is nowhere") -> "ignored":  # noqa: F722
    return x * x


def roots(x):
    return [math.sqrt(square(x)), as_json([x]), os.path.join("a", "b"), factor * x,
            xml.dom.minidom.parseString("<a/>").firstChild.tagName, collections.Counter("aab").most_common(1)]


def factorial(n):
    return 1 if n < 2 else n * factorial(n - 1)


def is_even(n):
    return n == 0 or is_odd(n - 1)


def is_odd(n):
    return n != 0 and is_even(n - 1)


def with_defaults(x, y=2, /, *more, z=factor, **named):
    return x * y + z + len(more) + len(named)


def adder(n):
    def add(x):
        def inner(y):
            return n + y
        return inner(x)
    return add


def counter():
    count = 0

    def up(step):
        nonlocal count
        count += step
        return count

    return up


def loud(fun):
    @functools.wraps(fun)
    def inner(*arguments, **named):
        return "loud", fun(*arguments, **named)
    return inner


@loud
def decorated(x):
    return x + factor


def unwrapped(x):
    return decorated.__wrapped__(x), decorated.__name__


@functools.lru_cache(maxsize=10)
def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


def accumulate(x):
    global total
    total += x
    return total


def of_the_kernel():
    return SleighRank, defined_later  # noqa: F821


async def awaited(x):
    return x


@dataclasses.dataclass
class Point:
    x: int
    y: int = 2
    marks: list = dataclasses.field(default_factory=list)

    def norm(self):
        return math.hypot(self.x, self.y) * factor


class Colour(enum.Enum):
    RED = 1
    BLUE = 2

    def lower(self):
        return self.name.lower()


class Planet(enum.Enum):
    EARTH = (6, 2)

    def __init__(self, mass, radius):
        self.mass, self.radius = mass, radius

    @property
    def gravity(self):
        return self.mass / self.radius


Access = enum.IntFlag("Access", "READ WRITE RUN")
Pair = collections.namedtuple("Pair", "a b")
T = typing.TypeVar("T")


class Triple(typing.NamedTuple):
    a: int
    b: int = 5


class Stack(typing.Generic[T]):
    def __init__(self):
        self.items = []


class Base(abc.ABC):
    @abc.abstractmethod
    def facts(self):
        """What is to be known."""


class Derived(Base):
    __slots__ = ("value", "_Derived__secret")

    def __init__(self, value):
        super().__init__()
        self.value, self.__secret = value, value + 1

    def facts(self):
        return self.value, self.__secret, __class__.__name__

    def times(self, x):
        return self.value * x

    @staticmethod
    def static(x):
        return x + 1

    @classmethod
    def made(cls, x):
        return cls(x).facts()

    @property
    def double(self):
        return 2 * self.value


class Callable:
    def __call__(self, x):
        return x + factor


def classes(n):
    point = Point(n)
    return [dataclasses.asdict(point), dataclasses.replace(point, y=5).y, point.norm(), Colour.BLUE.lower(),
            Colour(1).name, Planet.EARTH.gravity, int(Access.READ | Access.RUN), Pair(1, 2)._replace(a=5)[0],
            Triple(1).b, len(Stack[int]().items), Derived(n).facts(), Derived.static(n), Derived.made(n),
            Derived(n).double]


two_lambdas = [lambda x: x + 1, lambda x: x + 2]
two_more = [lambda x: x + 1, lambda x: x - 1]
of_two_lines = [
    lambda x:
    x * factor
]

CASES = [(roots, 9), (factorial, 5), (is_even, 10), (with_defaults, 2), (adder(10), 5), (counter(), 4), (decorated, 3),
         (unwrapped, 3),
         (fibonacci, 30), (functools.partial(with_defaults, z=1), 4), (functools.partial(adder(1)), 4), (classes, 4),
         (Derived(7).times, 3), (Derived.made, 3), (Callable(), 3), ([1, 5].index, 5), (Point, 1),
         *((fun, 5) for fun in (*two_lambdas, *two_more, *of_two_lines)), (lambda x: [y * factor for y in range(x)], 5)]


def ship(name=None):
    """Write the code of the cases with argument and result, or that of one function, as the tests read them."""
    from nws.sleigh.jobs.functions import as_code
    if name is not None:
        print(repr(as_code(globals()[name], *sys.argv[2:3] or [None], "python")[1]))
        return
    for fun, argument in CASES:
        code = as_code(fun, None, "python")[1]
        print(getattr(fun, "__name__", type(fun).__name__), repr(code), repr(argument), repr(fun(argument)), sep="\t")


if __name__ == "__main__":
    ship(*sys.argv[1:2])
