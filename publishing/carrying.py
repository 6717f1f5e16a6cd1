"""What was edited since two documents were the same is carried over into the one that others have changed since."""

from collections.abc import Iterator
from typing import Any

# Fields that mean something only together: 100 EUR and 200 EUR never make 200 JPY.
UNITS = (("amount", "currency"), ("date", "precision"), ("time", "time_zone"), ("lat", "lon"))


def carried_over(base: Any, edited: Any, live: Any) -> Any:
    """`live` with what was edited since both were `base`; where both changed the same field, the edit holds."""
    if edited in (base, live):
        return live
    if live == base:
        return edited
    if isinstance(edited, dict) and isinstance(live, dict):
        before = base if isinstance(base, dict) else {}
        return _carried_fields(before, edited, live)
    if isinstance(edited, list) and isinstance(live, list):
        rows = _carried_fields(*({_row_name(row): row for row in side or []} for side in (base, edited, live)))
        return list(rows.values())
    return edited


def _carried_fields(base: dict, edited: dict, live: dict) -> dict:
    carried = {}
    for names in _units(_order(base, edited, live)):
        if len(names) == 1:
            (name,) = names
            carried[name] = carried_over(base.get(name), edited.get(name), live.get(name))
        else:
            is_edited = any(edited.get(name) != base.get(name) for name in names)
            carried |= {name: (edited if is_edited else live).get(name) for name in names}
    return {name: value for name, value in carried.items() if value is not None}


def _units(names: list) -> Iterator[tuple]:
    done: set = set()
    for name in names:
        unit = next((unit for unit in UNITS if name in unit), (name,))
        if not done.intersection(unit):
            yield unit
            done.update(unit)


def _order(base: dict, edited: dict, live: dict) -> list:
    """The live order where it moved and the edit left it alone; otherwise that of the edit."""

    def has_moved(side: dict) -> bool:
        return [name for name in side if name in base] != [name for name in base if name in side]

    first, second = (live, edited) if has_moved(live) and not has_moved(edited) else (edited, live)
    return list(dict.fromkeys([*first, *second]))


def _row_name(row: Any) -> Any:
    """What a row of a list is told from the others by; a plain value by itself."""
    if not isinstance(row, dict):
        return row
    return row.get("key") or row.get("id") or (row["partner"], row["role"])
