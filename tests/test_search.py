"""The searcher: what a front end is told."""

from __future__ import annotations

import pytest

from indexer import NONE, Article, Document, Filters, Searcher, SearchRequest, document
from tests.memory import MemoryEngine

HUNG, HUONG = "Nguyễn Văn Hùng", "Nguyễn Văn Hưng"


def searcher(*documents: Document) -> Searcher:
    engine = MemoryEngine()
    engine.rebuild(documents)
    return Searcher(engine)


def news(id: str, text: str, *persons: str) -> Document:
    title, _, body = text.partition("|")
    return Document(Article(id, title, body), persons)


def near(archive: Searcher, text: str) -> list[str]:
    return [hit.document.id for hit in archive.search(SearchRequest(archive.parse(text))).near]


def test_hits_carry_marked_title_and_snippet():
    hit = searcher(news("a", "Thuế mới|Bàn về thuế.")).search(SearchRequest(searcher().parse("thuế"))).hits[0]
    assert (hit.title.marks, hit.snippet.marks) == (((0, 4),), ((7, 11),))


def test_a_name_alone_as_search_shows_where_the_articles_name_it():
    body = "Sáng nay có mưa. " * 40 + "Ông Lò Văn Mẫn nói về đê. " + "Chiều nay có nắng. " * 40 + "Ông Lò Văn Mẫn về."
    told = document(Article("a", "Tin mưa", body))
    request = SearchRequest(filters=Filters(person=frozenset({"Lò Văn Mẫn"})))
    assert searcher(told).search(request).hits[0].snippet.text.startswith("…Ông Lò Văn Mẫn nói về đê.")


def test_few_results_are_followed_by_articles_with_most_of_the_words():
    archive = searcher(news("a", "thuế đối ứng mới"), news("b", "thuế đối kháng mới"), news("c", "mưa mới"))
    assert near(archive, "thuế đối ứng mới") == ["b"]


def test_articles_that_come_near_are_in_no_total():
    archive = searcher(news("a", "thuế đối ứng"), news("b", "thuế đối kháng"))
    assert archive.search(SearchRequest(archive.parse("thuế đối ứng"))).total == 1


def test_an_excluded_word_stays_excluded_in_what_comes_near():
    archive = searcher(news("a", "thuế đối kháng"), news("b", "thuế đối đáp"))
    assert near(archive, "thuế đối ứng -kháng") == ["b"]


def test_a_lone_word_is_not_broken_into_its_syllables():
    archive = searcher(news("a", "đàm phán"), news("b", "tọa đàm"))
    assert near(archive, "đàm phán") == []


def test_a_name_that_has_others_is_followed_by_what_holds_some_of_its_words():
    archive = searcher(news("a", "Bộ Y tế họp"), news("b", "trạm y tế xã"), news("c", "Ministry of Health"))
    assert near(archive, "Bộ Y tế") == ["b"]


def test_a_phrase_has_nothing_that_comes_near():
    assert near(searcher(news("a", "thuế đối kháng")), '"thuế đối ứng"') == []


def test_many_results_are_followed_by_nothing():
    archive = searcher(*[news(f"a{n}", "thuế mới") for n in range(10)], news("b", "thuế"))
    assert near(archive, "thuế mới") == []


def test_an_article_is_marked_paragraph_by_paragraph():
    archive = searcher(news("a", "Thuế|Một thuế.\nHai."))
    document = archive.article("a")
    assert document is not None
    title, paragraphs = archive.marked(document, archive.parse("thuế"))
    assert (title.marks, [paragraph.marks for paragraph in paragraphs]) == (((0, 4),), [((4, 8),), ()])


def test_a_name_has_a_slug_without_tones():
    assert searcher(news("a", "", HUNG)).slug("person", HUNG) == "nguyen-van-hung"


def test_names_that_share_a_slug_keep_their_tones():
    archive = searcher(news("a", "", HUNG), news("b", "", HUONG))
    assert archive.slug("person", HUNG) == "nguyễn-văn-hùng"
    assert archive.values("person", "nguyễn-văn-hùng") == {HUNG}
    assert archive.values("person", "nguyen-van-hung") == {HUNG, HUONG}


@pytest.mark.parametrize("slug", ["nguyen-van-hung", "nguyễn-văn-hùng"])
def test_a_slug_leads_back_to_the_name(slug: str):
    assert searcher(news("a", "", HUNG)).values("person", slug) == {HUNG}


def test_an_unknown_slug_stands_for_itself():
    assert searcher().values("person", "khong-co-ai") == {"khong-co-ai"}


def test_none_is_its_own_slug():
    assert searcher().slug("person", NONE) == NONE
    assert searcher().values("person", NONE) == {NONE}


def test_an_answer_is_kept_until_the_archive_changes():
    engine = MemoryEngine()
    engine.rebuild([news("a", "thuế")])
    archive = Searcher(engine, kept=1 << 20)
    request = SearchRequest(archive.parse("thuế"))
    first = archive.search(request)
    assert archive.search(request) is first
    engine.add([news("b", "thuế")])
    assert archive.search(request).total == 2
