"""Pages of persons, ministries and documents; lineage; what the archive holds and lacks."""

from __future__ import annotations

from tests.fixture_f import searcher
from tests.web import boxes, get, ids, json, total, tree


def test_a_person_has_a_page():
    """UX 88"""
    page = tree("/person/ho-dieu-lam")
    assert page.h1.text == "Hồ Diệu Lam"
    assert "3 bài" in page.select(".aliases")[-1].text
    assert [link["href"].split("?")[0] for link in page.select(".result h3 a")] == [
        "/article/a02",
        "/article/a01",
        "/article/a24",
    ]
    assert page.select_one('link[type="application/atom+xml"]')["href"] == "/feed.atom?person=ho-dieu-lam&sort=newest"
    assert get("/person/khong-co-ai").status_code == 404


def test_offices_are_told_with_the_days_of_their_articles():
    """UX 88"""
    (office,) = tree("/person/trinh-cong-bach").select(".offices li")
    assert " ".join(office.text.split()) == "04/05/2023 Thứ trưởng, 1 bài"
    assert not tree("/person/ho-dieu-lam").select(".offices")  # "bà" is no office
    known = tree("/person/pham-minh-chinh")
    assert known.h1.text == "Không có trang này"  # no article names him


def test_what_stands_beside_a_name_is_a_table_whose_numbers_are_those_of_its_links():
    """UX 88, UX 90"""
    for url in ("/person/ho-dieu-lam", "/ministry/bo-tai-chinh"):
        rows = tree(url).select("table.beside tbody tr:has(a)")
        assert rows
        for row in rows:
            assert row.td.text == f"{total(str(row.a['href']))} bài", row.th.text


def test_a_ministry_has_its_other_names_and_its_line():
    """UX 88"""
    page = tree("/ministry/bo-tai-chinh")
    assert "BTC" in page.select(".aliases")[0].text
    steps = [" ".join(step.text.split()) for step in page.select(".lineage li")]
    assert "01/03/2025 hợp nhất: Bộ Kế hoạch và Đầu tư (1 bài)" in steps
    assert steps[-1] == "nay Bộ Tài chính"
    ended = [" ".join(step.text.split()) for step in tree("/ministry/bo-ke-hoach-va-dau-tu").select(".lineage li")]
    assert ended[-1] == "01/03/2025 hợp nhất: Bộ Tài chính (3 bài)"


def test_an_old_or_other_name_leads_to_the_page():
    """UX 8"""
    for other in ("btc", "ministry-of-finance"):
        answer = get(f"/ministry/{other}")
        assert (answer.status_code, answer.headers["Location"]) == (301, "/ministry/bo-tai-chinh")
    assert total("/search?ministry=btc") == total("/search?ministry=bo-tai-chinh") == 3
    canonical = tree("/search?ministry=btc").select_one("link[rel=canonical]")["href"]
    assert canonical == "/search?ministry=bo-tai-chinh"


def test_an_ended_ministry_keeps_its_slug_and_its_articles():
    """UX 8"""
    assert ids("/search?ministry=bo-ke-hoach-va-dau-tu") == ["a23"]
    assert get("/ministry/bo-ke-hoach-va-dau-tu").status_code == 200


def test_a_lineage_counts_predecessors_up_to_their_last_day():
    plain = set(ids("/search?ministry=bo-tai-chinh"))
    whole = json("/search?ministry=bo-tai-chinh&lineage=1")
    added = [hit for hit in whole["hits"] if hit["id"] not in plain]
    assert whole["total"] >= len(plain)
    assert [hit["id"] for hit in added] == ["a23"]
    assert all(hit["published"] < "2025-03-01" for hit in added)
    sentence = tree("/search?ministry=bo-tai-chinh&lineage=1").select_one(".understood").text
    assert "tính cả tên cũ" in sentence


def test_with_a_lineage_every_count_is_still_the_total_of_its_link():
    for op in ("any", "all"):
        base = f"/search?lineage=1&ministry_op={op}&more=ministry"
        chosen = f"{base}&ministry=bo-tai-chinh"
        for slug, count in boxes(chosen, "ministry").items():
            if slug != "_none":
                other = f"{chosen}&ministry={slug}" if op == "all" else f"{base}&ministry={slug}"
                assert count == total(other), (op, slug)


def test_a_document_has_one_page_in_every_spelling():
    page = tree("/doc/20-2025-qd-ttg")
    assert page.h1.text == "20/2025/QĐ-TTg"
    assert [link["href"].split("?")[0] for link in page.select(".result h3 a")] == ["/article/a25"]
    for other in ("20/2025/QĐ-TTg", "20/2025/qd-ttg", "20-2025-QĐ-TTG"):
        answer = get(f"/doc/{other}")
        assert (answer.status_code, answer.headers["Location"]) == (301, "/doc/20-2025-qd-ttg")
    totals = {total(f"/search?q={text}") for text in ('"20/2025/QĐ-TTg"', '"20/2025/qd-ttg"', '"20 2025 QĐ TTg"')}
    assert totals == {1}
    assert get("/doc/1-2-xx").status_code == 404


def test_coverage_tells_what_is_in_the_archive():
    """UX 91"""
    page = tree("/coverage")
    facts = {fact.dt.text: fact.dd.text for fact in page.select(".tally div")}
    assert facts["Số bài"] == "26"
    assert facts["Bài sớm nhất"] == "04/05/2023"
    assert facts["Bài mới nhất"] == "02/09/2025"
    assert facts["Nhập kho lần cuối"] == f"{searcher().committed():%d/%m/%Y, %H:%M}"
    outlets = {row.span.text: int(row.select_one(".num").text) for row in page.select("[aria-labelledby=h-outlets] li")}
    assert outlets["Nhật báo Sông Hồng"] == 6
    assert sum(outlets.values()) == 26
    for row in page.select("[aria-labelledby=h-years] li"):
        assert int(row.select_one(".num").text) == total(str(row.a["href"]))


def test_quality_lists_what_is_missing_with_reasons():
    """UX 91"""
    page = tree("/quality")
    lacks = {section["aria-labelledby"]: section for section in page.select("main section")}
    for name, url, found in (
        ("date", "/search?date=_none", ["a11", "a12"]),
        ("person", "/search?person=_none", ["a13"]),
        ("ministry", "/search?ministry=_none", ["a14"]),
    ):
        section = lacks[f"lack-{name}"]
        assert section.h2.a.text == f"{total(url)} bài" == f"{len(found)} bài"
        assert section.h2.a["href"] == url
        assert [link["href"] for link in section.select("ul a")] == [f"/article/{id}" for id in found]
        assert all(reason.text for reason in section.select("ul .muted"))
    assert "có thể là 23/04/2025" in lacks["lack-date"].text
