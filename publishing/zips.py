"""Zip files made while they are sent: what is not yet written need not be known, and what has been sent is not kept."""

import datetime as dt
import io
from collections.abc import Iterable, Iterator
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

# So many bytes go out together.
TOGETHER = 64 * 1024
# The earliest day that a zip file can name.
EPOCH = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)


class _Outlet(io.RawIOBase):
    """A file that is only written to, and emptied now and then."""

    def __init__(self) -> None:
        self.content = bytearray()

    def write(self, some: Any) -> int:
        self.content += some
        return len(some)

    def taken(self) -> bytes:
        taken = bytes(self.content)
        self.content.clear()
        return taken


def zipped(files: Iterable[tuple[str, Iterable[str]]], at: dt.datetime = EPOCH) -> Iterator[bytes]:
    """Of (name, pieces of its text). The same files at the same moment are the same bytes."""
    outlet = _Outlet()
    with ZipFile(outlet, "w") as archive:
        for name, pieces in files:
            about = ZipInfo(name, at.timetuple()[:6])
            about.compress_type = ZIP_DEFLATED
            with archive.open(about, "w") as member:
                for piece in pieces:
                    member.write(piece.encode())
                    if len(outlet.content) >= TOGETHER:
                        yield outlet.taken()
            yield outlet.taken()
    yield outlet.taken()
