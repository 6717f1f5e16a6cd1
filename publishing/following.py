"""In which forms a list or a record can be followed, and where."""

from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True)
class FeedForm:
    """`name` is the end of the address."""

    name: str
    words: str
    content_type: str


FEED_FORMS = [
    FeedForm("rss", "RSS", "application/rss+xml"),
    FeedForm("atom", "Atom", "application/atom+xml"),
    FeedForm("json", "JSON Feed", "application/feed+json"),
]


@dataclass(frozen=True)
class FeedLink:
    form: FeedForm
    address: str


def feed_links(name: str, *arguments: str, query: str = "") -> list[FeedLink]:
    """Of the feed with a URL name, which takes the form as its last argument."""
    return [FeedLink(form, f"{reverse(name, args=[*arguments, form.name])}{query}") for form in FEED_FORMS]
