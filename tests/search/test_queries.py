import pytest

from search.queries import Phrase, Query, parse


def phrases(text: str) -> list[list[str]]:
    """The groups of a query, each phrase in short: its tokens, with * where only begun."""
    return [[" ".join(phrase.tokens) + "*" * phrase.is_begun for phrase in group] for group in parse(text).groups]


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("quantum", [["quantum"]]),
        ("quantum computing", [["quantum"], ["comput"]]),
        ('"quantum computing"', [["quantum comput"]]),
        ("“quantum computing”", [["quantum comput"]]),
        ('"quantum computing', [["quantum comput"]]),
        ("5G OR 6G chips", [["5g", "6g"], ["chip"]]),
        ("５Ｇ ＯＲ ６Ｇ", [["5g", "6g"]]),
        ("quantum OR", [["quantum"]]),
        ("OR quantum", [["quantum"]]),
        ("5g or 6g", [["5g"], ["6g"]]),
        ("10.3030/101092295", [["10 3030"], ["101092295"]]),
        ("EU-Japan", [["eu japan", "eujapan"]]),
        ("量子", [["量子"]]),
        ("量子計算", [["量子 子計 計算"]]),
        ("量", [["量*"]]),
        ("半導体の協力", [["半導 導体"], ["協力"]]),
        ("日EU協定", [["日 eu"], ["協定"]]),
        ("AI法", [["ai 法*"]]),
        ("EUの半導体", [["eu"], ["半導 導体"]]),
        ('"日EU協定"', [["日 eu 協定"]]),
        ("AI/量子", [["ai"], ["量子"]]),
        ("the council of Japan", [["council"], ["japan"]]),
        ("to be", [["to"], ["be"]]),
        ("", []),
        ('"', []),
        ('" "', []),
        ("- -- * ( ) : ^ ' & | ! <->", []),
        ("{exact names} : NEAR(a b)", [["exact"], ["name"], ["near"], ["b"]]),
    ],
)
def test_what_is_typed_becomes_groups_of_phrases(text, groups):
    assert phrases(text) == groups


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("quantum -china", ["china"]),
        ('quantum -"digital partnership"', ["digit partnership"]),
        ("quantum -量子", ["量子"]),
        ("-china", ["china"]),
        ("state-of-the-art", []),
        ("a - b", []),
    ],
)
def test_a_minus_before_a_word_excludes_it(text, never):
    assert [" ".join(phrase.tokens) for phrase in parse(text).never] == never


@pytest.mark.parametrize(
    ("text", "last"),
    [("quantum comp", "comp"), ("EU-Jap", "jap"), ("量子", ""), ('"quantum comp"', ""), ("comp -quan", "comp")],
)
def test_the_last_word_may_be_only_begun(text, last):
    assert parse(text).last == last


def test_a_begun_word_stays_behind_the_words_it_is_joined_to():
    assert parse("EU-Jap").begun == Query(
        (((Phrase(("eu", "jap")), Phrase(("eujap",)), Phrase(("eu", "jap"), is_begun=True))),), (), "jap"
    )
