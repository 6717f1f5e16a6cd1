"""What is known of the rows of a list, kept from one request to the next: which rows each option has, and in which order
they come.

A set of rows is a bitmap, an integer whose bit n stands for the row with the number n: sets meet by `&`, join by `|` and
are counted by `bit_count()`. Each is found when it is first asked for, and kept for as long as the record has the same
version and the clock changes nothing by itself. So every process may have its own; nothing has to be told to any of them.

Inside a transaction nothing is kept and nothing that was kept is used: what is seen there may be undone, and in a preview
one reader sees what is not public.
"""

from array import array
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import compress, islice
from threading import Lock, RLock
from typing import Any, overload

from django.db import connection
from django.utils import timezone

from . import version

# Of what visitors may ask for without end (words, dates, partners) so many sets are kept, those asked for last.
MOST_SETS = 512

_ONE = ord("1")
_AS_FLAGS = bytes.maketrans(b"01", b"\0\1")


def bitmap(numbers: Iterable[int]) -> int:
    numbers = list(numbers)
    bits = bytearray(b"0") * (max(numbers, default=0) + 1)
    for number in numbers:
        bits[~number] = _ONE
    # Read as digits: quicker by far than an `|` for each number.
    return int(bits, 2)


def numbers_of(bits: int) -> Iterator[int]:
    digits = f"{bits:b}"[::-1]
    number = digits.find("1")
    while number >= 0:
        yield number
        number = digits.find("1", number + 1)


def bitmaps(pairs: Iterable[tuple[Any, int]]) -> dict[Any, int]:
    """Of (value, number of a row that has it)."""
    numbers = defaultdict(list)
    for value, number in pairs:
        numbers[value].append(number)
    return {value: bitmap(found) for value, found in numbers.items()}


class Known:
    """Of the rows of one list, as they are in one version of the record."""

    def __init__(self, number: int = 0, until: datetime | None = None) -> None:
        self.number, self.until = number, until
        self._facts: dict[Hashable, Any] = {}
        self._sets: dict[tuple[str, str], int] = {}
        self._asked = Lock()
        # After a change all visitors want the same: one finds it, and whatever it needs for that; the others wait.
        self._finding = RLock()

    def is_current(self, number: int) -> bool:
        return self.number == number and self.until is not None and timezone.now() < self.until

    def fact(self, name: Hashable, find: Callable[[], Any]) -> Any:
        """Kept under a name; there must be no end of names that visitors can think of."""
        if name not in self._facts:
            with self._finding:
                if name not in self._facts:
                    self._facts[name] = find()
        return self._facts[name]

    def sets(self, name: str, values: Iterable[str], find: Callable[[list[str]], Mapping[str, int]]) -> dict[str, int]:
        """The set of each value; those that are not known yet are found together, and none is an empty set."""
        found = {value: self._sets.get((name, value)) for value in values}
        if missing := [value for value, bits in found.items() if bits is None]:
            new = find(missing)
            found |= {value: new.get(value, 0) for value in missing}
        with self._asked:
            for value, bits in found.items():
                self._sets.pop((name, value), None)
                self._sets[name, value] = bits or 0
            while len(self._sets) > MOST_SETS:
                del self._sets[next(iter(self._sets))]
        return {value: bits or 0 for value, bits in found.items()}


# In this process, of each class of lists.
kept: dict[type, Known] = {}


def known_of(listing: type) -> Known:
    """What is known of the rows of a class of lists; a query, and two more when the record has changed."""
    if connection.in_atomic_block:
        return Known()
    number = version.current()
    known = kept.get(listing)
    if known is None or not known.is_current(number):
        known = kept[listing] = Known(number, version.good_until())
    return known


class Order:
    """The numbers of all rows, in an order."""

    def __init__(self, numbers: Iterable[int]) -> None:
        self.numbers = array("Q", numbers)
        self.size = max(self.numbers, default=0) + 1

    def of(self, bits: int) -> Iterator[int]:
        """Those of a set."""
        flags = f"{bits:0{self.size}b}".encode().translate(_AS_FLAGS)[::-1]
        return compress(self.numbers, map(flags.__getitem__, self.numbers))


class InOrder:
    """The numbers of a set in an order, for a paginator: only those of a page are looked up."""

    def __init__(self, bits: int, order: Order) -> None:
        self.bits, self.order = bits, order

    def __len__(self) -> int:
        return self.bits.bit_count()

    @overload
    def __getitem__(self, wanted: int) -> int: ...
    @overload
    def __getitem__(self, wanted: slice) -> list[int]: ...
    def __getitem__(self, wanted: int | slice) -> int | list[int]:
        if isinstance(wanted, int):
            return next(islice(self.order.of(self.bits), wanted, None))
        return list(islice(self.order.of(self.bits), wanted.start, wanted.stop))


class BestFirst(InOrder):
    """The same, but that those which are named stand first, in the order in which they are named."""

    def __init__(self, best: Iterable[int], bits: int, order: Order) -> None:
        super().__init__(bits, order)
        self.first = [number for number in best if bits >> number & 1]
        self.others = InOrder(bits & ~bitmap(self.first), order)

    def __getitem__(self, wanted: Any) -> Any:
        start, stop = (max(0, place - len(self.first)) for place in (wanted.start, wanted.stop))
        return self.first[wanted] + self.others[start:stop]
