"""What readers write under an article: how it is sent, what is refused, and who sees it when."""

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, connection, transaction
from django.test import Client

from articles.models import Comment
from publishing.readers import SENDINGS
from tests.alliance.test_admin_queries import queries
from tests.factories import ArticleFactory, CommentFactory, days_from_now
from tests.initiatives.test_admin import Form
from tests.reader import Reader

pytestmark = pytest.mark.django_db
by_our_clock = pytest.mark.skipif(
    "redis" in settings.CACHES["default"]["BACKEND"],
    reason="Redis forgets by a clock of its own, which no test can move",
)


ADDRESS = "/articles/first/comment/"
WORDS = {"name": "Aino", "email": "aino@mail.example", "text": "Thank you.\n\nIs there <b>more</b>?"}


@pytest.fixture(autouse=True)
def article(db):
    return ArticleFactory(slug="first", published=True)


@pytest.fixture
def reader(client) -> Reader:
    return Reader(client, ADDRESS)


# Sending


def test_a_comment_waits_for_an_editor(reader, visit, article):
    answer = reader.send(**WORDS)

    kept = Comment.objects.get()
    assert (kept.article, kept.name, kept.email, kept.state) == (article, "Aino", "aino@mail.example", "waiting")
    assert kept.text == "Thank you.\n\nIs there <b>more</b>?"
    assert answer.status_code == 302
    assert "An editor reads it" in visit(answer["Location"]).main.get_text()
    assert "Aino" not in visit("/articles/first/").get_text()


def test_the_form_says_which_boxes_are_required(visit):
    page = visit(ADDRESS)

    assert [label.get_text() for label in page.select(".form__box label")] == [
        "Name *",
        "E-mail (not published) *",
        "Comment *",
    ]
    assert len(page.select(".form__box [required]")) == 3


@pytest.mark.parametrize("name", ["name", "email", "text"])
@pytest.mark.parametrize("typed", ["", "  ", "\x07"])
def test_what_is_missing_is_said_beside_its_box_and_the_rest_is_kept(reader, name, typed):
    page = reader.refused(**WORDS | {name: typed})

    assert [box.label["for"] for box in page.select(".form__box:has(.errorlist)")] == [f"id_{name}"]
    assert page.select_one("[role=alert]")
    for other in {"name", "email"} - {name}:
        assert page.select_one(f"#id_{other}")["value"] == WORDS[other]
    if name != "text":
        assert page.select_one("#id_text").get_text().lstrip("\n") == WORDS["text"]


@pytest.mark.parametrize(
    ("name", "typed"), [("email", "aino at home"), ("name", "A" * 81), ("text", "A" * 4001), ("name", "a\x00b")]
)
def test_what_cannot_be_kept_is_refused(reader, name, typed):
    page = reader.refused(**WORDS | {name: typed})

    assert page.select_one(f".form__box:has(#id_{name}) .errorlist")


def test_a_new_line_counts_once_as_in_the_browser(reader):
    reader.send(**WORDS | {"text": "\r\n".join(["ab"] * 1333) + "\r\n"})

    assert len(Comment.objects.get().text) == 3998


def test_the_language_of_the_page_is_that_of_the_words(client, visit):
    Reader(client, f"/ja{ADDRESS}").send(**WORDS | {"text": "ありがとう。"})
    comment = Comment.objects.get()
    Comment.objects.update(state="approved", decided_at=days_from_now(0))

    assert comment.language == "ja"
    assert visit("/articles/first/").select_one(".comment__words")["lang"] == "ja"
    assert not visit("/ja/articles/first/").select_one(".comment__words").has_attr("lang")


@pytest.mark.parametrize(("slug", "traits", "status"), [("none", {}, 404), ("gone", {"withdrawn": True}, 410)])
def test_an_article_that_is_not_public_takes_no_comment(client, reader, slug, traits, status):
    if slug != "none":
        ArticleFactory(slug=slug, **traits)
    reader.address = f"/articles/{slug}/comment/"

    assert client.get(reader.address).status_code == status
    assert reader.post(reader.stamped(ADDRESS) | WORDS).status_code == status
    assert not Comment.objects.exists()


# Guards


@pytest.mark.parametrize("filled", ["https://spam.example", "a\x00b"])
def test_what_a_robot_fills_in_is_not_kept_but_a_reader_can_send_it_again(reader, filled):
    page = reader.refused(**WORDS, homepage=filled)

    assert "robots" in page.select_one("[role=alert]").get_text()
    assert not page.select_one("[name=homepage]").get("value")
    assert reader.again(page).status_code == 302
    assert Comment.objects.count() == 1


def test_a_form_that_comes_back_at_once_is_not_kept(client):
    reader = Reader(client, ADDRESS, seconds=1)
    page = reader.refused(**WORDS)

    assert "quick" in page.select_one("[role=alert]").get_text()
    with time_machine.travel(days_from_now(10 / 86400)):
        assert reader.again(page).status_code == 302


@pytest.mark.parametrize("stamp", ["", "forged", "a\x00b", "of another page", "of yesterday"])
def test_a_form_without_a_stamp_of_ours_is_not_kept(client, reader, stamp):
    ArticleFactory(slug="second", published=True)
    data = reader.stamped(ADDRESS) | WORDS
    if stamp == "of another page":
        data["stamp"] = reader.stamped("/articles/second/comment/")["stamp"]
    elif stamp != "of yesterday":
        data["stamp"] = stamp

    with time_machine.travel(days_from_now(1.01 if stamp == "of yesterday" else 0.01)):
        page = BeautifulSoup(reader.post(data).content, "lxml")

    assert not Comment.objects.exists()
    assert "too long" in page.select_one("[role=alert]").get_text()
    with time_machine.travel(days_from_now(1.02 if stamp == "of yesterday" else 0.02)):
        assert reader.again(page).status_code == 302


def test_a_form_that_is_sent_again_and_again_is_one_comment_and_counts_once(reader):
    data = reader.stamped() | WORDS

    assert {reader.post(data).status_code for _time in range(SENDINGS + 1)} == {302}
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(("prefix", "language"), [("", "en"), ("/ja", "ja")])
def test_an_address_that_sends_too_much_is_asked_to_wait(client, prefix, language):
    reader = Reader(client, f"{prefix}{ADDRESS}")
    for _time in range(SENDINGS):
        assert reader.send(**WORDS).status_code == 302

    response = reader.send(**WORDS)

    page = BeautifulSoup(response.content, "lxml")
    assert response.status_code == 429
    assert response["Retry-After"] == "3600"
    assert page.html["lang"] == language
    assert page.select_one(".error__code").get_text() == "429"
    assert "Is there <b>more</b>?" in page.main.get_text()  # nothing typed is lost
    assert Comment.objects.count() == SENDINGS


@by_our_clock
def test_an_address_may_send_again_after_an_hour_and_others_meanwhile(client, reader):
    for _time in range(SENDINGS + 1):
        reader.send(**WORDS)

    assert Reader(Client(REMOTE_ADDR="203.0.113.9"), ADDRESS).send(**WORDS).status_code == 302
    assert reader.send(**WORDS).status_code == 429
    with time_machine.travel(days_from_now(1.1 / 24)):
        assert reader.send(**WORDS).status_code == 302


def test_one_network_of_ipv6_is_one_sender():
    for number in range(SENDINGS):
        Reader(Client(REMOTE_ADDR=f"2001:db8::{number + 1}"), ADDRESS).send(**WORDS)

    assert Reader(Client(REMOTE_ADDR="2001:db8::ffff"), ADDRESS).send(**WORDS).status_code == 429
    assert Reader(Client(REMOTE_ADDR="2001:db8:0:1::1"), ADDRESS).send(**WORDS).status_code == 302


def test_behind_a_proxy_the_address_is_the_one_the_proxy_added(settings):
    settings.BEHIND_PROXY = True
    for number in range(SENDINGS + 1):
        forged = Client(headers={"X-Forwarded-For": f"198.51.100.{number}, 203.0.113.9"})
        last = Reader(forged, ADDRESS).send(**WORDS)

    assert last.status_code == 429
    assert Reader(Client(headers={"X-Forwarded-For": "203.0.113.8"}), ADDRESS).send(**WORDS).status_code == 302


def senders() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache")
        return {key for (key,) in cursor.fetchall() if "reader:" in key}


@by_our_clock
def test_of_an_address_only_a_hash_is_kept_until_its_hour_is_over(reader):
    reader.send(**WORDS)
    first = senders()

    with time_machine.travel(days_from_now(1.1 / 24)):
        Reader(Client(REMOTE_ADDR="203.0.113.9"), ADDRESS).send(**WORDS)

    assert len(first) == len(senders()) == 1
    assert not first & senders()
    assert "127.0.0.1" not in f"{first}{Comment.objects.values()}"


def test_no_cookie_is_needed_and_none_is_given(article):
    visitor = Client(enforce_csrf_checks=True)

    answers = [visitor.get(ADDRESS), Reader(visitor, ADDRESS).send(**WORDS)]

    assert [answer.status_code for answer in answers] == [200, 302]
    assert not any(answer.cookies for answer in answers)


def test_what_another_site_makes_a_browser_send_is_refused(client):
    assert Reader(client, ADDRESS).send(headers={"Sec-Fetch-Site": "cross-site"}, **WORDS).status_code == 403
    assert client.get(ADDRESS, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_the_form_is_kept_nowhere_and_found_by_nobody(client, prefix):
    response = client.get(f"{prefix}{ADDRESS}")

    assert response["Cache-Control"] == "no-store"
    assert BeautifulSoup(response.content, "lxml").select_one('meta[name="robots"]')["content"] == "noindex"
    assert client.put(f"{prefix}{ADDRESS}").status_code == 405


# Reading


@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_only_what_is_approved_is_shown_the_oldest_first(visit, article, prefix):
    for state in ("waiting", "rejected", "spam"):
        CommentFactory(article=article, state=state, text=f"Not shown, {state}")
    CommentFactory(article=article, state="approved", text="Second", sent_at=days_from_now(-1))
    CommentFactory(article=article, state="approved", text="First", sent_at=days_from_now(-2))
    CommentFactory(state="approved", text="Under another article")

    page = visit(f"{prefix}/articles/first/")

    assert [words.get_text(strip=True) for words in page.select(".comment__words")] == ["First", "Second"]
    assert "Not shown" not in page.get_text()
    assert page.select_one(f'a[href="{prefix}{ADDRESS}"]')


def test_words_are_text_in_paragraphs_and_an_address_is_never_shown(visit, client, article):
    CommentFactory(article=article, state="approved", email="aino@mail.example", name="<i>A</i>", text="a <b>\nb\n\nc")

    page = visit("/articles/first/")

    assert [p.decode_contents() for p in page.select(".comment__words p")] == ["a &lt;b&gt;<br/>b", "c"]
    assert page.select_one(".comment__by strong").get_text() == "<i>A</i>"
    assert "mail.example" not in client.get("/articles/first/").content.decode()


def test_an_article_asks_as_often_for_thirty_comments_as_for_three(client, article):
    CommentFactory.create_batch(3, article=article, state="approved")
    few = queries(client, "/articles/first/")

    CommentFactory.create_batch(27, article=article, state="approved")

    assert queries(client, "/articles/first/") == few


# The database


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "loud"},
        {"name": ""},
        {"email": ""},
        {"text": ""},
        {"state": "approved", "decided_at": None},
        {"state": "waiting", "decided_at": days_from_now(0)},
    ],
)
def test_the_database_refuses_half_a_comment(wrong):
    comment = CommentFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=comment.pk).update(**wrong)


# The newsroom


@pytest.mark.ignore_template_errors
@pytest.mark.parametrize(
    ("action", "state"), [("approve", "approved"), ("reject", "rejected"), ("mark_as_spam", "spam")]
)
def test_many_are_decided_at_once_and_it_is_logged(admin_client, admin_user, action, state):
    waiting = CommentFactory.create_batch(2)
    earlier = CommentFactory(state=state, decided_at=days_from_now(-9))

    chosen = [comment.pk for comment in (*waiting, earlier)]
    response = admin_client.post(
        "/admin/articles/comment/", {"action": action, "_selected_action": chosen}, follow=True
    )

    assert f"2 are now {state}." in response.content.decode()
    assert set(Comment.objects.values_list("state", flat=True)) == {state}
    assert Comment.objects.get(pk=earlier.pk).decided_at == earlier.decided_at
    logged = LogEntry.objects.values_list("object_id", "user")
    assert sorted(logged) == sorted((str(comment.pk), admin_user.pk) for comment in waiting)


@pytest.mark.ignore_template_errors
def test_a_comment_is_approved_on_its_form_and_taken_back(admin_client, visit, article):
    comment = CommentFactory(article=article, text="Worth reading")
    address = f"/admin/articles/comment/{comment.pk}/change/"

    form = Form(admin_client, address)
    form["state"] = "approved"
    form.save()
    assert "Worth reading" in visit("/articles/first/").get_text()

    form = Form(admin_client, address)
    form["state"] = "waiting"
    form.save()
    assert "Worth reading" not in visit("/articles/first/").get_text()
    assert Comment.objects.values_list("decided_at", "decided_by").get() == (None, None)


@pytest.mark.ignore_template_errors
def test_the_form_leads_to_the_article_and_to_the_comment_once_it_is_public(admin_client, article):
    comment = CommentFactory(article=article, email="aino@mail.example")
    address = f"/admin/articles/comment/{comment.pk}/change/"

    before = Form(admin_client, address).page
    Comment.objects.update(state="approved", decided_at=days_from_now(0))
    after = Form(admin_client, address).page

    for link in (f"/admin/articles/article/{article.pk}/change/", "/articles/first/", "mailto:aino@mail.example"):
        assert before.select_one(f'#content-main a[href="{link}"]'), link
    assert not before.select('a[href*="#comment-"]')
    assert after.select_one(f'a[href="/articles/first/#comment-{comment.pk}"]')


@pytest.mark.ignore_template_errors
def test_the_second_of_two_moderators_is_told(admin_client):
    address = f"/admin/articles/comment/{CommentFactory().pk}/change/"
    first, second = Form(admin_client, address), Form(admin_client, address)
    first["state"], second["state"] = "spam", "approved"

    first.save()
    page = second.refused()

    assert "after you opened it" in page.select_one(".errornote, .errorlist.nonfield").parent.get_text()
    assert Comment.objects.get().state == "spam"
