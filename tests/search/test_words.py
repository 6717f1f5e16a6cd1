import unicodedata

import pytest

from search.words import indexed, pieces, single_words, spelled, texts_of


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Semiconductors", "| semiconductor / semiconductors"),
        ("TELEFÓNICA", "| telefonica"),
        ("Japan's", "| japan"),
        ("Łódź", "| lodz"),
        ("6G", "| 6g"),
        ("量子計算", "| 量子 子計 計算 / 算"),
        ("ﾄﾖﾀ", "| トヨ ヨタ / タ"),
        ("ＪＥＵＰＩＳＴＥ", "| jeupist / jeupiste"),
        ("日", "| 日 / 日"),
        ("第1回日EU", "| 第 1 回日 日 eu / 第 日"),
        ("Hera (a mission)", "| hera ; a mission"),
        ("", ""),
        ("-- …", ""),
    ],
)
def test_text_becomes_tokens(text, tokens):
    assert indexed(text) == tokens


def tokens_of(text: str) -> list[str]:
    return [token for piece in pieces(unicodedata.normalize("NFKC", text)) for token in piece.tokens]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("サーバ", "サーバー"),
        ("コンピュータ", "コンピューター"),
        ("ヴァーチャル", "バーチャル"),
        ("ヴィーナス", "ビーナス"),
        ("キヤノン", "キャノン"),
        ("ソフトウェア・エンジニアリング", "ソフトウェアエンジニアリング"),
        ("アライアンス", "ｱﾗｲｱﾝｽ"),
        ("ＥＵ", "eu"),
        ("organisation", "organization"),
        ("fibres", "fibers"),
        ("behavioural", "behavioral"),
        ("dialogue", "dialog"),
        ("defence", "defense"),
        ("programmes", "programs"),
    ],
)
def test_ways_to_write_the_same_are_the_same(one, other):
    assert tokens_of(one) == tokens_of(other)


def test_a_word_with_a_hyphen_is_also_one_word():
    assert "cooper" in indexed("co-operation").split()
    assert "eujapan" in indexed("EU-Japan").split()
    assert "eujapan" not in indexed("EU – Japan").split()


def test_words_with_a_hyphen_and_a_number_too():
    assert "jt60sa" in indexed("JT-60SA").split()
    assert "20212027" not in indexed("2021-2027").split()


def test_a_text_can_be_taken_back_with_and_without_its_explanation():
    column = indexed("Hera (a mission)", "", "量子")

    assert list(texts_of(column)) == [["hera", "a", "mission"], ["hera"], ["量子"]]


def test_every_token_knows_where_it_stands():
    text = "EUの量子ヴァーチャル技術"

    found = {
        token: text[start:end]
        for piece in pieces(text)
        for token, (start, end) in zip(piece.tokens, piece.ends, strict=True)
    }

    assert found["eu"] == "EU"
    assert found["量子"] == "量子"
    assert found["子バ"] == "子ヴ"
    assert found["バー"] == "ヴァー"
    assert found["技術"] == "技術"


def test_words_to_suggest_are_those_that_can_be_misspelled():
    assert spelled("Semiconductors and EU quantum 2030 コンピューター 量子") == {
        "semiconductors",
        "quantum",
        "コンピューター",
    }


def test_words_stand_alone_where_the_script_changes():
    assert single_words('りょうし協定とデジタル "EU-Japan" 5G') == ["りょうし", "協定", "デジタル", "EU", "Japan", "5G"]
