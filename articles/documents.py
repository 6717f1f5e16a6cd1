"""Articles as documents; the fields are those of the dataset file."""

import datetime as dt
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from initiatives.models import Claim, Initiative, Theme
from initiatives.models.claim import claim_key
from initiatives.schemas import TITLE, TITLE_JA, TRANSLATED
from publishing.documents import (
    DATE,
    SLUG,
    TEXT,
    Document,
    Ids,
    Kind,
    Names,
    Problem,
    addresses_of,
    day_field,
    described,
    in_order,
    labels_of,
    list_of,
    read_day,
    record_of,
    records_named,
    register,
    text_columns,
    text_fields,
    tidied,
    without_empty,
    words_of,
)
from publishing.html import RECORD_SCHEME, clean_html, named_records, named_sources, relinked, with_links
from publishing.pictures import COVER, LICENCE_LABELS, QUIET, cover_columns, cover_fields, undescribed, without_usual
from publishing.states import State

from .models import Article
from .search import touched_by_articles

CLAIM = record_of(["initiative", "says"], initiative=SLUG, says=words_of(1000))

BODY = described(TEXT, _("Its text as HTML, in which initiatives are named as initiative:SLUG."))

SCHEMA = record_of(
    ["slug", "title", "author", "published", "body"],
    slug=SLUG,
    title=TITLE,
    title_ja=TITLE_JA,
    author=words_of(120),
    author_ja=words_of(120),
    published=described(DATE, _("The day on which it appeared.")),
    standfirst=TEXT,
    standfirst_ja=TEXT,
    topics=described({**list_of(SLUG), "uniqueItems": True}, _("The fields of cooperation it is about.")),
    initiatives=described({**list_of(SLUG), "uniqueItems": True}, _("The initiatives it is about.")),
    claims=described(list_of({"anyOf": [{"type": "string"}, CLAIM]}), _("The checked claims it is about.")),
    **COVER,
    body=BODY,
    body_ja=BODY,
    ja_translates=TRANSLATED,
)


def article_document(article: Article) -> Document:
    document = {
        "slug": article.slug,
        **text_fields(article, "title", "author", "standfirst", "body"),
        "published": article.publish_at.date().isoformat() if article.publish_at else "",
        "topics": sorted(theme.slug for theme in article.topics.all()),
        "initiatives": sorted(initiative.slug for initiative in article.initiatives.all()),
        "claims": sorted(claim.key for claim in article.claims.all()),
        **cover_fields(article),
        "ja_translates": day_field(article.ja_translates),
    }
    return in_order(tidied(document), SCHEMA)


def normalise_article(document: Document) -> Document:
    """A claim may be named by its key or by the initiative and what it says there."""
    document = without_usual(tidied(document))
    for name in ("body", "body_ja"):
        if name in document:
            document[name] = clean_html(document[name])
    for name in ("topics", "initiatives"):
        if name in document:
            document[name] = sorted(set(document[name]))
    if "claims" in document:
        document["claims"] = sorted({c if isinstance(c, str) else claim_key(c["says"]) for c in document["claims"]})
    return in_order(document, SCHEMA)


def check_article(document: Document, names: Names) -> Iterator[Problem]:
    for field, kind in (("topics", "theme"), ("initiatives", "initiative"), ("claims", "claim")):
        for place, name in enumerate(document.get(field, [])):
            if name not in names[kind]:
                yield Problem(f"{field}.{place}", f"there is no {kind} “{name}”")
    for field in ("body", "body_ja"):
        html = document.get(field, "")
        for slug in named_records(html):
            if slug not in names["initiative"]:
                yield Problem(field, f"links to initiative “{slug}”, which does not exist")
        for url in named_sources(html):
            if url not in names["source"]:
                yield Problem(field, f"cites {url}, which is not a source of the record")


def stable_article(document: Document, ids: Ids) -> Document:
    """What names two initiatives that have been merged since says the same as what names the one they became."""
    document = dict(document)
    for field, kind in (("topics", "theme"), ("initiatives", "initiative")):
        if field in document:
            document[field] = sorted({ids(kind, slug) for slug in document[field]})
    for field in ("body", "body_ja"):
        if field in document:
            document[field] = relinked(document[field], partial(ids, "initiative"))
    return document


def prune_article(document: Document, names: Names) -> Document:
    kinds = {"topics": "theme", "initiatives": "initiative", "claims": "claim"}
    lists = {field: [n for n in document.get(field, []) if n in names[kind]] for field, kind in kinds.items()}
    bodies: Document = {
        field: with_links(document[field], records=names["initiative"], sources=names["source"])
        for field in ("body", "body_ja")
        if field in document
    }
    return in_order(without_empty({**document, **lists, **bodies}), SCHEMA)


def article_columns(document: Document, article: Article) -> dict[str, Any]:
    """The hour of publication stays where the day does: a document knows the day only."""
    day = dt.date.fromisoformat(document["published"])
    same_day = article.publish_at is not None and article.publish_at.date() == day
    return {
        "slug": document["slug"],
        "state": article.state if article.pk else State.PUBLISHED,
        "ja_translates": read_day(document.get("ja_translates")),
        "publish_at": article.publish_at if same_day else dt.datetime.combine(day, dt.time(), dt.UTC),
        **text_columns(document, "title", "author", "standfirst", "body"),
        **cover_columns(document),
    }


def write_article_rows(article: Article, document: Document) -> None:
    article.topics.set(records_named(Theme, document.get("topics", [])).values())
    article.initiatives.set(records_named(Initiative, document.get("initiatives", [])).values())
    article.claims.set(Claim.objects.filter(key__in=document.get("claims", [])))
    article.note_sources()


def articles_naming(record: Any) -> QuerySet[Article]:
    """As what they are about, or in a link of their text, also by an address the record had before."""
    if not isinstance(record, Initiative):
        return Article.objects.none()
    named = Q(initiatives=record)
    for slug in addresses_of(record):
        link = f'"{RECORD_SCHEME}{slug}"'
        named |= Q(body_en__contains=link) | Q(body_ja__contains=link)
    return Article.objects.filter(named).distinct()


def rename_in_article(article: Article, kept: Initiative, gone: Initiative) -> None:
    if article.initiatives.filter(pk=gone.pk).exists():
        article.initiatives.remove(gone)
        article.initiatives.add(kept)
    addresses = addresses_of(gone)
    for field in ("body_en", "body_ja"):
        text = relinked(getattr(article, field), lambda slug: kept.slug if slug in addresses else slug)
        setattr(article, field, text)
    article.save()


def register_kinds() -> None:
    register(
        Kind(
            name="article",
            plural="articles",
            touches=touched_by_articles,
            folder=Path(__file__).parent / "dataset",
            model=Article,
            schema=SCHEMA,
            references={"topics": "theme", "initiatives": "initiative"},
            labels=labels_of(Article),
            words={"cover_licence": LICENCE_LABELS},
            quiet=QUIET | {"ja_translates"},
            html=frozenset({"body"}),
            normalise=normalise_article,
            columns=article_columns,
            rows=write_article_rows,
            to_document=article_document,
            public=lambda: Article.objects.published().for_documents().order_by("id"),
            stable=stable_article,
            check=check_article,
            prune=prune_article,
            unfit=undescribed,
            naming=articles_naming,
            rename=rename_in_article,
        )
    )
