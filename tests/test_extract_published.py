import pytest
from hypothesis import given, strategies as st

from indexer.extract import published


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Thứ Sáu, 13/06/2025 | 09:12", "2025-06-13T09:12:00+07:00"),
        ("12.06.2025 14:05 GMT+7", "2025-06-12T14:05:00+07:00"),
        ("Thứ sáu, 13/6/2025, 09:12 (GMT+7)", "2025-06-13T09:12:00+07:00"),
        ("Thứ Năm, 09:12, 12/06/2025", "2025-06-12T09:12:00+07:00"),
        ("Cập nhật lúc 14h05, ngày 3/4/2025", "2025-04-03T14:05:00+07:00"),
        ("Đăng ngày 3-4-2025 02:05 CH", "2025-04-03T14:05:00+07:00"),
        ("Hà Nội, ngày 01 tháng 7 năm 2025", "2025-07-01T00:00:00+07:00"),
        ("Ngày đăng: 08/12/2025", "2025-12-08T00:00:00+07:00"),
        ("2025-06-13 09:12", "2025-06-13T09:12:00+07:00"),
        ("13/06/2025 09:12:11 AM", "2025-06-13T09:12:11+07:00"),
        ("12 Tháng Chín, 2025", "2025-09-12T00:00:00+07:00"),
        ("Thứ Tư, Tháng Mười 15, 2025", "2025-10-15T00:00:00+07:00"),
        ("Tháng Mười Hai 5, 2025 09:12", "2025-12-05T09:12:00+07:00"),
        ("10 giờ 20 phút, ngày 08/10/2025", "2025-10-08T10:20:00+07:00"),
        ("Tối 13/6/2025, đoàn công tác họp", None),
        ("31/02/2025 09:12", None),
        ("13/06/2025 25:61", None),
        ("13/6", None),
        ("3 giờ trước", None),
        ("01/01/0001 00:00", None),
    ],
)
def test_a_line_that_tells_the_day_is_read_as_told_beside_it(line, wanted):
    found = published.from_line(line)
    assert (found.at.isoformat() if found else None) == wanted


def test_names_may_stand_beside_a_date_with_a_time_only_where_a_byline_may():
    line = "Minh Khôi - 13/06/2025 09:12"
    assert published.from_line(line) is None
    assert published.from_line(line, byline=True) is not None


@pytest.mark.parametrize(
    ("literal", "wanted"),
    [
        ("2025-05-22T17:30:00Z", "2025-05-23T00:30:00+07:00"),
        ("2025-05-22T17:30:00.0000000+07:00", "2025-05-22T17:30:00+07:00"),
        ("2025-05-22", "2025-05-22T00:00:00+07:00"),
        ("2025/05/22", "2025-05-22T00:00:00+07:00"),
        ("22/05/2025 17:30", "2025-05-22T17:30:00+07:00"),
        ("6/5/2025 9:12:00 AM", None),
        ("2025-13-01", None),
        ("9999-12-31T23:59:59-12:00", None),
        ("2025-05-22T17:30:00+99:99", None),
        ("", None),
    ],
)
def test_machine_dates_are_days_in_hanoi(literal, wanted):
    found = published.from_machine(literal, "meta")
    assert (found.at.isoformat() if found else None) == wanted


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("https://a.example/2025/06/13/lu-len.html", "2025-06-13"),
        ("https://a.example/lu-len-20250613091245123.htm", "2025-06-13"),
        ("https://a.example/le-ky-ket-ngay-13-6-2025.html", None),
        ("https://a.example/lu-len-188250613.htm", None),
    ],
)
def test_a_link_tells_the_day_only_by_its_path(url, wanted):
    found = published.from_url(url)
    assert (str(found.day) if found else None) == wanted


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("tin/2025-06-13_lu.txt", "2025-06-13"),
        ("a.zip!20250613.html", "2025-06-13"),
        ("tin/000_e7ceec54ec5c2c73.txt", None),
        ("2025-06-13/lu.txt", None),
        ("2025-06-13.jsonl#7", None),
    ],
)
def test_the_name_of_a_file_tells_the_day_only_at_its_start_and_none_of_a_dump(name, wanted):
    found = published.from_name(name)
    assert (str(found.day) if found else None) == wanted


@given(st.text(alphabet="0123456789/-:.TZ+ hAPMngày", max_size=40))
def test_no_literal_raises(text):
    published.from_line(text, byline=True)
    published.from_machine(text, "meta")
    published.from_url("https://a.example/" + text)
