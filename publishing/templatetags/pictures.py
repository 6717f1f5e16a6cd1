"""Pictures in the sizes a reader's screen wants."""

from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.translation import gettext as _

from ..addresses import absolute
from ..bilingual import Text
from ..images import PictureFile, Printed
from ..renditions import within

register = template.Library()

# The most room that each place gives a picture, in pixels of the page.
ROOM = {"page": (640, 448), "text": (832, 560), "logo": (224, 80)}
# A card's width follows from the grid, and its height from the shape of the crop.
CARD_SIZES = "(max-width: 40rem) 100vw, 20rem"
# Of static/img/card.png.
CARD = (1200, 630)


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


@register.inclusion_tag("components/card_picture.html", takes_context=True)
def card_picture(context: dict[str, Any], picture: PictureFile | None = None, words: str = "") -> dict[str, Any]:
    """What social media show of a page: its picture, or that of the site."""
    if picture:
        path, size = picture.largest, picture.whole.size
    else:
        path, size, words = static("img/card.png"), CARD, _("Alliance: two strands that run side by side and cross")
    return {"address": absolute(context["request"], path), "size": size, "words": words}
