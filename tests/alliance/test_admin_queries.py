"""Every list and every form of the newsroom asks the database as often for thirty rows as for three.

The registry of the admin is walked: a new admin, a new inline or a new field of many joins by itself.
"""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.contrib.admin.sites import all_sites
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.db.models import Model
from django.forms.models import _get_foreign_key
from django.test import Client
from django.test.html import parse_html
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from factory.django import DjangoModelFactory

from publishing.admin import QuickSelect
from tests import factories
from tests.initiatives.test_admin import Form

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

ADMINS = {
    f"{model._meta.app_label}.{model._meta.model_name}": model_admin
    for site in all_sites
    for model, model_admin in site._registry.items()
}
ROWS = [(name, inline) for name, model_admin in ADMINS.items() for inline in range(len(model_admin.inlines))]
MANY = [
    (name, field.name)
    for name, model_admin in ADMINS.items()
    for field in model_admin.model._meta.many_to_many
    if field.editable and field.related_model is not Permission
]


def make(model: type[Model], **values: Any) -> Model:
    """One of any model, as its factory makes it; a new model needs a factory."""
    number = model._base_manager.count()
    if model is User:
        return User.objects.create_user(f"somebody-{number}", is_staff=True)
    if model is Permission:
        return Permission.objects.first()
    if model is Group:
        return Group.objects.create(name=f"Group {number}")
    for factory in vars(factories).values():
        if isinstance(factory, type) and issubclass(factory, DjangoModelFactory) and factory._meta.model is model:
            return factory(**values)
    pytest.fail(f"tests/factories.py has no factory of {model.__name__}, which the admin shows")


def with_relations(row: Model) -> Model:
    """With one of everything it may name: what a row prints must not cost it a query."""
    for field in row._meta.many_to_many:
        if field.remote_field.through._meta.auto_created:
            getattr(row, field.name).add(make(field.related_model))
    return row


def address_of(record: Model) -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def queries_again(client: Client, address: str) -> int:
    """Content types and the like are looked up once."""
    queries(client, address)
    return queries(client, address)


def test_the_walk_finds_what_there_is():
    assert {"initiatives.initiative", "articles.article", "auth.user"} <= set(ADMINS)
    assert len(ROWS) > 5
    assert ("initiatives.initiative", "related") in MANY


@pytest.mark.parametrize("name", ADMINS)
def test_a_list_asks_as_often_for_thirty_rows_as_for_three(admin_client, name):
    model = ADMINS[name].model
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    for _row in range(3):
        with_relations(make(model))
    few = queries_again(admin_client, address)

    for _row in range(27):
        with_relations(make(model))

    assert queries(admin_client, address) == few


@pytest.fixture(params=["administrator", "moderator"])
def somebody(request, client) -> Client:
    """Who may change everything, and who may only look: the page prints the rows in another way."""
    user = User.objects.create_user("somebody", is_staff=True)
    user.groups.add(Group.objects.get(name=request.param))
    client.force_login(user)
    return client


@pytest.mark.parametrize(("name", "place"), ROWS)
def test_a_form_asks_as_often_for_thirty_rows_as_for_three(somebody, name, place):
    model_admin = ADMINS[name]
    inline = model_admin.inlines[place]
    record = make(model_admin.model)
    parent = _get_foreign_key(model_admin.model, inline.model, inline.fk_name).name
    for _row in range(3):
        with_relations(make(inline.model, **{parent: record}))
    few = queries_again(somebody, address_of(record))

    for _row in range(27):
        with_relations(make(inline.model, **{parent: record}))

    assert queries(somebody, address_of(record)) == few


@pytest.mark.parametrize(("name", "field"), MANY)
def test_a_form_asks_as_often_where_thirty_are_chosen_as_where_three_are(admin_client, name, field):
    record = make(ADMINS[name].model)
    related = getattr(record, field)
    related.add(*(make(related.model) for _row in range(3)))
    few = queries_again(admin_client, address_of(record))

    related.add(*(make(related.model) for _row in range(27)))

    assert queries(admin_client, address_of(record)) == few


# The boxes that cost no query are boxes all the same


def options_of(page: BeautifulSoup, name: str) -> list[tuple[str, str]]:
    return [(option["value"], option.get_text()) for option in page.select(f'select[name="{name}"] option[selected]')]


def opened(client: Client, record: Model) -> BeautifulSoup:
    return BeautifulSoup(client.get(address_of(record)).content, "lxml")


def test_each_row_shows_the_record_that_was_chosen_for_it(admin_client):
    one = factories.InitiativeFactory()
    first, second = (factories.ParticipationFactory(initiative=one) for _row in range(2))

    page = opened(admin_client, one)

    assert options_of(page, "participations-0-partner") == [(str(first.partner.pk), str(first.partner))]
    assert options_of(page, "participations-1-partner") == [(str(second.partner.pk), str(second.partner))]


def test_a_row_that_is_refused_shows_what_was_chosen_last(admin_client):
    one = factories.InitiativeFactory()
    factories.ParticipationFactory(initiative=one)
    other = factories.PartnerFactory()
    form = Form(admin_client, address_of(one))

    form["participations-0-partner"], form["participations-0-amount"] = str(other.pk), "none"

    assert options_of(form.refused(), "participations-0-partner") == [(str(other.pk), str(other))]


@pytest.mark.parametrize("value", ["", None, "b", 2])
def test_a_quick_select_is_drawn_as_djangos(value):
    choices = [("", "---"), ("a", "A & B"), ("b", "<b>"), (2, "two")]
    attrs = {"id": "id_x", "class": "wide", "required": True, "disabled": False}

    drawn, by_django = (kind(choices=choices).render("x", value, attrs) for kind in (QuickSelect, forms.Select))

    assert parse_html(drawn) == parse_html(by_django)
