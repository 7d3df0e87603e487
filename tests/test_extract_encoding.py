import codecs

import pytest

from indexer.errors import ExtractError
from indexer.extract import paragraphs
from indexer.extract.encoding import decode

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
    ],
)
def test_one_text_in_every_encoding(raw, encoding):
    decoded = decode(raw)
    assert (paragraphs.line(decoded.text), decoded.encoding) == (TEXT, encoding)


@pytest.mark.parametrize(
    "raw", [TCVN3, VNI, TEXT.encode().replace(b"\xba", b"\xff")], ids=["TCVN3", "VNI", "broken UTF-8"]
)
def test_unsure_is_an_error_and_never_wrong_text(raw):
    with pytest.raises(ExtractError, match="encoding unsure"):
        decode(raw)


def test_a_declaration_is_not_believed_against_the_letters():
    with pytest.raises(ExtractError):
        decode(TCVN3, "iso-8859-1")
    assert decode(TEXT.encode(), "windows-1258").encoding == "utf-8"


def test_a_character_cut_by_the_end_of_the_file_is_dropped():
    assert decode("lũ, lụt".encode()[:-2]).text == "lũ, l"
