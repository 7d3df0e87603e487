"""Names and their words in URLs, while the archive changes."""

from __future__ import annotations

from indexer.slugs import Slugs

HUNG, HUONG = "Nguyễn Văn Hùng", "Nguyễn Văn Hưng"


def test_a_name_has_no_tones_in_its_slug_until_another_has_the_same_letters():
    held = [HUNG]
    slugs = Slugs(lambda: held)
    assert slugs.slug(HUNG, 1) == "nguyen-van-hung"
    held.append(HUONG)
    assert slugs.slug(HUNG, 2) == "nguyễn-văn-hùng"
    assert slugs.names("nguyen-van-hung", 2) == {HUNG, HUONG}


def test_a_name_that_left_the_archive_gives_its_slug_back():
    held = [HUNG, HUONG]
    slugs = Slugs(lambda: held)
    assert slugs.slug(HUNG, 1) == "nguyễn-văn-hùng"
    held.remove(HUONG)
    assert slugs.slug(HUNG, 2) == "nguyen-van-hung"
    assert slugs.names("nguyễn-văn-hưng", 2) == frozenset()


def test_names_are_read_once_a_generation():
    reads = []
    slugs = Slugs(lambda: reads.append(1) or [HUNG])
    for generation in (1, 1, 2, 2):
        slugs.names("nguyen-van-hung", generation)
    assert len(reads) == 2
