"""A place in a text in, what stands around it and tells whether a person's name stands there out."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from indexer.entities import shape
from indexer.entities.clues import BETWEEN, Clue
from indexer.entities.gazetteer import Found
from indexer.entities.passage import Passage

REACH = 90  # characters over which a title may speak for a name behind it
BREAK = re.compile(r"[.,;:()\"\n!?…]")
CREDIT = re.compile(
    r"(?:ảnh|video|clip|nguồn|theo|đồ họa|thực hiện|bài|tin|hình|photo|thiết kế)(?: minh họa)? ?[:/] ?[^:\n.]{0,25}\Z"
)
HOUSE = re.compile(
    r"(?:địa chỉ:?|nhà|ngõ|ngách|hẻm|kiệt|trụ sở|tại|ở)(?: tại| ở)?(?: số)? \d{1,4}[a-z]?(?:[/-]\d{1,4}[a-z]?)* $"
)
NUMBER = re.compile(r"(?<![\w/])\d{1,4}[a-zA-Z]?(?:[/-]\d{1,4}[a-zA-Z]?)* $")
ADDRESS = re.compile(r"(?:,| -| \() ?(?:phường|p\b|quận|q\.|tp\b|thành phố|thị xã|huyện|xã|tầng)")
FARTHEST_TITLE = 10  # names and titles between a title and its person
IS = re.compile(
    r"(?: (?:khi (?:đó|ấy|này)|lúc (?:đó|ấy)|hiện (?:nay|tại|là)|đương nhiệm|sắp nhậm chức|\d\d tuổi)(?: là)?| là)$"
)
NAMED_FIRST = ("level", "honouring")  # stands before its name: "Giáo sư Đại học Huế Tạ Quốc Khải"
AND = re.compile(r"(?:,|,? và| &| -)$")  # between fields of a ministry
NOTHING = re.compile(r"(?!)")
WIDEST_LINK = 20
WIDEST_SIGN = 45  # characters before a name that say whether it is a street's or a credit
STREETS = re.compile(
    r"\b(?:các|những|nhiều|hai|ba|\d+) (?:tuyến |con )?(?:đường|phố|ngã tư|phường|xã|trường)"
    r"(?: [^\W\d_]+)?(?: gồm| là| như)?:? $"
    r"|\b(?:đoạn|tuyến|nhánh|cầu vượt|nút giao|giao lộ|đường) [^,.:;()\n]{2,30} - $"
    r"|\blộ trình(?: thay thế)?(?: \d+)?:? $|\b(?:về|theo|đi) hướng $"
)
FORMER = re.compile(r"(?:nguyên|cựu|quyền|tân|cố) ")
APPOSED = re.compile(r"(?:, | - | \()(?:một (?:trong (?:các |những )?)?|là |vốn là |hiện là )?")


class Context:
    """Reads around the places of one passage."""

    def __init__(self, passage: Passage, clues: Sequence[Found[Clue]]) -> None:
        """`clues`: as `clues.find` gives them."""
        self.passage = passage
        self.by_start = {item.start: item for item in clues if item.value.kind != "field"}  # names may hold one
        self.by_end = {item.end: item for item in clues}
        self.title_ends = [item.end for item in clues if item.value.kind == "title"]

    def title_before(self, start: int) -> tuple[int, str]:
        """Where the row of titles, places and bodies before `start` begins, and its title's kind."""
        kind, place, link = "", start, IS
        for _ in range(FARTHEST_TITLE):
            item = self._before(place, link)
            if item is None:
                break
            clue = item.value
            if clue.kind == "title":
                kind = kind or clue.value
            elif kind or not (clue.kind in BETWEEN or (clue.value in NAMED_FIRST and place != start)):
                break
            place, link = item.start, AND if clue.kind == "field" else NOTHING
        return (place, kind) if kind else (start, "")

    def _before(self, place: int, link: re.Pattern[str]) -> Found[Clue] | None:
        """The clue that stands before the place, with nothing but a space or the link between."""
        if self.passage.text[place - 1 : place] != " ":
            return self.by_end.get(place)
        linked = None if place - 1 in self.by_end else self.passage.before(place - 1, link, WIDEST_LINK)
        return self.by_end.get(linked.start() if linked else place - 1)

    def level_before(self, first: str, start: int) -> int:
        """Where "UBND tỉnh" begins in "Chủ tịch UBND tỉnh Trần Văn An": a level or office without its place."""
        if shape.common_surname(first):
            while self.block_before(start) in ("level", "office"):
                start = self.by_end[start - 1].start
        return start

    def kind_before(self, start: int) -> str:
        """The kind of what stands straight before `start`; empty where nothing does."""
        item = self.by_end.get(start - 1)
        return item.value.kind if item else ""

    def block_before(self, start: int) -> str:
        """The kind of the word straight before `start` after which something is named; empty where none is."""
        item = self.by_end.get(start - 1)
        return item.value.value if item and item.value.kind == "block" else ""

    def reached(self, start: int) -> bool:
        """Whether a title stands before `start` in the clause."""
        at = bisect_left(self.title_ends, start) - 1
        near = at >= 0 and self.title_ends[at] >= start - REACH
        return near and BREAK.search(self.passage.folded, self.title_ends[at], start) is None

    def apposed(self, end: int) -> bool:
        """Whether a title follows: "X, giám đốc ...", but not "X, ông Y ..."."""
        sign = APPOSED.match(self.passage.folded, end)
        if not sign:
            return False
        item = self.by_start.get(sign.end())
        if item and item.value.value == "address" and self.passage.text[item.end + 1 : item.end + 2].isupper():
            return False
        return FORMER.match(self.passage.folded, sign.end()) is not None or bool(item and item.value.kind == "title")

    def named_after(self, start: int) -> bool:
        """Whether a word before `start` makes the name there one of something: "đường", "trường", or a credit's."""
        place = self.by_end.get(start - 1)
        honoured = place is not None and self.block_before(place.start) == "honouring"  # "bệnh viện châu Âu Belmontez"
        if self.block_before(start) or honoured:
            return True
        folded, first = self.passage.folded, max(0, start - WIDEST_SIGN)
        credited = folded.find(":", first, start) >= 0 or folded.find("/", first, start) >= 0
        return (credited and CREDIT.search(folded, first, start) is not None) or self.on_streets(start)

    def on_streets(self, start: int) -> bool:
        return self.passage.before(start, STREETS, WIDEST_SIGN) is not None

    def addressed(self, start: int, end: int) -> bool:
        """Whether the name is a street's in an address: "144 Trần Phú, Hà Đông"."""
        folded = self.passage.folded
        numbered = any(map(str.isdigit, folded[max(0, start - 3) : start]))
        if not numbered or not self.passage.before(start, NUMBER, 16):
            return False
        listed = folded.startswith(", ", end) and end + len(", ") in self.by_start
        return listed or any((ADDRESS.match(folded, end), self.passage.before(start, HOUSE, WIDEST_SIGN)))
