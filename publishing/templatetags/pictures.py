"""Pictures in the sizes a reader's screen wants."""

from typing import Any

from django import template

from ..bilingual import Text
from ..images import Printed
from ..renditions import within

register = template.Library()

# The most room that each place gives a picture, in pixels of the page.
ROOM = {"page": (640, 448), "text": (832, 560), "logo": (224, 80)}
# A card's width follows from the grid, and its height from the shape of the crop.
CARD_SIZES = "(max-width: 40rem) 100vw, 20rem"


@register.inclusion_tag("components/picture.html")
def picture(printed: Printed, words: Text | str, place: str) -> dict[str, Any]:
    """`place` is card, page (beside a title), text (as wide as an article) or logo; a page's own picture is not waited for."""
    size, sizes = printed.size, CARD_SIZES
    if size and place in ROOM:
        size = within(*size, *ROOM[place])
        sizes = f"(max-width: {size[0]}px) 100vw, {size[0]}px"
    return {
        "printed": printed,
        "size": size,
        "sizes": sizes,
        "words": words,
        "place": place,
        "loading": "lazy" if place == "card" else "eager",
    }
