"""How long the lists take on a big record, beside a small one; `make bench` runs it.

Beside each page stands what the database took of it; under them what plain SQL takes for the same facets, each counted
under the others' filters.
"""

from typing import Any

from .measuring import BIG, SMALL, in_own_process, milliseconds, page, run, visitor

FILTERS = "theme=semiconductors&status=active&country=JP"
# (what, address, at most so many milliseconds on the big record)
PAGES = [
    ("initiatives", "/initiatives/", 100),
    ("under three filters and q", f"/initiatives/?{FILTERS}&q=power", 60),
    ("the same in Japanese", "/ja/initiatives/?theme=semiconductors&status=active&country=JP&q=半導体", 60),
    ("under broad filters", "/initiatives/?status=active&kind=research-project&country=JP&q=research", 60),
    ("of one partner, by title", "/initiatives/?partner=partner-00001&sort=title", 100),
    ("the last page", "/initiatives/?page={last}", 100),
    ("partners", "/partners/", 100),
    ("partners, of a theme, most first", "/partners/?theme=quantum&country=JP&sort=-initiatives", 100),
    ("milestones", "/milestones/", 100),
    ("milestones to come, of a theme", "/milestones/?when=upcoming&theme=quantum", 100),
]


def main() -> int:
    small, big = (in_own_process("benchmarks.lists", number) for number in (SMALL, BIG))
    print(f"{'Milliseconds':36} {SMALL:>8,} {BIG:>8,}   ratio  of that SQL  queries  at most")
    held = True
    for (what, _address, limit), before, after in zip(PAGES, small["pages"], big["pages"], strict=True):
        ratio = after["page"] / before["page"]
        is_kept = after["page"] <= limit and ratio <= 2
        held = held and is_kept
        print(
            f"{what:36} {before['page']:8.1f} {after['page']:8.1f} {ratio:7.2f} {after['sql']:12.1f} "
            f"{after['queries']:8} {limit:8}{'' if is_kept else '  missed'}"
        )
    for key, what in (
        ("plain", "five facets in plain SQL"),
        ("plain filtered", "the same under three filters and q"),
        ("first", "the first page after a change"),
    ):
        print(f"{what:36} {small[key]:8.1f} {big[key]:8.1f}")
    print(f"{'kept in memory, megabytes':36} {small['memory']:8.1f} {big['memory']:8.1f}")
    return 0 if held else 1


def measure(initiatives: int) -> dict[str, Any]:
    last = (initiatives + 23) // 24
    with visitor(initiatives) as client:
        return {
            "pages": [page(client, address.format(last=last)) for _what, address, _limit in PAGES],
            "plain": milliseconds(lambda: plain_counts(""), rounds=1),
            "plain filtered": milliseconds(lambda: plain_counts(f"{FILTERS}&q=power"), rounds=1),
            "first": milliseconds(lambda: after_a_change(client), rounds=2),
            "memory": memory(client),
        }


def plain_counts(query: str) -> None:
    """Theme, status, kind, country and programme with a GROUP BY each, under the filters of the others."""
    from django.db.models import Count
    from django.http import QueryDict

    from initiatives.listings import InitiativeListing
    from initiatives.models import Initiative, Participation

    listing = InitiativeListing(QueryDict(query))
    through = Initiative.themes.through.objects
    for facet, rows, value, owner in (
        ("theme", through, "theme__slug", "initiative"),
        ("country", Participation.objects, "partner__country", "initiative"),
        ("status", Initiative.objects, "status", "pk"),
        ("kind", Initiative.objects, "kind", "pk"),
        ("programme", Initiative.objects, "programme", "pk"),
    ):
        found = Initiative.objects.published()
        for name, chosen in listing.values.items():
            if name != facet:
                found = listing.filters[name].filter(found, chosen)
        counted = rows.filter(**{f"{owner}__in": found.values("pk")}).order_by().values(value)
        list(counted.annotate(n=Count(owner, distinct=True)).values_list(value, "n"))


def after_a_change(client: Any) -> None:
    """Nothing is known any more."""
    from publishing import version

    version.moved()
    client.get("/initiatives/")


def memory(client: Any) -> float:
    """What the lists keep after all of these pages, in megabytes."""
    import gc
    import tracemalloc

    from publishing import known

    known.kept.clear()
    gc.collect()
    tracemalloc.start()
    for _what, address, _limit in PAGES:
        client.get(address.format(last=1))
    gc.collect()
    with_all = tracemalloc.get_traced_memory()[0]
    known.kept.clear()
    gc.collect()
    return (with_all - tracemalloc.get_traced_memory()[0]) / 1e6


if __name__ == "__main__":
    run(measure, main)
