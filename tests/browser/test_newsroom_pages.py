"""Every page of the newsroom's own can be read by everybody and on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page

from initiatives.models import Initiative
from publishing.actions import keep_revision
from publishing.documents import document_of
from publishing.models import Import, Revision
from publishing.pending import keep_pending
from publishing.previews import preview_token
from tests.browser.conftest import watched
from tests.factories import (
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
    days_from_now,
)

pytestmark = pytest.mark.django_db(transaction=True)

WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
# Django's autocomplete (Select2) shows a box of its own without a name; the one it stands for has one.
BUT_SELECT2 = {"exclude": [[".select2-container"]]}
LONG = "A memorandum of cooperation on research into superconducting quantum computers and their error correction"


def full_initiative(slug: str, **values) -> Initiative:
    """With rows of every sort, and two versions."""
    initiative = InitiativeFactory(published=True, slug=slug, title_en=f"{LONG} ({slug})", **values)
    citation = CitationFactory(initiative=initiative, source__title="The memorandum, as it was signed")
    ParticipationFactory(initiative=initiative, partner__name_en="National Institute of Information and Communications")
    MilestoneFactory(initiative=initiative, citations=[citation])
    OutcomeFactory(initiative=initiative, citations=[citation])
    FundingFactory(initiative=initiative, citations=[citation])
    IdentifierFactory(initiative=initiative)
    ClaimFactory(about=[initiative])
    keep_revision(initiative, note="First.")
    Initiative.objects.filter(pk=initiative.pk).update(summary_en=f"{LONG}, in other words.")
    keep_revision(initiative, note="Said in other words.")
    return initiative


@pytest.fixture
def kei() -> User:
    return User.objects.create_superuser("kei")


@pytest.fixture
def pages(kei) -> dict[str, str]:
    one = full_initiative("one", desk_note="Is the date right?")
    two = full_initiative("two")
    document = document_of(one) | {"title": f"{LONG}, renamed", "programme": "Horizon Europe"}
    keep_pending(one, document, state="published", publish_at=days_from_now(2), by=kei, note="It was renamed.")
    PartnerFactory(slug="riken", name_en="RIKEN")
    files = {
        "preview": "slug,name,city\nriken,RIKEN Institute,Wako\nnew-one,A new one,Tokyo\n",
        "errors": "slug,name,kind,country\nriken,RIKEN,nothing,Atlantis\n",
    }
    imports = {
        name: Import.objects.create(table="partners", name="table.csv", content=content.encode(), uploaded_by=kei)
        for name, content in files.items()
    }
    admin, first = "/admin/initiatives", Initiative.objects.earliest("pk")
    return {
        "work queue": "/admin/",
        "list": f"{admin}/initiative/",
        "list of a task": f"{admin}/initiative/?work=scheduled",
        "new record": f"{admin}/initiative/add/",
        "record with a waiting edit": f"{admin}/initiative/{one.pk}/change/",
        "partner": f"{admin}/partner/{PartnerFactory().pk}/change/",
        "history": f"{admin}/initiative/{one.pk}/history/",
        "waiting edit compared": f"{admin}/initiative/{one.pk}/compare/?old=live&new=waiting",
        "versions compared": f"{admin}/initiative/{two.pk}/compare/?old={_first_version(two)}&new=live",
        "discard": f"{admin}/initiative/{one.pk}/discard/",
        "merge": f"{admin}/initiative/merge/{first.pk}/{two.pk}/",
        "comments": "/admin/articles/comment/?work=comments",
        "comment": f"/admin/articles/comment/{CommentFactory(text=LONG * 9).pk}/change/",
        "reports": f"{admin}/correction/",
        "report": f"{admin}/correction/{CorrectionFactory(about=one, should_say=LONG * 9).pk}/change/",
        "import": f"{admin}/partner/import/",
        "preview of an import": f"{admin}/partner/import/{imports['preview'].pk}/",
        "import with errors": f"{admin}/partner/import/{imports['errors'].pk}/",
        "preview": f"/preview/{preview_token(one)}/",
    }


def _first_version(initiative: Initiative) -> int:
    return Revision.objects.filter(record=initiative.public_id).earliest("pk").pk


@pytest.fixture
def desk(browser: Browser, live_server, client, kei):
    """Opens a browser of a size and a colour scheme, in which kei is logged in."""
    client.force_login(kei)
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    contexts = []

    def desk(**options) -> Page:
        context = browser.new_context(base_url=live_server.url, **options)
        context.set_default_timeout(15_000)
        context.add_cookies([session])
        contexts.append(context)
        return watched(context.new_page())

    yield desk
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_have_no_accessibility_errors(pages, desk, scheme):
    page = desk(color_scheme=scheme, viewport={"width": 1280, "height": 900})
    found, complaints = {}, []

    for name, address in pages.items():
        page.goto(address)
        # Axe turns the page to see whether it still works, by a style that our policy refuses.
        complaints += page.problems  # type: ignore[attr-defined]
        violations = Axe().run(page, context=BUT_SELECT2, options=WCAG).response["violations"]
        if violations:
            found[name] = [(v["id"], [node["html"][:160] for node in v["nodes"]][:3]) for v in violations]
        page.problems.clear()  # type: ignore[attr-defined]

    assert found == {}
    assert complaints == []


@pytest.mark.parametrize("language", ["", "/ja"])
@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_is_wider_than_a_phone_or_a_desk(pages, desk, language, width):
    page = desk(viewport={"width": width, "height": 844})
    too_wide = {}

    for name, address in pages.items():
        page.goto(f"{language}{address}")
        if (needed := page.evaluate("document.documentElement.scrollWidth")) > width:
            too_wide[name] = needed

    assert too_wide == {}
