import codecs
import unicodedata
from html import unescape

import pytest

from indexer.errors import ExtractError
from indexer.extract import legacy, paragraphs
from indexer.extract.encoding import decode
from tests.quality.encodings import old

TEXT = "Bộ Y tế đề nghị"
WINDOWS_1258 = b"B\xf4\xf2 Y t\xea\xec \xf0\xea\xcc nghi\xf2"
TCVN3 = b"B\xe9 Y t\xd5 \xae\xd2 ngh\xde"
VNI = b"Bo\xe4 Y te\xe1 \xf1e\xe0 ngh\xf2"


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), "utf-32-le"),
        (WINDOWS_1258, "cp1258"),
        (TCVN3, "tcvn3"),
        (VNI, "vni"),
    ],
)
def test_one_text_in_every_encoding(raw, encoding):
    decoded = decode(raw)
    assert (paragraphs.line(decoded.text), decoded.encoding) == (TEXT, encoding)


@pytest.mark.parametrize(
    "raw",
    [
        TEXT.encode().replace(b"\xba", b"\xff"),
        "Größe, Übung, Äpfel".encode("latin-1"),
        "Привет".encode("koi8-r"),
    ],
    ids=["broken UTF-8", "German", "Russian"],
)
def test_unsure_is_an_error_and_never_wrong_text(raw):
    with pytest.raises(ExtractError, match="encoding unsure"):
        decode(raw)


def test_a_declaration_is_not_believed_against_the_letters():
    assert decode(TCVN3, "iso-8859-1").encoding == "tcvn3"
    assert decode(TEXT.encode(), "windows-1258").encoding == "utf-8"


@pytest.mark.parametrize(
    "raw",
    [
        "lũ, lụ".encode()[:-1],
        codecs.BOM_UTF16_LE + "lũ, lụ".encode("utf-16-le")[:-1],
        codecs.BOM_UTF16_BE + "lũ, l😀".encode("utf-16-be")[:-2],
        codecs.BOM_UTF32_LE + "lũ, lụ".encode("utf-32-le")[:-3],
    ],
)
def test_a_character_cut_by_the_end_of_the_file_is_dropped(raw):
    decoded = decode(raw)
    assert (decoded.text, decoded.notes) == ("lũ, l", ("cut off within a character",))


def written(text: str, name: str) -> bytes:
    """The text in a legacy encoding; TCVN3 has small letters alone."""
    return b"".join(old(name, char) for char in (text if name == "vni" else text.lower()))


EVERY_LETTER = (
    "".join(
        unicodedata.normalize("NFC", vowel + tone)
        for vowel in "aăâeêioôơuưy"
        for tone in ("", *"\u0300\u0301\u0303\u0309\u0323")
    )
    + "đ"
)
SENTENCES = (
    "Bộ Nông nghiệp và Môi trường đề nghị các địa phương rà soát hồ đập trước mùa mưa lũ.",
    "Ông Tạ Hữu Khiêm cho biết phường đã chuẩn bị đủ thuyền, áo phao và lương thực.",
    "Quy định mới về thuế thu nhập sẽ được lấy ý kiến nhân dân trong tháng tới.",
)


@pytest.mark.parametrize("name", legacy.NAMES)
def test_every_letter_of_a_legacy_encoding_comes_back(name):
    assert legacy.decode(written(EVERY_LETTER, name), name) == EVERY_LETTER


def test_vni_has_capitals():
    assert legacy.decode(written(EVERY_LETTER.upper(), "vni"), "vni") == EVERY_LETTER.upper()


@pytest.mark.parametrize("name", legacy.NAMES)
@pytest.mark.parametrize("text", SENTENCES)
def test_a_legacy_encoding_is_told_by_its_letters_and_its_certainty_is_kept(text, name):
    decoded = decode(written(text, name))
    assert (decoded.text.lower(), decoded.encoding) == (text.lower(), name)
    assert decoded.certainty == 1.0


@pytest.mark.parametrize(
    ("made", "encoding"),
    [
        (SENTENCES[0].encode().decode("latin-1"), "utf-8 as utf-8"),
        (written(SENTENCES[0], "vni").decode("latin-1"), "vni as utf-8"),
        (written(SENTENCES[0], "tcvn3").decode("latin-1"), "tcvn3 as utf-8"),
    ],
)
def test_text_that_went_through_a_wrong_encoding_is_made_good(made, encoding):
    decoded = decode(made.encode())
    assert (decoded.text.lower(), decoded.encoding, decoded.notes) == (
        SENTENCES[0].lower(),
        encoding,
        ("mojibake repaired",),
    )


@pytest.mark.parametrize("name", legacy.NAMES)
def test_a_part_in_a_legacy_encoding_is_made_good_and_names_from_abroad_are_left(name):
    part = written(SENTENCES[1], name).decode("latin-1")
    decoded = decode(f"<title>{SENTENCES[0]}</title><p>{part}</p><i>Nguyễn Müller</i>".encode())
    assert decoded.text.lower() == f"<title>{SENTENCES[0]}</title><p>{SENTENCES[1]}</p><i>Nguyễn Müller</i>".lower()
    assert decoded.notes == ("mojibake repaired",)
    assert decode(f"{SENTENCES[0]} Café <p>Müller họp, Genève</p><p>Ñandú, açaí</p>".encode()).notes == ()


@pytest.mark.parametrize("text", ["Müller họp ở Genève", "Ñandú, açaí, crème brûlée", "Ça va, où, déjà, élève"])
def test_other_languages_in_utf_8_are_left_alone(text):
    assert decode(text.encode()).text == text


def test_text_of_one_encoding_is_never_repaired_as_that_of_another():
    assert decode("Bộ GD&ĐT ban hành th".encode()).text == "Bộ GD&ĐT ban hành th"


def test_repair_leaves_characters_that_no_wrong_reading_gives():
    made = f"● {SENTENCES[0].encode().decode('latin-1')}"
    assert decode(made.encode()).text == f"● {SENTENCES[0]}"


def test_a_few_words_that_may_be_in_another_encoding_are_refused():
    with pytest.raises(ExtractError, match="may have been read in a wrong one"):
        decode("Theo báo The Star".encode().replace("á".encode(), "¸".encode()))


def test_letters_written_as_numbers_are_letters_of_their_words():
    text = "Hôm nay, xã Nậm Tà mở lại đường, bà con đi chợ, học sinh về trường, mùa lũ đã qua."
    raw = text.encode("cp1258", "xmlcharrefreplace")
    assert unescape(decode(raw).text) == text


def test_a_line_that_no_reading_makes_text_stays_as_it_is():
    text = "Bộ Y tế đề nghị tiêm đủ mũi.\n" * 100 + "<p>Ã\x01 ngÃ y</p>"
    assert decode(text.encode()).text == text
