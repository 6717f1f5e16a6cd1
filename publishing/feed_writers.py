"""The three forms of a feed. Django writes RSS and Atom; what differs here is what readers' programs trip over."""

import datetime as dt
import json
import re
from typing import Any

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed, rfc3339_date

from .version import BEFORE_ANYTHING

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def readable(words: str) -> str:
    """Without what no XML may hold. Nothing typed in has it; rows written past the models may."""
    return _NOT_IN_XML.sub("", words)


class _Steady(SyndicationFeed):
    def latest_post_date(self) -> dt.datetime:
        """Not the time of day where there is no entry, as Django has it."""
        return max((item["updateddate"] for item in self.items), default=BEFORE_ANYTHING)


class RssFeed(_Steady, Rss201rev2Feed):
    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """RSS has no date of change of its own: readers that look for one know that of Atom."""
        super().add_item_elements(handler, item)
        handler.addQuickElement("atom:updated", rfc3339_date(item["updateddate"]))


class AtomFeed(_Steady, Atom1Feed):
    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """The whole text is the content; Django knows a summary only."""
        super().add_item_elements(handler, {**item, "description": None})
        handler.addQuickElement("content", item["description"], {"type": "html"})


class JsonFeed(SyndicationFeed):
    """https://www.jsonfeed.org/version/1.1/"""

    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile: Any, encoding: str) -> None:
        feed = self.feed
        document = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed["title"],
            "home_page_url": feed["link"],
            "feed_url": feed["feed_url"],
            "description": feed["description"],
            "language": feed["language"],
            "expired": feed["is_over"],
            "items": [self._item(item) for item in self.items],
        }
        outfile.write(json.dumps(document, ensure_ascii=False).encode(encoding))

    def _item(self, item: dict[str, Any]) -> dict[str, Any]:
        said = {
            "id": item["unique_id"],
            "url": item["link"],
            "title": item["title"],
            "content_html": item["description"],
            "date_published": rfc3339_date(item["pubdate"]),
            "date_modified": rfc3339_date(item["updateddate"]),
        }
        if item["author_name"]:
            said["authors"] = [{"name": item["author_name"]}]
        if item["categories"]:
            said["tags"] = item["categories"]
        return said


WRITERS: dict[str, type[RssFeed | AtomFeed | JsonFeed]] = {"rss": RssFeed, "atom": AtomFeed, "json": JsonFeed}
