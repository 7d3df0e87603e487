"""Pages of persons, ministries and documents; lineage; what the archive holds and lacks."""

from __future__ import annotations

import datetime as dt

from flask.testing import FlaskClient

from indexer import HANOI, Article, Published, document
from tests.fixture_f import searcher
from tests.web import boxes, get, ids, json, site_of, total, tree


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
            assert row.td.text == f"{total(str(row.td.a['href']))} bài", row.th.text
            assert tree(str(row.th.a["href"])).h1.text == row.th.text


def told(**bodies: str) -> FlaskClient:
    """An archive of articles of one day each, the first on 01/02/2025."""
    times = [Published(dt.datetime(2025, 2, day, 9, tzinfo=HANOI), "meta", "") for day in range(1, len(bodies) + 1)]
    return site_of(
        document(Article(id, f"Bài {id}", body, published=at))
        for at, (id, body) in zip(times, bodies.items(), strict=True)
    )


def test_writings_of_a_ministry_that_differ_in_signs_or_small_words_are_told_once():
    """UX 88"""
    bodies = ("Bộ Tài nguyên - Môi trường họp.", "Bộ Tài nguyên môi trường họp.", "Bộ TN và MT họp.")
    client = told(**{f"m{number}": body for number, body in enumerate(bodies)})
    said = tree("/ministry/bo-tai-nguyen-va-moi-truong", client)
    assert "3 bài trong kho" in " ".join(said.select(".aliases")[-1].text.split())
    assert "Trong bài còn viết" not in said.text


def test_an_office_is_one_whatever_its_capitals_and_a_form_of_address_is_none():
    """UX 88"""
    client = told(
        a="Bộ trưởng Lương Vĩnh Khoa phát biểu.",
        b="BỘ TRƯỞNG Lương Vĩnh Khoa phát biểu.",
        c="Bộ trưởng Lương Vĩnh Khoa kết luận.",
        d="Đồng chí Lương Vĩnh Khoa dự họp.",
        e="Các ông Lương Vĩnh Khoa, Phan Đức Lộc dự họp.",
        f="Gia đình ông Lương Vĩnh Khoa dời nhà.",
        g="Đồng chí Bộ trưởng Lương Vĩnh Khoa ra về.",
    )
    page = tree("/person/luong-vinh-khoa", client)
    offices = [" ".join(office.text.split()) for office in page.select(".offices li")]
    assert offices == ["01/02/2025 – 07/02/2025 Bộ trưởng, 4 bài"]


def test_ten_names_stand_beside_a_document_and_its_articles_are_paged():
    """UX 88"""
    names = ("An", "Ân", "Bách", "Chi", "Dung", "Giang", "Hà", "Khoa", "Lam", "Minh", "Nga", "Oanh")
    said = " ".join(f"Ông Trần Quốc {name} có mặt." for name in names)
    client = told(**{f"d{number}": f"Quyết định 45/QĐ-TTg nêu rõ. {said}" for number in range(12)})
    first, second = (tree(f"/doc/45-qd-ttg?page={page}", client) for page in (1, 2))
    assert len(first.select("table.beside")[0].select("tbody tr")) == 10
    assert [len(page.select(".latest .result")) for page in (first, second)] == [10, 2]
    assert second.select_one(".latest ol")["start"] == "11"
    assert first.select_one(".pager [rel~=next]")["href"] == "/doc/45-qd-ttg?page=2"


def test_a_page_of_a_name_draws_its_time():
    """UX 88"""
    bars = tree("/ministry/bo-xay-dung").select("[aria-labelledby=h-time] svg a")
    assert [bar.title.text for bar in bars] == ["năm 2023: 1 bài", "năm 2024: 1 bài", "năm 2025: 1 bài"]
    assert [total(str(bar["href"])) for bar in bars] == [1, 1, 1]
    months = tree("/person/ho-dieu-lam").select_one("[aria-labelledby=h-time] p")
    assert months.text == "Số bài theo tháng trong năm 2025"


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
        counts = boxes(chosen, "ministry")
        assert len(counts) > 1
        for slug, count in counts.items():
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


def test_quality_lists_what_is_missing():
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


def test_an_undated_article_tells_why_and_what_its_text_implies():
    """UX 91"""
    reasons = [reason.text for reason in tree("/quality").select("[aria-labelledby=lack-date] ul .muted")]
    assert reasons == [
        "không có ngày đăng ở nơi nào máy đọc được",
        "không có ngày đăng ở nơi nào máy đọc được; nội dung bài cho thấy có thể là 23/04/2025",
    ]
