"""Every way out of the database, walked with records that are not public: none of them may show in any.

An outlet is an address a visitor can ask for. All of them are in OUTLETS; a new URL joins that list, or
WITHOUT_RECORDS with its reason, or `test_every_address_is_an_outlet` fails.

What is not public shares its theme, partner, source and claim with what is, so that a count which forgets
`published()` moves. Each outlet is read before and after those records are made: not a byte may differ.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone, translation
from openpyxl import load_workbook

from alliance import sitemaps
from articles.models import Article
from initiatives.models import Claim, Correction, Initiative, Milestone, Partner, Source
from publishing import citations
from publishing.actions import keep_revision, keep_withdrawal
from publishing.dates import PartialDate
from publishing.documents import document_of
from publishing.file_forms import FORMS
from publishing.following import FEED_FORMS
from publishing.models import Revision
from publishing.pending import keep_pending
from publishing.states import State
from tests.factories import (
    ArticleFactory,
    CitationFactory,
    ClaimFactory,
    CommentFactory,
    CorrectionFactory,
    FundingFactory,
    IdentifierFactory,
    InitiativeFactory,
    MilestoneFactory,
    OutcomeFactory,
    ParticipationFactory,
    PartnerFactory,
    SourceFactory,
    ThemeFactory,
    days_from_now,
)
from tests.search.indexing import index_everything

pytestmark = pytest.mark.django_db

# URL name → (arguments, query strings). The records they name are made by `public_record`.
OUTLETS: dict[str, tuple[list, list[str]]] = {
    "home": ([], [""]),
    "sitemap": ([], [""]),
    "feeds": ([], [""]),
    "changes": ([], ["", "?kind=new", "?since=2016", "?theme=shared&q=Zyx", "?since=2016&status=active"]),
    "data": ([], [""]),
    "data_zip": ([], [""]),
    "data_json": ([], [""]),
    "data_sums": ([], [""]),
    "data_table": (["initiatives"], [""]),
    "data_catalog": ([], [""]),
    # Words that have only begun find what they become.
    "search": ([], ["", *(f"?q=Zyx{kind}" for kind in ("", "&in=initiative", "&in=article")), "?q=public"]),
    "suggest": ([], ["?q=Zyx", "?q=p"]),
    "initiatives:list": (
        [],
        [
            "",
            "?view=table",
            "?view=timeline",
            "?theme=shared",
            "?q=Zyx",
            "?active_in=2016",
            "?country=FI",
            "?per_page=96",
        ],
    ),
    "initiatives:detail": (["public"], [""]),
    "initiatives:calendar": (["public"], [""]),
    "initiatives:partner_list": ([], ["", "?q=Zyx", "?theme=shared", "?sort=-initiatives"]),
    "initiatives:partner": (["shared-partner"], [""]),
    "initiatives:milestone_list": ([], ["", "?q=Zyx", "?when=upcoming", "?when=past", "?theme=shared"]),
    "initiatives:milestone_calendar": ([], ["", "?q=Zyx", "?when=upcoming", "?theme=shared"]),
    "initiatives:theme": (["shared"], [""]),
    "initiatives:theme_calendar": (["shared"], ["", "?when=past"]),
    "initiatives:source_list": ([], ["", "?view=table", "?q=Zyx", "?theme=shared", "?sort=-initiatives"]),
    "initiatives:source": ([1_000_000], [""]),
    "initiatives:claim_list": ([], ["", "?view=table", "?q=Zyx", "?theme=shared", "?sort=-added"]),
    "initiatives:claim": (["shared-claim"], [""]),
    "initiatives:correction": ([1_000_000], [""]),
    "articles:list": ([], ["", "?q=Zyx", "?theme=shared", "?year=2016"]),
    "articles:detail": (["public-article"], [""]),
    "articles:comment": (["public-article"], ["?sent"]),  # without it, the form has another stamp each time
    "api:openapi": ([], [""]),
    "api:docs": ([], [""]),
    "api:initiatives": ([], ["", "?q=Zyx", "?theme=shared", "?per_page=96&fields=slug,links"]),
    "api:initiatives_item": (["public"], [""]),
    "api:partners": ([], ["", "?q=Zyx", "?theme=shared"]),
    "api:partners_item": (["shared-partner"], [""]),
    "api:milestones": ([], ["", "?when=upcoming", "?theme=shared"]),
    "api:milestones_item": (["public", "m1"], [""]),
    "api:sources": ([], ["", "?q=Zyx"]),
    "api:sources_item": ([1_000_000], [""]),
    "api:claims": ([], ["", "?theme=shared"]),
    "api:claims_item": (["shared-claim"], [""]),
    "api:themes": ([], ["", "?sort=-initiatives"]),
    "api:themes_item": (["shared"], [""]),
    "api:articles": ([], ["", "?theme=shared"]),
    "api:articles_item": (["public-article"], [""]),
    "api:changes": ([], ["", "?kind=new"]),
    "api:changes_item": ([1_000_000], [""]),
}
# Each in every form.
FEEDS: dict[str, tuple[list, list[str]]] = {
    "change_feed": ([], ["", "?events=new"]),
    "initiatives:feed": ([], ["", "?theme=shared", "?events=status"]),
    "initiatives:initiative_feed": (["public"], ["", "?events=milestone"]),
    "initiatives:milestone_feed": ([], ["", "?theme=shared", "?events=meeting"]),
    "initiatives:partner_list_feed": ([], ["", "?theme=shared"]),
    "initiatives:partner_feed": (["shared-partner"], [""]),
    "initiatives:theme_feed": (["shared"], [""]),
    "articles:feed": ([], ["", "?theme=shared"]),
    "initiatives:source_feed": ([], ["", "?theme=shared"]),
    "initiatives:claim_feed": ([], ["", "?theme=shared"]),
}
EXPORTS: dict[str, list[str]] = {
    "change_export": ["", "?theme=shared"],
    "initiatives:export": ["", "?q=Zyx", "?theme=shared"],
    "initiatives:partner_export": ["", "?theme=shared"],
    "initiatives:milestone_export": ["", "?theme=shared"],
    "initiatives:source_export": [""],
    "initiatives:claim_export": ["", "?theme=shared"],
    "articles:export": ["", "?theme=shared"],
}
# URL name → each of its arguments.
EACH: dict[str, list[list]] = {
    "sitemap_section": [[name] for name in sitemaps.sections()],
    "initiatives:export": [["bib"]],
    "articles:export": [["bib"]],
    "initiatives:cite": [["public", form] for form in citations.FORMS],
    "articles:cite": [["public-article", form] for form in citations.FORMS],
    "cite": [[form] for form in citations.FORMS],
}
WITHOUT_RECORDS = {
    "healthz": "says ok and nothing else",
    "readyz": "asks the database whether it answers, not what it holds",
    "robots": "names addresses of the site only",
    "media": "serves files by a name that comes from their content",
    "about": "is text of the site",
    "api:root": "names the lists and no record",
    "data_package": "says which columns there are",
    "initiatives:correction_form": "names the public record it is asked for; its stamp is another one each time",
    "preview": "shows what is not public, to whoever holds a link that editors made",
}
# Those in which a published record of each kind must show, or the walk could not fail.
SHOWS_INITIATIVES = {
    "home",
    "sitemap_section",
    "changes",
    "data_zip",
    "data_json",
    "data_table",
    "search",
    "suggest",
    "initiatives:list",
    "initiatives:feed",
    "initiatives:milestone_feed",
    "initiatives:partner_list_feed",
    "initiatives:partner_feed",
    "initiatives:theme_feed",
    "initiatives:detail",
    "initiatives:partner_list",
    "initiatives:partner",
    "initiatives:milestone_list",
    "initiatives:milestone_calendar",
    "initiatives:theme",
    "initiatives:theme_calendar",
    "initiatives:source_list",
    "initiatives:source",
    "initiatives:source_feed",
    "initiatives:claim_list",
    "initiatives:claim",
    "initiatives:claim_feed",
    "initiatives:export",
    "initiatives:partner_export",
    "initiatives:milestone_export",
    "initiatives:source_export",
    "initiatives:claim_export",
    "articles:export",
    "articles:detail",
    "api:openapi",
    "api:docs",
    "api:initiatives",
    "api:initiatives_item",
    "api:partners",
    "api:partners_item",
    "api:milestones",
    "api:sources",
    "api:sources_item",
    "api:claims",
    "api:claims_item",
    "api:articles",
    "api:articles_item",
}
SHOWS_ARTICLES = {
    "home",
    "sitemap_section",
    "data_zip",
    "data_json",
    "search",
    "suggest",
    "articles:list",
    "articles:feed",
    "articles:export",
    "initiatives:theme",
    "initiatives:detail",
    "initiatives:source",
    "initiatives:source_export",
    "initiatives:claim",
    "api:docs",
    "api:articles",
    "api:sources",
    "api:sources_item",
}
# Those whose documents name records by their addresses, which an edit leaves as they are.
NAMES_INITIATIVES_BY_ADDRESS = {
    "api:partners_item",
    "api:claims_item",
    "api:articles",
    "api:articles_item",
    "api:sources_item",
}
NAMES_ARTICLES_BY_ADDRESS = {"initiatives:source_export", "api:sources", "api:sources_item"}
# In titles, names and addresses of everything that is not public; in no other text.
WORD = "zyxomma"

STATES = ["draft", "in_review", "scheduled", "withdrawn"]


def traits(state: str) -> dict[str, bool]:
    return {} if state == "draft" else {state: True}


def outlets() -> Iterator[tuple[str, list, list[str]]]:
    """(URL name, arguments, query strings)."""
    for name, (arguments, queries) in OUTLETS.items():
        yield name, arguments, queries
    for name, (arguments, queries) in FEEDS.items():
        for feed_form in FEED_FORMS:
            yield name, [*arguments, feed_form.name], queries
    for name, queries in EXPORTS.items():
        for form in FORMS:
            yield name, [form.name], queries
    for name, several in EACH.items():
        for arguments in several:
            yield name, arguments, [""]


def addresses() -> Iterator[tuple[str, str]]:
    """(URL name, address) of every outlet in both languages."""
    for name, arguments, queries in outlets():
        for language in ("en", "ja"):
            with translation.override(language):
                path = reverse(name, args=arguments)
            for query in queries:
                yield name, path + query


def answers(client: Client) -> dict[tuple[str, str], str]:
    index_everything()
    found = {}
    for name, address in addresses():
        response = client.get(address)
        assert response.status_code == 200, address
        found[name, address] = text_of(response)
    return found


def text_of(response) -> str:
    """Of a workbook the cells, of a zip file all that is packed."""
    content = response.getvalue()
    if not content.startswith(b"PK"):
        return content.decode()
    if response["Content-Type"] == "application/zip":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return "".join(packed.read(name).decode() for name in packed.namelist())
    return str(list(load_workbook(io.BytesIO(content), read_only=True).active.values))


def what_is_public() -> dict:
    """One public initiative and article, and the things that others will share with them."""
    shared = {
        "theme": ThemeFactory(slug="shared"),
        "partner": PartnerFactory(slug="shared-partner", country="JP"),
        "source": SourceFactory(pk=1_000_000),
        "public": InitiativeFactory(
            slug="public", published=True, start=PartialDate(2016), changed_at=days_from_now(-2)
        ),
    }
    public = shared["public"]
    public.themes.set([shared["theme"]])
    ParticipationFactory(initiative=public, partner=shared["partner"])
    citation = CitationFactory(initiative=public, source=shared["source"])
    MilestoneFactory(initiative=public, citations=[citation], key="m1")
    MilestoneFactory(initiative=public, date=PartialDate.of(days_from_now(20).date()), citations=[citation])
    shared["claim"] = ClaimFactory(key="shared-claim", about=[public])
    ArticleFactory(slug="public-article", published=True, topics=[shared["theme"]], initiatives=[public])
    CorrectionFactory(pk=1_000_000, about=public, state="corrected")
    told = Revision.objects.create(
        pk=1_000_000, kind="initiative", record=public.public_id, document=document_of(public), is_major=True
    )
    told.changes.create(kind="new")
    return shared


@pytest.fixture(scope="module", autouse=True)
def noon() -> Iterator[None]:
    """Pages name days: between the first look at them and the last, no other may begin."""
    with time_machine.travel(timezone.now().replace(hour=12, minute=0)):
        yield


@pytest.fixture(scope="module")
def public_record(module_transaction, django_db_blocker) -> dict:
    with django_db_blocker.unblock():
        return what_is_public()


@pytest.fixture(scope="module")
def before(public_record, django_db_blocker) -> dict[tuple[str, str], str]:
    """What the outlets say of it alone. They are many: whoever compares with it need not ask them all once more."""
    with django_db_blocker.unblock(), transaction.atomic():
        found = answers(Client())
        transaction.set_rollback(True)
    return found


def an_initiative(name: str, shared: dict, **state) -> Initiative:
    """With something of every kind that belongs to it, each with the word in its title and address."""
    one = InitiativeFactory(
        slug=f"{WORD}-{name}",
        title_en=f"{WORD} {name}",
        title_ja=f"{WORD} {name}",
        acronym=f"{WORD}{name}",
        summary_en=f"{WORD} summary",
        programme=f"{WORD} programme",
        start=PartialDate(1990),
        themes=[shared["theme"]],
        **state,
    )
    IdentifierFactory(initiative=one, value=f"{WORD}-{name}")
    ParticipationFactory(initiative=one, partner=shared["partner"])
    ParticipationFactory(
        initiative=one, partner__slug=f"{WORD}-{name}", partner__name_en=f"{WORD} {name}", partner__country="FI"
    )
    CitationFactory(initiative=one, source=shared["source"])
    citation = CitationFactory(
        initiative=one, source__title=f"{WORD} {name}", source__url=f"https://source.example/{WORD}/{name}"
    )
    for date in (PartialDate(2016, 1, 1), PartialDate.of(days_from_now(30).date())):
        MilestoneFactory(initiative=one, date=date, title_en=f"{WORD} {name}", title_ja=WORD, citations=[citation])
    OutcomeFactory(initiative=one, text_en=f"{WORD} {name}", text_ja=WORD, citations=[citation])
    FundingFactory(initiative=one, what_en=f"{WORD} {name}", what_ja=WORD, citations=[citation])
    shared["claim"].abouts.create(initiative=one)
    ClaimFactory(about=[one], says_en=f"{WORD} {name}", says_ja=WORD)
    one.related.add(shared["public"])
    shared["public"].related.add(one)
    # An article that is public is about it, makes a claim about it and names it.
    about_it = Article.objects.get(slug="public-article")
    about_it.initiatives.add(one)
    about_it.claims.add(one.claims.last())
    return one


def an_article(name: str, shared: dict, **state) -> Article:
    return ArticleFactory(
        slug=f"{WORD}-{name}",
        title_en=f"{WORD} {name}",
        title_ja=f"{WORD} {name}",
        standfirst_en=WORD,
        standfirst_ja=WORD,
        body_en=f'<p>{WORD} <a rel="source" href="{shared["source"].url}">s</a></p>',
        body_ja=f'<p>{WORD} <a rel="source" href="{shared["source"].url}">s</a></p>',
        topics=[shared["theme"]],
        initiatives=[shared["public"]],
        claims=[shared["claim"]],
        **state,
    )


def test_what_is_not_public_changes_no_outlet(client, public_record, before):
    """Nor what readers sent and nobody has looked at, or has turned down."""
    for state in STATES:
        an_initiative(state, public_record, **traits(state))
        an_article(f"{state}-article", public_record, **traits(state))
    article = Article.objects.get(slug="public-article")
    for state in ("waiting", "rejected", "spam"):
        CommentFactory(article=article, state=state, text=WORD, name=WORD, email=f"{WORD}@mail.example")
    CorrectionFactory(about=public_record["public"], part=WORD, should_say=WORD, email=f"{WORD}@mail.example")

    assert_nothing_moved(client, before)


def assert_nothing_moved(client: Client, before: dict[tuple[str, str], str]) -> None:
    for (name, address), text in answers(client).items():
        shown = sorted(set(re.findall(rf"{WORD}[\w-]*", text)))
        assert shown == [], f"{name}: {address}"
        assert text == before[name, address], f"{name}: {address}"


def test_an_initiative_that_was_public_once_leaves_nothing_behind(client, public_record, before):
    one = an_initiative("gone", public_record, published=True)
    assert answers(client) != before
    Initiative.objects.filter(pk=one.pk).update(
        state=State.WITHDRAWN, withdrawn_at=timezone.now(), withdrawn_reason_en="It was never agreed."
    )

    assert_nothing_moved(client, before)


def test_a_withdrawal_names_the_address_that_is_gone_among_the_changes_and_nothing_else(client, public_record):
    one = an_initiative("gone", public_record, published=True)
    keep_revision(one)
    one.state, one.withdrawn_reason_en = State.WITHDRAWN, "It was never agreed."
    one.save()
    keep_withdrawal(one)

    found = answers(client)

    named = {name for (name, _address), text in found.items() if one.slug in text}
    assert named == {"changes", "change_feed", "change_export", "api:changes"}
    assert not [address for address, text in found.items() if WORD in text.replace(one.slug, "")]


def test_a_published_initiative_shows_in_every_outlet(client, public_record):
    an_initiative("x", public_record, published=True)

    shown = {name for (name, _address), text in answers(client).items() if WORD in text.lower()}

    assert shown == SHOWS_INITIATIVES


def test_a_published_article_shows_in_every_outlet(client, public_record):
    an_article("x", public_record, published=True)

    shown = {name for (name, _address), text in answers(client).items() if WORD in text.lower()}

    assert shown == SHOWS_ARTICLES


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_what_is_not_public_has_no_page(client, public_record, state, prefix):
    an_initiative("x", public_record, **traits(state))
    an_article("x", public_record, **traits(state))
    own_source = Source.objects.get(url=f"https://source.example/{WORD}/x")
    own_claim = Claim.objects.get(says_en=f"{WORD} x")

    for path in (
        f"/initiatives/{WORD}-x/",
        f"/articles/{WORD}-x/",
        f"/partners/{WORD}-x/",
        f"/sources/{own_source.pk}/",
        own_claim.get_absolute_url(),
    ):
        response = client.get(f"{prefix}{path}")
        assert response.status_code in (404, 410), path
        # The page may say which address was asked for, and nothing else.
        assert WORD not in response.content.decode().replace(path, ""), path


@pytest.mark.parametrize("state", STATES)
def test_what_is_not_public_offers_no_option(client, public_record, state):
    an_initiative("x", public_record, **traits(state))

    for query in (f"partner={WORD}-x", f"programme={WORD}+programme", "country=FI"):
        response = client.get(f"/initiatives/feed.rss?{query}")
        assert response.status_code == 400, query


def test_what_is_scheduled_is_public_at_its_time(client, public_record):
    one = an_initiative("x", public_record, scheduled=True)
    Initiative.objects.filter(pk=one.pk).update(publish_at=days_from_now(-0.001))

    assert client.get(f"/initiatives/{WORD}-x/").status_code == 200
    assert Partner.objects.published().filter(slug=f"{WORD}-x").exists()
    assert Milestone.objects.published().filter(initiative=one).count() == 2


def test_what_readers_sent_shows_on_its_own_page_only_and_their_e_mail_nowhere(client, public_record):
    article = Article.objects.get(slug="public-article")
    CommentFactory(article=article, state="approved", text="zyxapproved", email="hidden@mail.example")
    Correction.objects.update(part="zyxclosed", email="hidden@mail.example")

    found = answers(client)

    assert {name for (name, _address), text in found.items() if "zyxapproved" in text} == {"articles:detail"}
    assert {name for (name, _address), text in found.items() if "zyxclosed" in text} == {"initiatives:correction"}
    assert not [address for address, text in found.items() if "mail.example" in text]


# Edits that wait beside what is public


def an_edit_of_the_initiative(shared: dict) -> None:
    """Everything `an_initiative` has, added to the one that is public."""
    public = shared["public"]
    Initiative.objects.filter(pk=public.pk).update(
        title_en=f"{WORD} new", title_ja=WORD, acronym=WORD, summary_en=WORD, programme=WORD
    )
    IdentifierFactory(initiative=public, value=WORD)
    ParticipationFactory(initiative=public, partner=PartnerFactory(slug=WORD, name_en=WORD, country="FI"))
    citation = CitationFactory(initiative=public, source__title=WORD, source__url=f"https://source.example/{WORD}")
    for date in (PartialDate(2016, 1, 1), PartialDate.of(days_from_now(30).date())):
        MilestoneFactory(initiative=public, date=date, title_en=WORD, title_ja=WORD, citations=[citation])
    OutcomeFactory(initiative=public, text_en=WORD, citations=[citation])
    FundingFactory(initiative=public, what_en=WORD, citations=[citation])
    ClaimFactory(about=[public], says_en=WORD)


def an_edit_of_the_article(_shared: dict) -> None:
    Article.objects.update(title_en=WORD, title_ja=WORD, standfirst_en=WORD, standfirst_ja=WORD, body_en=WORD)


def keep_waiting(model: type, edit: Callable, shared: dict, **waits) -> None:
    """Partners stand on their own: one that only a waiting edit names is in the database and not public."""
    if not Partner.objects.filter(slug=WORD).exists():
        PartnerFactory(slug=WORD, name_en=WORD, country="FI")
    record = model.objects.get()
    with transaction.atomic():
        Partner.objects.filter(slug=WORD).delete()
        edit(shared)
        document = document_of(record)
        transaction.set_rollback(True)
    keep_pending(record, document, by=None, note=WORD, is_major=True, **waits)


@pytest.mark.parametrize(
    ("of_initiative", "of_article"), [("draft", "review"), ("review", "published"), ("published", "draft")]
)
def test_an_edit_that_waits_changes_no_outlet(client, public_record, before, of_initiative, of_article):
    waits = {"publish_at": days_from_now(1)}
    for model, edit, state in (
        (Initiative, an_edit_of_the_initiative, of_initiative),
        (Article, an_edit_of_the_article, of_article),
    ):
        keep_waiting(model, edit, public_record, state=state, **(waits if state == "published" else {}))

    assert_nothing_moved(client, before)


@pytest.mark.parametrize(
    ("model", "edit", "shows"),
    [
        (
            Initiative,
            an_edit_of_the_initiative,
            SHOWS_INITIATIVES - {"sitemap_section", *NAMES_INITIATIVES_BY_ADDRESS},
        ),
        (
            Article,
            an_edit_of_the_article,
            SHOWS_ARTICLES - {"sitemap_section", "initiatives:source", "initiatives:claim", *NAMES_ARTICLES_BY_ADDRESS},
        ),
    ],
)
def test_a_scheduled_edit_is_in_every_outlet_from_its_hour_on(client, public_record, model, edit, shows):
    """The very first request after it, whichever outlet that asks for, has it already."""
    keep_waiting(model, edit, public_record, state="published", publish_at=days_from_now(1))

    with time_machine.travel(days_from_now(1.01)):
        for name in sorted(shows):
            paths = [path for outlet, path in addresses() if outlet == name]
            with transaction.atomic():
                assert any(WORD in text_of(client.get(path)).lower() for path in paths), name
                transaction.set_rollback(True)
        client.get("/")
        assert WORD in client.get("/changes/").content.decode()


# The list of outlets is whole


def url_names(patterns: list, namespace: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace == "admin":
                continue
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from url_names(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            assert pattern.name, f"{pattern.pattern} has no name"
            yield f"{namespace}{pattern.name}"


def test_every_address_is_an_outlet():
    names = list(url_names(get_resolver().url_patterns))

    assert len(names) == len(set(names))
    assert set(names) == set(OUTLETS) | set(FEEDS) | set(EXPORTS) | set(EACH) | set(WITHOUT_RECORDS)
    assert not (set(OUTLETS) | set(FEEDS) | set(EXPORTS) | set(EACH)) & set(WITHOUT_RECORDS)


@pytest.mark.parametrize("name", ["healthz", "readyz", "robots", "about"])
def test_what_shows_no_record_shows_none(client, public_record, name):
    an_initiative("x", public_record, published=True)
    an_article("x", public_record, published=True)

    assert WORD not in client.get(reverse(name)).content.decode()
