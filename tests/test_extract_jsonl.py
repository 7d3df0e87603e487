import codecs
import json
from pathlib import Path

import pytest

from indexer.extract import Skipped, pieces, read
from indexer.extract.files import MAX_BYTES
from indexer.model import Article

GOOD = {
    "id": "7",
    "title": "Nước sông lên nhanh",
    "body": "Sông dâng 40 cm.\nXã cho học sinh nghỉ.",
    "published": "2025-05-22T17:30:00Z",
    "url": "https://a.example/nuoc-song",
    "source": "Báo Núi Xanh",
}


def found(tmp_path: Path, raw: bytes) -> list[Article | Skipped]:
    (tmp_path / "a.jsonl").write_bytes(raw)
    cut = pieces(tmp_path / "a.jsonl", "a.jsonl")
    return [item for piece in cut for item in read(piece)]


def test_a_line_is_an_article(tmp_path):
    (article,) = found(tmp_path, json.dumps(GOOD).encode())
    assert isinstance(article, Article)
    assert (article.title, article.body, article.url, article.source) == tuple(
        GOOD[key] for key in ("title", "body", "url", "source")
    )
    assert article.published and str(article.published.day) == "2025-05-23"
    assert article.origin.name == "a.jsonl#1"


def test_bad_lines_are_named_with_their_reason_and_the_rest_is_read(tmp_path):
    lines = ['{"title": "x"}', "", '{"body": 1}', "[1]", '{"body": "Nước", }', '{"body": " "}', '{"body": "Nước lên."}']
    *bad, good = found(tmp_path, "\n".join(lines).encode())
    assert bad == [
        Skipped("a.jsonl#1", "no 'body'"),
        Skipped("a.jsonl#3", "'body' is not text"),
        Skipped("a.jsonl#4", "not a JSON object"),
        Skipped("a.jsonl#5", "broken JSON: Expecting property name enclosed in double quotes at column 18"),
        Skipped("a.jsonl#6", "no article text"),
    ]
    assert isinstance(good, Article) and (good.body, good.title_derived) == ("Nước lên.", True)


def test_a_line_that_is_too_long_is_passed_over(tmp_path):
    huge, good = b'{"body": "' + b"a" * 3 * MAX_BYTES + b'"}', b'{"body": "b"}'
    skipped, article = found(tmp_path, huge + b"\n" + good)
    assert skipped == Skipped("a.jsonl#1", "line longer than 5 MB")
    assert isinstance(article, Article) and article.origin.name == "a.jsonl#2"


def test_byte_order_marks_are_no_part_of_the_first_line(tmp_path):
    lines = '{"body": "Lũ."}\n{"body": "Lụt."}'
    for raw in (codecs.BOM_UTF8 + lines.encode(), codecs.BOM_UTF16_LE + lines.encode("utf-16-le")):
        assert [item.body for item in found(tmp_path, raw) if isinstance(item, Article)] == ["Lũ.", "Lụt."]


def test_given_ids_are_not_taken_as_two_dumps_may_both_count_from_one(tmp_path):
    one, other = ({"id": "1", "body": body} for body in ("Lũ.", "Lụt."))
    first, second = found(tmp_path, f"{json.dumps(one)}\n{json.dumps(other)}".encode())
    assert isinstance(first, Article) and isinstance(second, Article)
    assert first.id != second.id


@pytest.mark.parametrize(
    "line",
    [
        {"Tieu_De": "Lũ lên", "NoiDung": "Sông dâng.", "ngay-dang": "13/06/2025"},
        {"title": {"rendered": "Lũ lên"}, "content": {"rendered": "<p>Sông dâng.</p>"}, "date": "2025-06-13T08:00:00"},
        {"_id": "7", "_source": {"headline": "Lũ lên", "body": ["Sông dâng."], "publishedAt": "2025-06-13"}},
        {"title": "Lũ lên", "content": {"blocks": [{"data": {"text": "Sông dâng."}}]}, "date": "2025-06-13"},
    ],
)
def test_fields_are_known_by_many_names_and_forms(tmp_path, line):
    (article,) = found(tmp_path, json.dumps(line).encode())
    assert (article.title, article.body) == ("Lũ lên", "Sông dâng.")
    assert str(article.published.day) == "2025-06-13"


def test_html_in_a_field_loses_its_boxes_and_keeps_captions_apart(tmp_path):
    box = '<div class="relate-news"><a href="/1">Bài khác về lũ ở vùng cao</a></div>'
    figure = "<figure><img><figcaption>Cầu tạm</figcaption></figure>"
    html = f"<p>Sông dâng 40 cm trong một đêm.</p>{figure}{box}<p>Xã họp.</p>"
    (article,) = found(tmp_path, json.dumps({"title": "Lũ lên", "html": html}).encode())
    assert (article.body, article.captions) == ("Sông dâng 40 cm trong một đêm.\nXã họp.", ("Cầu tạm",))


@pytest.mark.parametrize("levels", [21, 450, 900])
def test_an_article_that_is_nested_too_deep_is_none(tmp_path, levels: int):
    deep = b'{"a": ' * levels + b'{"body": "L\xc5\xa9."}' + b"}" * levels
    assert found(tmp_path, deep) == [Skipped("a.jsonl#1", "no 'body'")]


def test_text_that_is_nested_too_deep_is_none(tmp_path):
    deep = b"[" * 600 + b'"L\xc5\xa9."' + b"]" * 600
    assert found(tmp_path, b'{"body": ' + deep + b"}") == [Skipped("a.jsonl#1", "no article text")]
