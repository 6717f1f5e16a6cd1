import pytest

from search.words import indexed, pieces, spelled


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Semiconductors", "semiconductor semiconductors"),
        ("TELEFÓNICA", "telefonica"),
        ("Japan's", "japan"),
        ("Łódź", "lodz"),
        ("6G", "6g"),
        ("量子計算", "量子 子計 計算 算"),
        ("ﾄﾖﾀ", "トヨ ヨタ タ"),
        ("ＪＥＵＰＩＳＴＥ", "jeupist jeupiste"),
        ("日", "日 日"),
        ("", ""),
        ("-- …", ""),
    ],
)
def test_text_becomes_tokens(text, tokens):
    assert indexed(text) == tokens


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
    ],
)
def test_ways_to_write_the_same_are_the_same(one, other):
    assert indexed(one) == indexed(other)


def test_a_word_with_a_hyphen_is_also_one_word():
    assert "cooper" in indexed("co-operation").split()
    assert "eujapan" in indexed("EU-Japan").split()
    assert "eujapan" not in indexed("EU – Japan").split()


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
