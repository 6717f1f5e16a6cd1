"""A real Chromium against the real site: `page` for a visitor, `newsroom` for somebody logged in to the admin."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.chromium import CHROMIUM, launch

MISSING = "Browser tests need Chromium: apt-get install -y chromium"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    # Playwright's synchronous interface keeps an event loop in this thread, and Django then refuses the ORM.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


def watched(page: Page) -> Page:
    """A page whose console errors fail the test: that is how a broken Content-Security-Policy shows."""
    page.problems = []  # type: ignore[attr-defined]
    page.on("console", lambda message: page.problems.append(message.text) if message.type == "error" else None)  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.problems.append(str(error)))  # type: ignore[attr-defined]
    return page


@pytest.fixture
def context_options() -> dict:
    return {"viewport": {"width": 1280, "height": 900}}


@pytest.fixture
def context(browser: Browser, context_options: dict, live_server) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=live_server.url, **context_options)
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    page = watched(context.new_page())
    yield page
    assert page.problems == []  # type: ignore[attr-defined]


@pytest.fixture
def record(record_rows, live_server) -> None:
    """The real record, in the database of the live server."""
    with transaction.atomic():
        for model, rows in record_rows:
            model._base_manager.bulk_create(rows)


@pytest.fixture
def newsroom(page: Page, django_user_model) -> Page:
    django_user_model.objects.create_superuser("kei", password="a long enough password")
    page.goto("/admin/login/")
    page.get_by_label("Username").fill("kei")
    page.get_by_label("Password").fill("a long enough password")
    page.get_by_role("button", name="Log in").click()
    return page
