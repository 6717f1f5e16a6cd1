"""How long search takes on a big record, beside a small one; `make bench` runs it.

The whole page, with the first twenty results and the counts of all kinds, and the suggestions while somebody types;
beside each what the database took of it.
"""

import statistics
from typing import Any
from urllib.parse import urlencode

from .measuring import BIG, SMALL, in_own_process, page, run, visitor

# What is asked → queries of that sort, from those that much of the record has to those that little has.
SEARCHES = {
    "one word": ["research", "semiconductors", "quantum", "fusion", "Arctic"],
    "three words": ["research on semiconductors", "quantum computing Japan", "joint call materials"],
    "an exact phrase": ['"power electronics"', '"science and technology policy"'],
    "two Japanese characters": ["量子", "協力", "材料", "半導"],
    "a longer Japanese word": ["半導体", "重要原材料", "オープンサイエンス"],
    "one or the other, but not": ["quantum OR semiconductors -policy", "量子 OR 半導体 -政策"],
    "a word only begun": ["semicond", "superconduct"],
    "nothing": ["xylophone", "蒟蒻", "zzzz qqqq wwww"],
}
SUGGESTIONS = ["r", "se", "quant", "semicond", "量", "量子", "research on s"]
MOST, MOST_SUGGESTED = 50, 15


def main() -> int:
    small, big = (in_own_process("benchmarks.search", number) for number in (SMALL, BIG))
    print(f"\n{'Milliseconds, median':36} {SMALL:>8,} {BIG:>8,}   ratio  of that SQL  slowest  at most")
    held = True
    for what, after in big.items():
        before, limit = small[what], MOST_SUGGESTED if what == "suggestions" else MOST
        is_kept = after["median"] <= limit
        held = held and is_kept
        print(
            f"{what:36} {before['median']:8.1f} {after['median']:8.1f} {after['median'] / before['median']:7.2f} "
            f"{after['sql']:12.1f} {after['slowest']:8.1f} {limit:8}{'' if is_kept else '  missed'}  ({after['which']})"
        )
    return 0 if held else 1


def measure(initiatives: int) -> dict[str, Any]:
    with visitor(initiatives) as client:
        figures = {what: _figures(client, "/search/", queries) for what, queries in SEARCHES.items()}
        return figures | {"suggestions": _figures(client, "/search/suggest/", SUGGESTIONS)}


def _figures(client: Any, path: str, queries: list[str]) -> dict[str, Any]:
    asked = {query: page(client, f"{path}?{urlencode({'q': query})}") for query in queries}
    which = max(asked, key=lambda query: asked[query]["page"])
    return {
        "median": statistics.median(figures["page"] for figures in asked.values()),
        "sql": statistics.median(figures["sql"] for figures in asked.values()),
        "slowest": asked[which]["page"],
        "which": which,
    }


if __name__ == "__main__":
    run(measure, main)
