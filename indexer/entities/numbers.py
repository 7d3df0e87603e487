"""A text in, the numbers of legal documents in it out: "753/QĐ-TTg", "40/2025/NĐ-CP", "176/2025/QH15"."""

import re
from collections.abc import Iterator

from indexer.entities.gazetteer import entries
from indexer.entities.passage import Evidence, Passage

NUMBER = re.compile(
    r"(?P<number>\d(?<![\w/.,-].)\d{0,5})(?: ?[/-] ?(?P<year>(?:19|20)\d\d))? ?"
    r"(?P<sign>[/-]) ?(?P<code>[A-ZĐ][A-ZĐa-z&]{0,9}\d{0,2}(?: ?[-/–] ?[A-ZĐ][A-ZĐa-zƯƠ&]{0,9}\d{0,2}){0,3})(?!\w)"
)


def find(passage: Passage) -> Iterator[Evidence]:
    for match in NUMBER.finditer(passage.text):
        value = normal(match)
        if value:
            yield passage.evidence("number", value, match.span(), "form of a document's number")


def normal(match: re.Match[str]) -> str:
    """The number in its usual form; empty where it is no document's."""
    code = re.sub(r"\s*[-–]\s*", "-", match["code"]).replace(" ", "")
    if entries("document_codes.txt").keys().isdisjoint(re.split(r"[-/&]|\d+", code)):
        return ""
    if match["year"]:
        return f"{match['number']}/{match['year']}/{code}"
    return f"{match['number']}{match['sign']}{code}"
