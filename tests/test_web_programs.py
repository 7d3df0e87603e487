"""What programs read: suggestions, exports, feeds, OpenSearch, sitemap, robots.txt, OpenAPI, ETags, languages."""

from __future__ import annotations

import csv
import io
import json as jsons
import re
import tracemalloc
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from random import Random
from xml.etree import ElementTree

import pytest
from openapi_spec_validator import validate

from indexer import HANOI, Article, Document, Outline, Searcher, SearchRequest, SearchResult
from indexer.engine.stored import dump, outline
from tests.fixture_f import documents
from tests.memory import MemoryEngine
from tests.web import app, get, ids, json, site_of, total, tree
from webui import create_app
from webui.programs.export import FORMS, pieces

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


# ------------------------------------------------------------------ suggestions


def test_suggestions_are_names_and_titles_of_the_archive():
    """UX 71"""
    found = json("/suggest?q=tai")
    assert [one["label"] for one in found["ministries"]] == ["Bộ Tài chính"]
    assert found["ministries"][0]["url"] == "/ministry/bo-tai-chinh"
    assert found["ministries"][0]["count"] == 3
    assert json("/suggest?q=thuế đối")["titles"][0]["url"] in ("/article/a01", "/article/a02")


@pytest.mark.parametrize(("one", "other"), [("hồ", "HO"), ("bộ y", "BO Y"), ("lũ", "lu")])
def test_suggestions_do_not_mind_tones_and_capitals(one: str, other: str):
    """UX 71"""
    left, right = json(f"/suggest?q={one}"), json(f"/suggest?q={other}")
    assert {key: left[key] for key in ("persons", "ministries", "titles")} == {
        key: right[key] for key in ("persons", "ministries", "titles")
    }
    assert any(left[key] for key in ("persons", "ministries", "titles"))


def test_what_may_be_searched_may_be_completed():
    """UX 108: the longest question too"""
    assert json(f"/suggest?q={'lũ' * 256}")["titles"] == []


def test_suggestions_never_tell_what_another_reader_typed():
    """UX 71"""
    get("/search?q=hỏi kín đáo")
    assert json("/suggest?q=hỏi kín") == {"q": "hỏi kín", "persons": [], "ministries": [], "titles": []}


def test_browsers_get_suggestions_in_their_form():
    """UX 110"""
    answer = get("/suggest?q=tai&format=opensearch")
    assert answer.mimetype == "application/x-suggestions+json"
    assert answer.json[:2] == ["tai", ["Bộ Tài chính"]]


def test_names_that_begin_so_are_suggested_before_those_with_a_later_word_and_the_common_before_the_rare():
    """UX 71"""
    ministry = Document(Article("1", "Tin", ""), ministries=("Bộ Y tế", "Bộ Kế hoạch và Đầu tư"))
    person = Document(Article("2", "Tin", ""), persons=("Lò Bo Yên", "Hồ Bá Lộc"), ministries=("Bộ Y tế",))
    client = site_of([ministry, person])
    told = {typed: client.get(f"/suggest?q={typed}&format=opensearch").json[1] for typed in ("bo y", "ho")}
    assert told == {"bo y": ["Bộ Y tế", "Lò Bo Yên"], "ho": ["Hồ Bá Lộc", "Bộ Kế hoạch và Đầu tư"]}


# ------------------------------------------------------------------ exports


SEARCHES = ["", "q=bộ&sort=oldest", "ministry=bo-tai-chinh&ministry=bo-y-te", "date=_none"]


def exported(form: str, query: str) -> list[str]:
    """Ids, in their order."""
    answer = get(f"/export.{form}?{query}")
    if form == "csv":
        return [row[0] for row in csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))][1:]
    if form == "jsonl":
        return [jsons.loads(line)["id"] for line in answer.text.splitlines()]
    if form == "ris":
        return re.findall("^ID  - (.*)\r$", answer.text, re.MULTILINE)
    if form == "xlsx":
        book = zipfile.ZipFile(io.BytesIO(answer.data))
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        texts = [node.text for node in sheet.iter()]
        return [text for text in texts if text and re.fullmatch("a[0-9]{2}", text)]
    entries = ElementTree.fromstring(answer.data).iter(f"{ATOM}entry")
    return [str(entry.findtext(f"{ATOM}id")).split(":")[-1] for entry in entries]


@pytest.mark.parametrize("query", SEARCHES)
@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl", "ris", "atom"])
def test_an_export_holds_all_of_a_search_in_its_order(form: str, query: str):
    """UX 66"""
    pages = range(1, json(f"/search?{query}")["pages"] + 1)
    every = [id for page in pages for id in ids(f"/search?{query}&page={page}")]
    assert exported(form, query) == every
    assert int(get(f"/export.{form}?{query}").headers["X-Total-Count"]) == total(f"/search?{query}")


def test_in_atom_an_article_without_a_date_has_the_time_at_which_it_was_read():
    """UX 66"""
    article = documents()[13].article
    read = datetime(2026, 3, 2, 8, 30, tzinfo=HANOI)
    undated = replace(article, id="x", published=None, origin=replace(article.origin, ingested=read))
    client = site_of([replace(documents()[13], article=undated)])
    export = ElementTree.fromstring(client.get("/export.atom").data)
    assert export.findtext(f"{ATOM}entry/{ATOM}updated") == read.isoformat()
    assert export.find(f"{ATOM}entry/{ATOM}published") is None
    assert ElementTree.fromstring(client.get("/feed.atom").data).find(f"{ATOM}entry") is None  # its day is unknown


def outlined(document: Document) -> Outline:
    return outline(dump(document))


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("", "tim-tin-moi-bai.csv"),
        ("q=thuế đối ứng", "tim-tin-thue-doi-ung.csv"),
        ("ministry=bo-y-te&date=2025", "tim-tin-bai-nhac-bo-y-te-trong-nam-2025.csv"),
        ("q=中国", "tim-tin.csv"),
    ],
)
def test_a_file_is_named_after_its_search(query: str, name: str):
    """UX 66: three of them in one folder can be told apart"""
    assert get(f"/export.csv?{query}").headers["Content-Disposition"] == f"attachment; filename={name}"


@pytest.mark.parametrize("form", FORMS)
def test_an_export_holds_few_articles_at_a_time(form: str):
    """300 articles of 100,000 letters, each made when it is asked for."""
    first = documents()[0]
    bodies = (f"{n}" + "ă" * 100_000 for n in range(300))
    made = (outlined(replace(first, article=replace(first.article, body=body))) for body in bodies)
    _, write = FORMS[form]
    with app().test_request_context("/export"):
        tracemalloc.start()
        size = sum(len(piece) for piece in write(made))
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert size > 1_000
    assert most < 10_000_000


@pytest.mark.parametrize("form", sorted(FORMS.keys() - {"xlsx"}))  # a workbook is packed when it is whole
def test_an_export_begins_before_all_articles_are_read(form: str):
    """UX 66"""
    read: list[str] = []
    letters = Random(1).choices("aăâbcdđeêghiklmnoôơpqrstuưvxy", k=400)  # packed or not, a piece is full in the end

    def made() -> Iterator[Outline]:
        for number in range(20_000):
            read.append(str(number))
            yield outlined(replaced(documents()[0], "".join(letters[number % 300 :]) + str(number)))

    with app().test_request_context("/export"):
        assert next(pieces(FORMS[form][1](made())))
        assert 0 < len(read) < 10_000


def test_a_workbook_holds_texts_as_they_are():
    """UX 66: no formula, and no text that Excel would take for a character."""
    data = (
        site_of([replaced(documents()[0], title) for title in ("=1+1", "a\x01b", "_x0041_ & <b>")])
        .get("/export.xlsx")
        .data
    )
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    titles = [re.findall("<t[^>]*>(.*?)</t>", row)[1] for row in sheet.split("<row ")[2:]]
    assert sorted(titles) == ["=1+1", "_x005F_x0041_ &amp; &lt;b&gt;", "a_x0001_b"]
    assert "<f>" not in sheet


def test_the_days_of_a_workbook_are_days():
    """UX 66"""
    data = get("/export.xlsx?q=hiệp hội").data
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    styled, days = re.findall(r'<c r="C2" s="([0-9]+)"><v>([0-9.]+)</v>', sheet)[0]
    assert styled != "0"
    assert float(days) == pytest.approx(45756 + 7 / 24)  # 9 April 2025, 07:00: days since the end of 1899


def test_an_export_names_the_authors():
    """UX 66"""
    assert re.findall("^AU  - (.*)\r$", get("/export.ris?q=thuế").text, re.MULTILINE) == ["Hà Thư", "Lê Vân"]
    assert jsons.loads(get("/export.jsonl?q=hiệp hội").text)["author"] == "Hà Thư, Lê Vân"
    assert ',Nhật báo Sông Hồng,"Hà Thư, Lê Vân",' in get("/export.csv?q=hiệp hội").text


def test_the_search_page_links_its_exports():
    """UX 66"""
    links = tree("/search?q=lũ&sort=oldest&page=1").select(".takeaway a")
    assert [link["href"] for link in links[:5]] == [
        f"/export.{form}?q=l%C5%A9&sort=oldest" for form in ("csv", "xlsx", "jsonl", "ris", "atom")
    ]


def test_union_and_intersection_are_those_of_the_exports():
    """UX 32"""
    one, other = (set(exported("jsonl", f"ministry={slug}")) for slug in ("bo-tai-chinh", "bo-cong-thuong"))
    both = "ministry=bo-tai-chinh&ministry=bo-cong-thuong"
    assert set(exported("jsonl", both)) == one | other
    assert set(exported("jsonl", f"{both}&ministry_op=all")) == one & other


def csv_of(*titles: str) -> bytes:
    return site_of([replaced(documents()[0], title) for title in titles]).get("/export.csv").data


def test_a_spreadsheet_knows_the_letters_and_lines_of_a_csv():
    """UX 67"""
    data = csv_of("Ổn", "Lũ")
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == data.count(b"\n") == 3


@pytest.mark.parametrize("title", ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "＝1"])
def test_a_cell_that_a_spreadsheet_would_run_begins_with_an_apostrophe(title: str):
    """UX 67"""
    rows = csv.reader(io.StringIO(csv_of(title, "Ổn").decode("utf-8-sig")))
    assert {row[1] for row in rows} == {"tiêu đề", f"'{title}", "Ổn"}


def replaced(document: Document, title: str) -> Document:
    """With another title, and an id of it."""
    return replace(document, article=replace(document.article, id=f"x{title.encode().hex()}", title=title))


def test_the_header_of_a_csv_is_in_the_language_of_the_page():
    """UX 67"""
    heads = [get(f"/export.csv?lang={language}").data.decode("utf-8-sig").split("\r\n")[0] for language in ("vi", "en")]
    assert heads[0] == 'mã bài,tiêu đề,ngày đăng,báo,tác giả,nhân vật,"bộ, ngành",bài gốc,địa chỉ'
    assert heads[1].startswith("article,title,published,outlet,author,persons")


# ------------------------------------------------------------------ feeds


def atom(url: str) -> ElementTree.Element:
    return ElementTree.fromstring(get(url).data)


def test_a_search_links_its_feed_and_the_feed_its_search():
    """UX 68"""
    alternate = tree("/search?ministry=bo-tai-chinh").select_one("link[rel=alternate][type='application/atom+xml']")
    assert get(str(alternate["href"])).mimetype == "application/atom+xml"
    links = {link.get("rel"): link.get("href") for link in atom(str(alternate["href"])).findall(f"{ATOM}link")}
    assert links["self"] == "http://localhost/feed.atom?ministry=bo-tai-chinh"
    assert links["alternate"] == "http://localhost/search?ministry=bo-tai-chinh"


@pytest.mark.parametrize("days", ["from=2025-01-01&to=2025-06-30", "date=2025-04"])
def test_who_follows_a_search_is_told_of_days_to_come_too(days: str):
    """UX 68"""
    page = tree(f"/search?ministry=bo-tai-chinh&{days}")
    links = [page.select_one("link[type='application/atom+xml']"), page.select_one(".takeaway p:last-child a")]
    assert [link["href"] for link in links] == ["/feed.atom?ministry=bo-tai-chinh"] * 2


def test_a_feed_lists_the_newest_with_permanent_ids():
    """UX 68"""
    entries = atom("/feed.atom?ministry=bo-tai-chinh").findall(f"{ATOM}entry")
    names = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert names == [f"tag:localhost,2025:{id}" for id in ("a25", "a02", "a07")]
    assert all(entry.findtext(f"{ATOM}author/{ATOM}name") for entry in entries)


def test_a_feed_is_of_the_time_of_its_newest_article():
    """UX 68"""
    feed = atom("/feed.atom?ministry=bo-tai-chinh")
    times = [entry.findtext(f"{ATOM}updated") for entry in feed.findall(f"{ATOM}entry")]
    assert times == sorted(times, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == times[0] == "2025-06-09T09:00:00+07:00"
    assert feed.findtext(f"{ATOM}id")
    assert feed.findtext(f"{ATOM}title") == "Bài nhắc Bộ Tài chính"


def test_a_feed_is_sent_once():
    """UX 68"""
    tag = get("/feed.atom?q=lũ").headers["ETag"]
    assert get("/feed.atom?q=lũ", **{"If-None-Match": tag}).status_code == 304


def test_a_feed_holds_fifty_articles_at_most():
    """UX 68"""
    feed = site_of([replaced(documents()[0], f"Bài {number}") for number in range(60)]).get("/feed.atom").data
    assert feed.count(b"<entry>") == 50


def test_the_last_days_may_be_asked_for_by_feeds():
    """UX 53"""
    assert get("/feed.atom?date=last-7d").status_code == 200
    assert total("/search?date=last-9999d") == 24


# ------------------------------------------------------------------ descriptions


def test_the_description_is_true_openapi_and_has_every_route():
    """UX 108"""
    description = json("/openapi.json")
    validate(description)
    assert description["openapi"].startswith("3.1")
    rules = [rule for rule in app().url_map.iter_rules() if rule.endpoint != "static"]
    assert set(description["paths"]) == {re.sub(r"<(?:[^:<>]+:)?(\w+)>", r"{\1}", rule.rule) for rule in rules}
    for path in description["paths"].values():
        assert path["get"]["summary"]


def test_the_watch_is_told_what_it_reads():
    paths = get("/openapi.json").json["paths"]
    said = {
        (path, status): answer["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        for path in ("/healthz", "/readyz")
        for status, answer in paths[path]["get"]["responses"].items()
        if status != "default"
    }
    assert said == {("/healthz", "200"): "Health", ("/readyz", "200"): "Ready", ("/readyz", "503"): "NotReady"}


def test_every_parameter_of_a_search_is_described():
    """UX 108"""
    told = {parameter["name"] for parameter in json("/openapi.json")["paths"]["/search"]["get"]["parameters"]}
    page = tree("/search?q=bộ&person=ta-quan-hung&sort=oldest&page=1&exact=1&group=1&expand=0&copies=a15")
    sent = {field["name"] for field in page.select("form [name]")} - {"theme"}
    assert sent <= told | {"theme"}
    assert {"format", "lang", "page"} <= told


def test_the_schema_is_what_a_search_answers():
    """UX 108"""
    schemas = json("/openapi.json")["components"]["schemas"]
    answer = json("/search?q=thue&ministry=bo-y-te")
    assert set(answer) == set(schemas["SearchAnswer"]["required"])
    assert set(json("/search")["hits"][0]) == set(schemas["HitAnswer"]["required"])


def test_browsers_are_told_how_to_search_here():
    """UX 110"""
    for url in ("/", "/search", "/article/a01", "/nowhere"):
        assert tree(url).select_one('link[rel=search][type="application/opensearchdescription+xml"]')["href"] == (
            "/opensearch.xml"
        )
    answer = get("/opensearch.xml")
    assert answer.mimetype == "application/opensearchdescription+xml"
    urls = {
        url.get("type"): url.get("template") for url in ElementTree.fromstring(answer.data) if url.tag.endswith("Url")
    }
    assert urls["text/html"] == "http://localhost/search?q={searchTerms}"
    assert urls["application/json"] == "http://localhost/search?format=json&q={searchTerms}"
    assert urls["application/atom+xml"] == "http://localhost/feed.atom?q={searchTerms}"
    assert urls["application/x-suggestions+json"] == "http://localhost/suggest?format=opensearch&q={searchTerms}"


def test_the_sitemap_lists_what_may_be_indexed():
    """UX 111"""
    answer = get("/sitemap.xml")
    pages = {
        url.findtext(f"{SITEMAP}loc"): url.findtext(f"{SITEMAP}lastmod") for url in ElementTree.fromstring(answer.data)
    }
    assert pages["http://localhost/article/a01"] == "2025-04-09"
    assert pages["http://localhost/ministry/bo-tai-chinh"] is None
    assert len([page for page in pages if "/article/" in page]) == 26
    for page in pages:
        robots = tree(page.removeprefix("http://localhost")).select_one("meta[name=robots]")
        assert robots is None or "noindex" not in robots["content"], page


def test_a_large_sitemap_is_an_index_of_parts(monkeypatch: pytest.MonkeyPatch):
    """UX 111"""
    monkeypatch.setattr("webui.programs.sitemap.ARTICLES", 20)
    monkeypatch.setattr("webui.programs.sitemap.NAMES", 12)
    parts = [node.text for node in ElementTree.fromstring(get("/sitemap.xml").data).iter(f"{SITEMAP}loc")]
    listed = [
        node.text
        for part in parts
        for node in ElementTree.fromstring(get(part.removeprefix("http://localhost")).data).iter(f"{SITEMAP}loc")
    ]
    assert len(parts) == 2 + 1 + 2
    assert len(listed) == len(set(listed)) == 26 + 11 + 13
    assert [get(f"/sitemap-{number}.xml").status_code for number in (0, 6)] == [404, 404]


def test_a_crawler_that_knows_the_sitemap_is_not_sent_it_again():
    tag = get("/sitemap.xml").headers["ETag"]
    assert get("/sitemap.xml", **{"If-None-Match": tag}).status_code == 304


def test_robots_read_articles_and_leave_searches():
    """UX 112, UX 45"""
    lines = get("/robots.txt").text.splitlines()
    assert {"Disallow: /search?", "Disallow: /suggest", "Disallow: /export"} <= set(lines)
    assert "Sitemap: http://localhost/sitemap.xml" in lines


def test_home_tells_search_engines_how_to_search():
    """UX 113"""
    data = jsons.loads(tree("/").select_one('script[type="application/ld+json"]').text)
    assert data["@type"] == "WebSite"
    assert data["potentialAction"]["@type"] == "SearchAction"
    assert data["potentialAction"]["target"]["urlTemplate"] == "http://localhost/search?q={search_term_string}"


@pytest.mark.parametrize("url", ["/search?page=x", "/article/zz", "/export.doc", "/sitemap-9.xml", "/doc/1-2-x"])
def test_errors_have_stable_types_for_programs(url: str):
    """UX 109"""
    answer = get(url, Accept="application/json")
    assert answer.mimetype == "application/problem+json"
    assert answer.json["type"] == f"/help#error-{answer.status_code}"
    assert answer.json["status"] == answer.status_code


# ------------------------------------------------------------------ caches and languages


def test_a_page_is_sent_once_until_something_changes():
    """UX 12"""
    engine = MemoryEngine()
    engine.add(documents()[:5])
    client = create_app(Searcher(engine)).test_client()
    tag = client.get("/search?q=thuế&page=1").headers["ETag"]
    again = {"If-None-Match": tag}
    assert client.get("/search?q=thuế", headers=again).status_code == 304
    assert client.get("/search?q=phí", headers=again).status_code == 200
    assert client.get("/search?q=thuế&lang=en", headers=again).status_code == 200
    assert client.get("/search?q=thuế", headers={**again, "Accept": "application/json"}).status_code == 200
    engine.add(documents()[5:6])
    assert client.get("/search?q=thuế", headers=again).status_code == 200


@pytest.mark.parametrize("place", ["/person/ho-dieu-lam", "/ministry/bo-cong-thuong", "/coverage", "/sitemap.xml"])
def test_parameters_that_a_page_does_not_read_may_be_wrong(place: str):
    page = get(f"{place}?date=31/02/2025&sort=up&person_op=none&from=x")
    assert page.status_code == 200
    assert get(place, **{"If-None-Match": page.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("place", ["/person/ho-dieu-lam", "/ministry/bo-cong-thuong"])
def test_pages_of_a_name_have_tags_of_their_own(place: str):
    first = get(place)
    assert first.status_code == 200
    assert get(f"{place}?page=2").headers["ETag"] != first.headers["ETag"] == get(f"{place}?page=1").headers["ETag"]
    assert get(f"{place}?page=x", **{"If-None-Match": first.headers["ETag"]}).status_code == 400


def test_any_tag_is_none_of_a_page_that_is_not_there():
    assert get("/article/nothing", **{"If-None-Match": "*"}).status_code == 404


class Overtaken(MemoryEngine):
    """Another process commits as soon as a search was answered."""

    late: list[Document]

    def search(self, request: SearchRequest) -> SearchResult:
        found = super().search(request)
        while self.late:
            self.add([self.late.pop()])
        return found


def test_a_page_that_a_commit_overtook_is_not_taken_for_the_new_one():
    """UX 12, UX 14"""
    engine = Overtaken()
    engine.add(documents()[:5])
    engine.late = [Document(Article("new", "Thuế mới", "Thuế mới thay thuế cũ."))]
    client = create_app(Searcher(engine)).test_client()
    before = client.get("/search?q=thuế+cũ&format=json")
    assert before.json["total"] == 0
    after = client.get("/search?q=thuế+cũ&format=json", headers={"If-None-Match": before.headers["ETag"]})
    assert after.json["total"] == 1
    assert after.headers["X-Timtin-Generation"] > before.headers["X-Timtin-Generation"]


def test_pages_vary_only_on_what_they_use():
    """UX 118"""
    assert set(get("/help").vary) == {"Accept-Language"}
    assert not get("/help?lang=en").vary
    assert get("/help", **{"Accept-Language": "en"}).text.count("How to search") > 0
    assert "Cách tìm" in get("/help?lang=vi", **{"Accept-Language": "en"}).text
    assert set(get("/search").vary) == {"Accept", "Accept-Language"}


def test_numbers_are_written_as_the_language_wants():
    """UX 43"""
    client = site_of([replaced(documents()[13], f"Bài {number}") for number in range(1234)])
    assert "1.234 bài" in client.get("/search?lang=vi").text
    assert "1,234 articles" in client.get("/search?lang=en").text


def test_no_other_site_may_read_by_script_unless_told_and_nothing_is_jsonp():
    """UX 114"""
    answer = get("/search?format=json&callback=x", Origin="https://else.example")
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert answer.text.startswith("{")
