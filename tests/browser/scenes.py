"""What the handbook shows: situations in the newsroom, and the part of the page that matters.

A scene takes the stage in one language and gives (name, picture). The initiative of which most of them tell does
not exist; so nobody takes a picture of it for a fact.
"""

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone
from PIL import Image, ImageDraw
from playwright.sync_api import BrowserContext, FloatRect, Locator, Page

from initiatives.models import Initiative, Partner, Theme
from publishing.actions import keep_publication
from publishing.dates import PartialDate
from publishing.states import State
from tests.factories import (
    CitationFactory,
    InitiativeFactory,
    MilestoneFactory,
    ParticipationFactory,
    PartnerFactory,
    SourceFactory,
)

BESIDE, ABOVE = 12, 4  # the room around a picture's part of the page
Pictures = Iterator[tuple[str, bytes]]


@dataclass
class Stage:
    context: BrowserContext
    site: str
    language: str

    def __post_init__(self) -> None:
        self.context.add_init_script("localStorage.setItem('django.admin.navSidebarIsOpen', 'false')")
        self.context.set_default_timeout(15_000)

    def say(self, english: str, japanese: str) -> str:
        return {"en": english, "ja": japanese}[self.language]

    def address(self, path: str) -> str:
        return f"/ja{path}" if self.language == "ja" else path

    def enter(self, user: User, path: str) -> Page:
        """The page at an address of the newsroom, for this person."""
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME]
        self.context.add_cookies([{"name": session.key, "value": session.value, "url": self.site}])
        return self.read(self.address(path))

    def read(self, path: str) -> Page:
        page = self.context.new_page()
        page.goto(path)
        return page


def around(page: Page, *parts: Locator) -> bytes:
    """A picture of the smallest piece of the page that holds all of these."""
    page.evaluate("document.activeElement.blur()")
    scrolled = page.evaluate("window.scrollY")
    boxes = [box for part in parts if (box := part.bounding_box())]
    left = max(min(box["x"] for box in boxes) - BESIDE, 0)
    top = max(min(box["y"] for box in boxes) + scrolled - ABOVE, 0)
    right = max(box["x"] + box["width"] for box in boxes) + BESIDE
    bottom = max(box["y"] + box["height"] for box in boxes) + scrolled + ABOVE
    clip: FloatRect = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    return page.screenshot(full_page=True, clip=clip, animations="disabled")


# Who and what is there


def person(name: str, role: str) -> User:
    user = User.objects.create(username=name, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


def author() -> User:
    return person("mika", "author")


def editor() -> User:
    return person("jonas", "editor")


def clock_network(**columns) -> Initiative:
    """With two partners, two sources, and a milestone that rests on each."""
    initiative = InitiativeFactory(
        slug="joint-clock-network",
        acronym="JCN",
        title_en="Joint clock network",
        title_ja="共同時計ネットワーク",
        kind=Initiative.Kind.NETWORK,
        start=PartialDate(2026, 5),
        summary_en="Two laboratories compare their clocks over a cable under the sea.",
        summary_ja="二つの研究所が、海底ケーブルを通して時計を比べます。",
        themes=[Theme.objects.get(slug="quantum")],
        **columns,
    )
    for slug in ("riken", "cnrs"):
        ParticipationFactory(initiative=initiative, partner=Partner.objects.get(slug=slug))
    first, second = (
        CitationFactory(
            initiative=initiative, source=SourceFactory(url=url, title=title, publisher="Example Institute")
        )
        for url, title in (
            ("https://www.example.org/clocks", "Two clocks, one second"),
            ("https://www.example.org/report", "Report of the first year"),
        )
    )
    MilestoneFactory(
        initiative=initiative,
        date=PartialDate(2026, 5, 17),
        title_en="Signed in Sendai",
        title_ja="仙台で署名",
        citations=[first],
    )
    MilestoneFactory(
        initiative=initiative,
        date=PartialDate(2027, 3),
        kind="result",
        title_en="First report",
        title_ja="第1回報告",
        citations=[first, second],
    )
    return initiative


def public_clock_network(by: User) -> Initiative:
    initiative = clock_network(published=True)
    keep_publication(initiative, by=by, at=timezone.now() - dt.timedelta(days=40))
    return initiative


def of(initiative: Initiative, page: str = "change") -> str:
    return f"/admin/initiatives/initiative/{initiative.pk}/{page}/"


def publication(page: Page) -> Locator:
    return page.locator("fieldset:has(.field-state)")


def row(page: Page, field: str) -> Locator:
    return page.locator(f".form-row:has(#id_{field})")


def next_week_at_nine_in_tokyo(page: Page) -> None:
    page.fill("#id_publish_at_0", str(timezone.localdate() + dt.timedelta(days=7)))
    page.fill("#id_publish_at_1", "09:00")
    page.select_option("#id_publish_at_2", "Asia/Tokyo")


def save(page: Page) -> None:
    with page.expect_navigation():
        page.locator("[name=_continue]").first.click()


# Scenes


def queue(stage: Stage) -> Pictures:
    jonas = editor()
    clock_network(in_review=True)
    InitiativeFactory()
    page = stage.enter(jonas, "/admin/")
    yield "queue", around(page, page.locator(".desk"))


def draft(stage: Stage) -> Pictures:
    page = stage.enter(author(), "/admin/initiatives/initiative/add/")
    page.fill("#id_title_en", "Joint clock network")
    page.fill("#id_title_ja", "共同時計ネットワーク")
    page.fill("#id_acronym", "JCN")
    page.select_option("#id_kind", "network")
    page.select_option("#id_status", "active")
    page.fill("#id_start", stage.say("May 2026", "2026年5月"))
    yield "draft", around(page, page.locator("#content h1"), row(page, "title_en"), row(page, "start"))


def sources(stage: Stage) -> Pictures:
    mika = author()
    page = stage.enter(mika, of(clock_network(created_by=mika)))
    page.set_viewport_size({"width": 1200, "height": 900})
    yield "sources", around(page, page.locator("#citations-group"), page.locator("#milestones-0"))


def review(stage: Stage) -> Pictures:
    mika = author()
    note = stage.say(
        "The second source gives 2028 for the report. Which is right?",
        "二つ目の出典では報告は2028年です。どちらが正しいですか。",
    )
    initiative = clock_network(created_by=mika)
    page = stage.enter(mika, of(initiative))
    page.select_option("#id_state", "review")
    yield "hand-in", around(page, publication(page))
    Initiative.objects.filter(pk=initiative.pk).update(desk_note=note)
    page.reload()
    yield (
        "sent-back",
        around(page, page.locator("#content h1"), page.locator(".object-tools"), page.locator(".deskside")),
    )


def schedule(stage: Stage) -> Pictures:
    page = stage.enter(editor(), of(clock_network(in_review=True)))
    page.select_option("#id_state", "published")
    next_week_at_nine_in_tokyo(page)
    yield "schedule", around(page, publication(page).locator("h2"), row(page, "state"), row(page, "change_note"))


def doubts(stage: Stage) -> Pictures:
    page = stage.enter(editor(), of(clock_network(in_review=True)))
    page.fill("#id_title_ja", "")
    page.fill("#id_citations-1-url", "https://www.example.org/clocks/")
    page.select_option("#id_state", "published")
    save(page)
    yield "doubt", around(page, page.locator("#content h2").first, row(page, "title_en"))
    page.set_viewport_size({"width": 1200, "height": 900})
    yield "known-source", around(page, page.locator("#citations-group"))


def unsourced(stage: Stage) -> Pictures:
    page = stage.enter(editor(), of(clock_network(in_review=True)))
    page.fill("#id_milestones-1-cites", "")
    page.select_option("#id_state", "published")
    save(page)
    yield "unsourced", around(page, page.locator("#milestones-1"))


def waiting(stage: Stage) -> Pictures:
    jonas = editor()
    initiative = public_clock_network(jonas)
    page = stage.enter(jonas, of(initiative))
    page.fill("#id_summary_en", "Three laboratories compare their clocks over a cable under the sea.")
    page.fill("#id_summary_ja", "三つの研究所が、海底ケーブルを通して時計を比べます。")
    page.fill("#id_change_note", stage.say("A third laboratory has joined.", "三つ目の研究所が加わりました。"))
    page.check("#id_is_major")
    yield "edit", around(page, publication(page).locator("h2"), row(page, "state"), row(page, "change_note"))
    next_week_at_nine_in_tokyo(page)
    save(page)
    yield "waiting", around(page, page.locator("#content h2").first, page.locator(".deskside").last)
    page.goto(f"{stage.address(of(initiative, 'compare'))}?old=live&new=waiting")
    yield "compare", around(page, page.locator("#content h1"), page.locator("#content-main"))


def colleagues(stage: Stage) -> Pictures:
    jonas, sora = editor(), person("sora", "editor")
    initiative = public_clock_network(jonas)
    opened = stage.enter(jonas, of(initiative))
    other = stage.enter(sora, of(initiative))
    other.fill("#id_acronym", "JCNet")
    other.fill("#id_change_note", stage.say("The acronym was wrong.", "略称の誤りを直しました。"))
    save(other)
    stage.enter(jonas, "/admin/")
    opened.fill("#id_title_en", "Joint network of clocks")
    opened.fill("#id_change_note", stage.say("A better title.", "題名を改めました。"))
    save(opened)
    yield (
        "colleagues",
        around(opened, opened.locator("#content h2").first, opened.locator("#content form > div > .errorlist")),
    )


def history(stage: Stage) -> Pictures:
    jonas = editor()
    initiative = public_clock_network(jonas)
    for column, words, note in (
        (
            "summary_en",
            "Three laboratories compare their clocks.",
            stage.say("A third laboratory has joined.", "三つ目の研究所が加わりました。"),
        ),
        ("acronym", "JCNet", stage.say("The acronym was wrong.", "略称の誤りを直しました。")),
    ):
        Initiative.objects.filter(pk=initiative.pk).update(**{column: words})
        keep_publication(
            Initiative.objects.get(pk=initiative.pk),
            by=jonas,
            note=note,
            is_major=column != "acronym",
            at=timezone.now() - dt.timedelta(days=20 if column != "acronym" else 5),
        )
    page = stage.enter(jonas, of(initiative, "history"))
    yield "history", around(page, page.locator(".versions"))
    page = stage.read(stage.address(f"/initiatives/{initiative.slug}/"))
    yield "changes", around(page, page.locator("#history"), page.locator(".changes"))
    page = stage.read(f"/ja/initiatives/{initiative.slug}/")
    yield "behind", around(page, page.locator(".translation-note"), page.locator(".translation-note + *"))


def checked(stage: Stage) -> Pictures:
    jonas = editor()
    page = stage.enter(jonas, of(public_clock_network(jonas)))
    yield "tools", around(page, page.locator("#content h2").first, page.locator(".object-tools .checked"))


def preview(stage: Stage) -> Pictures:
    page = stage.enter(editor(), of(clock_network(in_review=True)))
    address = page.locator(f'.object-tools a[lang="{stage.language}"]').get_attribute("href")
    page = stage.read(address or "")
    yield "preview", around(page, page.locator(".preview"), page.locator(".record__header"))


def drawing() -> bytes:
    """Two masts by the sea and the sun between them: flat colours, so that the picture stays small."""
    image = Image.new("RGB", (1600, 640), "#cfe0f2")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 430, 1600, 640), fill="#3c6c9c")
    draw.ellipse((1080, 150, 1320, 390), fill="#d6455b")
    for left in (260, 1180):
        draw.rectangle((left, 200, left + 40, 470), fill="#26384f")
        draw.polygon([(left - 90, 470), (left + 130, 470), (left + 20, 90)], outline="#26384f", width=10)
    content = io.BytesIO()
    image.save(content, "PNG")
    return content.getvalue()


def picture(stage: Stage) -> Pictures:
    page = stage.enter(editor(), of(clock_network()))
    page.set_input_files("#id_cover", {"name": "masts.png", "mimeType": "image/png", "buffer": drawing()})
    page.fill("#id_cover_alt_en", "Two masts by the sea at sunrise")
    page.fill("#id_cover_alt_ja", "日の出の海辺に立つ2本の柱")
    page.fill("#id_cover_credit", "Example Institute")
    page.select_option("#id_cover_licence", "cc-by-4.0")
    save(page)
    page.fill("#id_cover_focus_x", "75")
    page.fill("#id_cover_focus_y", "42")
    yield "picture", around(page, page.locator("fieldset:has(.field-cover)"))


def merging(stage: Stage) -> Pictures:
    known = Partner.objects.get(slug="riken")
    other = PartnerFactory(
        slug="institute-riken",
        name_en="Riken Institute",
        name_ja="理研",
        kind=known.kind,
        city="Wako",
        website="https://www.example.org/riken",
    )
    clock = InitiativeFactory(published=True)
    ParticipationFactory(initiative=clock, partner=other)
    page = stage.enter(editor(), f"/admin/initiatives/partner/merge/{known.pk}/{other.pk}/")
    yield "merging", around(page, page.locator("#content h1"), page.locator("#content-main form"))


def importing(stage: Stage) -> Pictures:
    rows = (
        "slug,name,name_ja,kind,country,city\n"
        f"riken,RIKEN,理化学研究所,research-organisation,JP,{stage.say('Wako (Saitama)', '埼玉県和光市')}\n"
        "example-institute,Example Institute,見本研究所,research-organisation,JP,Sendai\n"
    )
    page = stage.enter(editor(), "/admin/initiatives/partner/import/")
    page.set_input_files("[type=file]", {"name": "partners.csv", "mimeType": "text/csv", "buffer": rows.encode()})
    page.locator("[type=submit].default").click()
    page.locator(".import__result").wait_for()
    yield "import", around(page, page.locator("#content h1"), page.locator(".import__result"))


def withdrawing(stage: Stage) -> Pictures:
    jonas = editor()
    initiative = public_clock_network(jonas)
    page = stage.enter(jonas, of(initiative))
    page.select_option("#id_state", State.WITHDRAWN)
    page.fill("#id_withdrawn_reason_en", "The two laboratories have never agreed on it; our source was mistaken.")
    page.fill("#id_withdrawn_reason_ja", "両研究所の合意はなく、出典が誤っていました。")
    yield "withdraw", around(page, publication(page))
    save(page)
    page = stage.read(stage.address(f"/initiatives/{initiative.slug}/"))
    yield "withdrawn", around(page, page.locator(".error"))


SCENES = [
    queue,
    draft,
    sources,
    review,
    schedule,
    doubts,
    unsourced,
    waiting,
    colleagues,
    history,
    checked,
    preview,
    picture,
    merging,
    importing,
    withdrawing,
]
