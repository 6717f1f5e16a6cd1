import re

import pytest
from bs4 import BeautifulSoup
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from publishing.html import ATTRIBUTES, SCHEMES, TAGS, clean_html, linked, named_records, named_sources

URL = "https://source.example/a?b=1&c=2"


def shown(html: str, addresses: dict[str, str] | None = None, numbers: dict[str, int] | None = None) -> str:
    return linked(html, (addresses or {}).get, numbers or {})


def assert_harmless(html: str) -> None:
    assert "<script" not in html.lower()
    for element in BeautifulSoup(html, "html.parser").find_all(True):
        assert element.name in TAGS
        allowed = ATTRIBUTES.get(element.name, set()) | {"class", "data-source"}
        assert set(element.attrs) <= allowed, element
        address = element.get("href", "")
        scheme = re.match(r"\s*([a-z][a-z0-9+.-]*):", address, re.IGNORECASE)
        assert not scheme or scheme[1].lower() in SCHEMES, element


# Cleaning


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
        "<scr<script>ipt>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<p onclick='alert(1)'>x</p>",
        '<p style="background:url(javascript:alert(1))">x</p>',
        '<a href="javascript:alert(1)">x</a>',
        '<a href="JaVaScRiPt:alert(1)">x</a>',
        '<a href=" javascript:alert(1)">x</a>',
        '<a href="java\tscript:alert(1)">x</a>',
        '<a href="&#106;avascript:alert(1)">x</a>',
        '<a href="data:text/html,<script>alert(1)</script>">x</a>',
        '<a href="vbscript:x">x</a>',
        '<svg onload=alert(1)><a href="javascript:alert(1)">x</a></svg>',
        "<math><mtext></mtext><mglyph><style><img src=x onerror=alert(1)></style></math>",
        '<iframe src="https://evil.example/"></iframe>',
        "<form action=//evil.example><input name=q></form>",
        "<!--<script>alert(1)</script>-->",
        "<style>@import url(//evil.example)</style>",
        '<a href="https://a.example/" target="_blank" onmouseover="x">x</a>',
        '<a href="https://a.example/"onmouseover="alert(1)">x</a>',
        '<a href="https://a.example/&quot; onmouseover=&quot;alert(1)">x</a>',
        "<a href='https://a.example/\" onmouseover=\"alert(1)'>x</a>",
        '<a href="initiative:x&quot; onclick=&quot;alert(1)">x</a>',
    ],
)
def test_what_could_act_is_taken_out(html):
    assert_harmless(clean_html(html))
    assert_harmless(shown(html, {'x" onclick="alert(1)': "/initiatives/x/"}, {URL: 1}))


@given(
    st.text()
    | st.lists(
        st.sampled_from(
            [
                "<",
                ">",
                '"',
                "'",
                "a",
                " ",
                "href",
                "=",
                "on",
                "script",
                "/",
                "&quot;",
                "initiative:",
                "\x00",
                "<p>",
                "<a ",
                "rel=source",
            ]
        ),
        max_size=40,
    ).map("".join)
)
def test_no_input_gets_a_script_or_a_handler_through(html):
    assert_harmless(clean_html(html))
    assert_harmless(shown(html))
    assert not re.search(r"<[^>]*\son\w+\s*=", re.sub(r'"[^"]*"', '""', clean_html(html)))


@given(st.text())
def test_cleaning_twice_changes_nothing_more(html):
    assert clean_html(clean_html(html)) == clean_html(html)


def test_what_an_editor_writes_stays():
    html = (
        "<h2>見出し</h2><p>A <strong>bold</strong> and <em>fine</em> H<sub>2</sub>O, x<sup>2</sup>.<br>Next</p>"
        "<ul><li>one</li></ul><ol><li>two</li></ol><blockquote><p>said</p></blockquote>"
        '<table><thead><tr><th scope="col">Year</th></tr></thead><tbody><tr><td>2013</td></tr></tbody></table>'
    )

    assert clean_html(html) == html


def test_an_unknown_tag_loses_itself_and_keeps_its_words():
    assert clean_html("<p><font color=red>red</font> words</p>") == "<p>red words</p>"


def test_broken_markup_is_closed():
    html = shown("<p>one <strong>two <a href=https://a.example/>three")

    assert BeautifulSoup(html, "html.parser").get_text() == "one two three"
    assert html.endswith("</a></strong></p>")


# Links to records


def test_a_link_names_a_public_record():
    html = shown('<p><a href="initiative:jeupiste">JEUPISTE</a></p>', {"jeupiste": "/ja/initiatives/jeupiste/"})

    assert html == '<p><a href="/ja/initiatives/jeupiste/">JEUPISTE</a></p>'


def test_a_link_to_a_record_that_is_not_public_loses_its_address_and_keeps_its_words():
    html = shown('<p>See <a href="initiative:secret-plan">the plan</a>.</p>')

    assert "secret-plan" not in html
    assert "href" not in html
    assert BeautifulSoup(html, "html.parser").get_text() == "See the plan."


def test_the_records_a_text_names_are_listed_once_each_in_order():
    html = '<a href="initiative:b">1</a><a rel="x" href="initiative:a">2</a><a href="initiative:b">3</a><a href="https://x.example/">4</a>'

    assert named_records(html) == ["b", "a"]


@given(st.text(max_size=30))
def test_a_record_address_is_escaped(address):
    html = shown('<a href="initiative:x">x</a>', {"x": f"/{address}"})

    assert_harmless(html)


# Sources


@pytest.mark.parametrize(
    "link",
    [
        f'<a href="{URL}" rel="source">x</a>',
        f'<a rel="source" href="{URL}">x</a>',
        f"<a rel=source href='{URL}'>x</a>",
        f'<a hreflang="ja" rel="source" title="t" href="{URL.replace("&", "&amp;")}">x</a>',
        f'<A REL="source"\n HREF="{URL}">x</A>',
    ],
)
def test_a_source_is_numbered_whatever_the_order_of_its_attributes(link):
    html = shown(f"<p>{link}</p>", numbers={URL: 7})

    anchor = BeautifulSoup(html, "html.parser").a
    assert named_sources(link) == [URL]
    assert anchor["href"] == "#source-7"
    assert anchor["data-source"] == "7"


def test_a_source_without_a_number_is_a_link_to_it():
    html = shown(f'<a href="{URL}" rel="source">x</a>')

    assert BeautifulSoup(html, "html.parser").a["href"] == URL


def test_a_link_that_is_no_source_is_not_numbered():
    html = shown(f'<a href="{URL}">x</a>', numbers={URL: 7})

    assert BeautifulSoup(html, "html.parser").a["href"] == URL


def test_a_link_elsewhere_gives_no_hold_on_our_page():
    anchor = BeautifulSoup(shown('<a href="https://a.example/">x</a>'), "html.parser").a

    assert "noopener" in anchor["rel"]


@pytest.mark.parametrize("link", ['<a href="javascript:alert(1)">x</a>', "<a>x</a>", '<a rel="source">x</a>'])
def test_a_link_without_an_address_leads_nowhere(link):
    anchor = BeautifulSoup(shown(link), "html.parser").a

    assert not anchor.has_attr("href")


def test_what_is_shown_is_marked_safe_and_escapes_text():
    html = shown("<p>1 < 2 & 3 > 2</p>")

    assert isinstance(html, SafeString)
    assert html == "<p>1 &lt; 2 &amp; 3 &gt; 2</p>"
