"""Role × act, through the admin's own addresses."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from initiatives.models import Initiative, Milestone, Source
from tests.factories import (
    ArticleFactory,
    CitationFactory,
    ClaimFactory,
    CommentFactory,
    CorrectionFactory,
    InitiativeFactory,
    MilestoneFactory,
    PartnerFactory,
    SourceFactory,
    ThemeFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

ROLES = ["nobody", "author", "editor", "moderator", "administrator"]


@pytest.fixture
def person(client: Client, role: str) -> User:
    user = User.objects.create_user(role, is_staff=True)
    if role != "nobody":
        user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    return user


def filled(client: Client, address: str) -> dict[str, str]:
    """What a browser would send back of a form that nobody touched."""
    page = BeautifulSoup(client.get(address).content, "lxml").select_one("#content-main form[id$=_form]")
    data: dict[str, str] = {}
    for box in page.select("input[name], textarea[name]"):
        if box.get("type") not in ("submit", "file", "checkbox") or box.has_attr("checked"):
            data[box["name"]] = box.get("value", "on" if box.get("type") == "checkbox" else box.get_text().lstrip("\n"))
    for box in page.select("select[name]"):
        chosen = box.select_one("option[selected]")
        if chosen is not None:
            data[box["name"]] = chosen["value"]
    return data


def new_initiative(client: Client, **values: str) -> int:
    theme = ThemeFactory()
    data = filled(client, "/admin/initiatives/initiative/add/")
    for field in ("title", "summary"):
        data |= {f"{field}_en": "New", f"{field}_ja": "新"}
    data |= {"slug": "new", "kind": "network", "status": "active", "themes": str(theme.pk), **values}
    return client.post("/admin/initiatives/initiative/add/", data).status_code


def may(*roles: str) -> list[tuple[str, bool]]:
    return [(role, role in roles) for role in ROLES]


@pytest.mark.parametrize(("role", "allowed"), may("author", "editor", "administrator"))
def test_who_may_write_a_draft(client, person, allowed):
    if client.get("/admin/initiatives/initiative/add/").status_code == 403:
        assert not allowed
        return

    new_initiative(client, state="draft")

    assert allowed
    assert Initiative.objects.get().created_by == person


@pytest.mark.parametrize(("role", "allowed"), may("editor", "administrator"))
def test_who_may_publish(client, person, allowed):
    if client.get("/admin/initiatives/initiative/add/").status_code == 200:
        new_initiative(client, state="published")

    assert Initiative.objects.published().exists() == allowed


@pytest.mark.parametrize(("role", "allowed"), may("author", "editor", "administrator"))
def test_who_may_hand_in_a_draft_of_their_own(client, person, allowed):
    draft = InitiativeFactory(created_by=person)
    address = f"/admin/initiatives/initiative/{draft.pk}/change/"

    status = client.post(address, filled(client, address) | {"state": "review"}).status_code if allowed else 403

    draft.refresh_from_db()
    assert (draft.state == "review") == (status == 302) == allowed


@pytest.mark.parametrize(("role", "allowed"), may("editor", "administrator"))
@pytest.mark.parametrize("factory", [InitiativeFactory, ArticleFactory])
def test_who_may_change_what_is_published(client, person, allowed, factory):
    record = factory(published=True, created_by=person)
    address = f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/change/"

    assert (client.post(address, {}).status_code == 200) == allowed


@pytest.mark.parametrize(("role", "allowed"), may("editor", "administrator"))
def test_who_may_change_the_draft_of_another(client, person, allowed):
    draft = InitiativeFactory(created_by=User.objects.create_user("another"))

    assert (client.post(f"/admin/initiatives/initiative/{draft.pk}/change/", {}).status_code == 200) == allowed


@pytest.mark.parametrize(("role", "allowed"), may("editor", "administrator"))
@pytest.mark.parametrize("factory", [PartnerFactory, SourceFactory, ThemeFactory, ClaimFactory])
def test_who_may_change_what_records_share(client, person, allowed, factory):
    record = factory()
    address = f"/admin/initiatives/{record._meta.model_name}/{record.pk}/change/"

    assert (client.post(address, {}).status_code == 200) == allowed


WRITERS, EDITORS = may("author", "editor", "administrator"), may("editor", "administrator")
# Who may change the milestones of an initiative, by whose it is.
MILESTONES = [
    *(("own draft", *case) for case in WRITERS),
    *(("another's draft", *case) for case in EDITORS),
    *(("own, scheduled", *case) for case in EDITORS),
    *(("own, public", *case) for case in EDITORS),
    *(("another's, public", *case) for case in EDITORS),
]


@pytest.fixture
def whose_initiative(person: User, whose: str) -> Initiative:
    by = person if whose.startswith("own") else User.objects.create_user("another")
    return InitiativeFactory(created_by=by, published="public" in whose, scheduled="scheduled" in whose)


@pytest.mark.parametrize(("whose", "role", "allowed"), MILESTONES)
def test_who_may_change_a_milestone(client, whose_initiative, allowed):
    citation = CitationFactory(initiative=whose_initiative)
    milestone = MilestoneFactory(initiative=whose_initiative, title_en="Signed", citations=[citation])
    address = f"/admin/initiatives/milestone/{milestone.pk}/change/"
    changed = {"title_en": "Torn up", "change_note": "It was.", "citations": str(citation.pk), "kind": "signing"}

    client.post(address, (filled(client, address) if allowed else {"date": "2013"}) | changed)

    assert (Milestone.objects.get().title_en == "Torn up") == allowed


@pytest.mark.parametrize(("whose", "role", "allowed"), MILESTONES)
def test_who_may_add_a_milestone(client, whose_initiative, whose, allowed):
    """Editors as well add it to a published initiative on its own page, where its sources are."""
    milestone = {"initiative": whose_initiative.pk, "date": "2013", "kind": "signing", "title_en": "Signed"}

    client.post("/admin/initiatives/milestone/add/", milestone)

    assert Milestone.objects.exists() == (allowed and whose.endswith("draft"))


@pytest.mark.parametrize(("whose", "role"), [("another's draft", "author")])
def test_an_author_is_told_why_a_milestone_is_not_added(client, whose_initiative):
    page = BeautifulSoup(
        client.post("/admin/initiatives/milestone/add/", {"initiative": whose_initiative.pk}).content, "lxml"
    )

    assert "may not change this initiative" in page.select_one(".field-initiative .errorlist").get_text()


@pytest.mark.parametrize(("whose", "role"), [("another's, public", "author"), ("another's draft", "author")])
def test_an_author_who_may_delete_does_so_in_drafts_of_their_own(client, person, whose_initiative):
    person.user_permissions.set(Permission.objects.filter(codename__in=["delete_milestone", "delete_records"]))
    milestone = MilestoneFactory(initiative=whose_initiative)

    client.post(f"/admin/initiatives/milestone/{milestone.pk}/delete/", {"post": "yes"})

    assert Milestone.objects.exists()


@pytest.mark.parametrize(("role", "allowed"), may("administrator"))
@pytest.mark.parametrize(
    "factory", [InitiativeFactory, ArticleFactory, PartnerFactory, ThemeFactory, CommentFactory, CorrectionFactory]
)
def test_who_may_delete_for_good(client, person, allowed, factory):
    record = factory()
    address = f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/delete/"

    client.post(address, {"post": "yes"})

    assert type(record).objects.filter(pk=record.pk).exists() != allowed


@pytest.mark.parametrize(("role", "allowed"), may("editor", "administrator"))
def test_who_may_mark_as_checked(client, person, allowed):
    initiative = InitiativeFactory(published=True)

    client.post(f"/admin/initiatives/initiative/{initiative.pk}/checked/")

    initiative.refresh_from_db()
    assert (initiative.last_checked is not None) == allowed


MODERATORS = may("editor", "moderator", "administrator")
FROM_READERS = pytest.mark.parametrize(
    ("factory", "decision"),
    [
        (CommentFactory, {"state": "approved"}),
        (CorrectionFactory, {"state": "declined", "reason_en": "It is right.", "reason_ja": "正しいです。"}),
    ],
)


@pytest.mark.parametrize(("role", "allowed"), MODERATORS)
@FROM_READERS
def test_who_may_see_what_readers_sent_and_decide_on_it(client, person, allowed, factory, decision):
    sent = factory()
    listed = f"/admin/{sent._meta.app_label}/{sent._meta.model_name}/"
    address = f"{listed}{sent.pk}/change/"

    seen = [client.get(page).status_code for page in (listed, address)]
    client.post(address, (filled(client, address) if allowed else {}) | decision)

    sent.refresh_from_db()
    assert seen == [200 if allowed else 403] * 2
    assert (sent.state == decision["state"]) == (sent.decided_by == person) == allowed


@pytest.mark.parametrize(("role", "allowed"), MODERATORS)
def test_who_may_decide_on_many_comments_at_once(client, person, allowed):
    one, other = CommentFactory(), CommentFactory(state="spam")

    client.post("/admin/articles/comment/", {"action": "approve", "_selected_action": [one.pk, other.pk]})

    for comment in (one, other):
        comment.refresh_from_db()
        assert (comment.state == "approved") == (comment.decided_by == person) == allowed


@pytest.mark.parametrize("role", ["administrator"])
@FROM_READERS
def test_nobody_writes_what_a_reader_wrote(client, person, factory, decision):
    sent = factory()
    listed = f"/admin/{sent._meta.app_label}/{sent._meta.model_name}/"
    before = type(sent).objects.values("email", "language", "sent_at").get()
    typed = {"text": "X", "name": "X", "part": "X", "should_say": "X", "source": "X", "email": "X", "language": "ja"}

    client.post(f"{listed}{sent.pk}/change/", filled(client, f"{listed}{sent.pk}/change/") | typed | decision)

    assert "X" not in type(sent).objects.values_list().get()
    assert type(sent).objects.values("email", "language", "sent_at").get() == before
    assert client.get(f"{listed}add/").status_code == 403


@pytest.mark.parametrize(("role", "allowed"), may("author", "editor", "moderator", "administrator"))
@pytest.mark.parametrize("model", ["initiative", "partner", "source", "milestone"])
def test_who_may_look(client, person, allowed, model):
    assert (client.get(f"/admin/initiatives/{model}/").status_code == 200) == allowed


@pytest.mark.parametrize(("role", "allowed"), may("administrator"))
def test_who_may_make_users(client, person, allowed):
    assert (client.get("/admin/auth/user/add/").status_code == 200) == allowed


@pytest.mark.parametrize("role", ["author"])
def test_an_author_uses_a_shared_source_as_it_is(client, person, role):
    shared = CitationFactory(initiative=InitiativeFactory(published=True)).source
    rows = {"citations-0-url": shared.url, "citations-0-title": shared.title, "citations-0-publisher": "Somebody"}

    new_initiative(client, state="draft", **rows)

    assert Initiative.objects.get(slug="new").citations.get().source == shared
    assert Source.objects.get().title == shared.title
    assert Source.objects.get().publisher == ""


@pytest.mark.parametrize("role", ["author"])
def test_an_author_is_not_offered_to_publish(client, person, role):
    page = BeautifulSoup(client.get("/admin/initiatives/initiative/add/").content, "lxml")

    assert [option["value"] for option in page.select("#id_state option")] == ["draft", "review"]
    assert not page.select("#id_publish_at_0, #id_withdrawn_reason_en")
