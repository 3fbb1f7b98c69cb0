"""Articles: dates, ids, hashes, and what a row may hold."""

import hashlib
import json
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import (
    Article,
    Related,
    Source,
    article_from_row,
    article_id,
    parse_published,
    related_to_json,
)
from corpus.errors import InputError

ARTICLE = Article(
    id="a",
    title="Title",
    text="Text.",
    source=Source(
        outlet="The Post",
        url="https://post.example/1",
        published="2023-01-05",
        authors=("Ann", "Ben"),
        related=(Related("Report", "https://report.example/"), Related("Letter")),
    ),
)


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("2023-01-05", "2023-01-05"),
        ("  2023-01-05\n", "2023-01-05"),
        ("2023/01/05", "2023-01-05"),
        ("20230105", "2023-01-05"),
        ("05.01.2023", "2023-01-05"),
        ("5 Jan 2023", "2023-01-05"),
        ("January 5, 2023", "2023-01-05"),
        ("2024-02-29", "2024-02-29"),
        ("2023-01-05T17:30:00Z", "2023-01-05T17:30:00Z"),
        ("2023-01-05 17:30", "2023-01-05T17:30:00Z"),
        ("2023/01/05 17:30:59", "2023-01-05T17:30:59Z"),
        ("2023-01-05T17:30:00.987654Z", "2023-01-05T17:30:00Z"),
        ("20230105T173000Z", "2023-01-05T17:30:00Z"),
        ("2023-01-05T23:30:00-05:00", "2023-01-06T04:30:00Z"),
        ("2023-01-05T00:30:00+09:00", "2023-01-04T15:30:00Z"),
        ("2023-01-05T12:00:00+05:30", "2023-01-05T06:30:00Z"),
        ("Thu, 05 Jan 2023 17:30:00 GMT", "2023-01-05T17:30:00Z"),
        ("Thu, 05 Jan 2023 17:30:00 +0200", "2023-01-05T15:30:00Z"),
        ("Thu, 05 Jan 2023 22:30:00 EST", "2023-01-06T03:30:00Z"),
        ("Wed, 30 Oct 2024 21:15:00 PDT", "2024-10-31T04:15:00Z"),
        # IST is India's, Israel's and Ireland's: no zone is guessed.
        ("Thu, 05 Jan 2023 17:30:00 IST", "2023-01-05T17:30:00Z"),
    ],
)
def test_a_date_is_kept_as_a_utc_day_or_moment(written: str, stored: str) -> None:
    assert parse_published(written) == stored


@pytest.mark.parametrize(
    "written",
    [
        *("", " ", "\0", "yesterday", "no date", "[]", "True", "-1", "9" * 30, "9" * 101),
        *("2023", "2023-01", "January 2023", "5 January", "Thursday", "17:30", "Jan"),
        *("2023-02-29", "2023-02-30", "2023-13-01", "2023-01-32", "0000-00-00"),
        "2023-01-05 10:" + "9" * 60,
        *("2023-01-05T25:00:00", "2023-01-05T10:00:00+99:00", "0001-01-01T00:00:00+14:00"),
    ],
)
def test_what_is_no_complete_date_is_refused_with_the_way_to_write_it(written: str) -> None:
    with pytest.raises(InputError, match=r"published: .* is not a date; write it as 2023-01-05"):
        parse_published(written)


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        *(("13/03/2024", "2024-03-13"), ("03/13/2024", "2024-03-13"), ("05/05/2024", "2024-05-05")),
        *(("5/3/2024", None), ("05-03-2024 10:30", None), ("05/03/24", None), ("24/03/05", None)),
    ],
)
def test_a_date_of_figures_that_may_be_several_days_is_refused(
    written: str, stored: str | None
) -> None:
    if stored:
        assert parse_published(written) == stored
        return
    with pytest.raises(InputError, match="may be several days; write it as 2023-01-05"):
        parse_published(written)


@given(
    st.datetimes(datetime(1000, 1, 2), datetime(9998, 12, 30)),
    st.integers(-14 * 60, 14 * 60),
)
def test_every_moment_with_an_offset_comes_out_in_utc(moment: datetime, minutes: int) -> None:
    local = moment.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    expected = local.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert parse_published(local.isoformat()) == expected.zfill(20)


@given(st.text(max_size=40) | st.text("0123456789-/:. TZ+JanFebrus,", max_size=40))
def test_any_text_is_a_date_that_parses_to_itself_or_is_refused(written: str) -> None:
    try:
        stored = parse_published(written)
    except InputError:
        return
    assert parse_published(stored) == stored
    assert Source(published=stored).day == date.fromisoformat(stored[:10])


def test_the_zone_of_the_machine_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        for zone in ("Asia/Kolkata", "America/New_York", "Europe/London"):
            monkeypatch.setenv("TZ", zone)
            time.tzset()
            assert parse_published("2023-07-05 22:30 EST") == "2023-07-06T03:30:00Z"
            assert parse_published("2023-07-05 22:30 IST") == "2023-07-05T22:30:00Z"
            assert parse_published("2023-07-05 22:30") == "2023-07-05T22:30:00Z"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_the_day_is_that_of_utc_and_none_where_nothing_is_known() -> None:
    assert Source(published="2023-01-05").day == date(2023, 1, 5)
    assert Source(published="2023-01-06T04:30:00Z").day == date(2023, 1, 6)
    assert Source().day is None


def test_an_id_comes_from_the_row_else_from_the_url_else_from_the_content() -> None:
    row = {"title": "Title", "text": "Text.", "url": "https://a.example/1"}
    assert article_from_row({**row, "id": "mine"}).id == "mine"
    assert article_from_row({**row, "id": 17}).id == "17"
    assert article_from_row({**row, "id": 0}).id == "0"
    by_url = article_from_row(row).id
    assert by_url == article_id("https://a.example/1", "", "")
    assert article_from_row({**row, "text": "Corrected.", "id": ""}).id == by_url
    without = {"title": "Title", "text": "Text."}
    assert article_from_row(without).id == article_id(None, "Title", "Text.")
    assert article_from_row({**without, "text": "Text!"}).id != article_from_row(without).id


CHANGES = [
    replace(ARTICLE, id="b"),
    replace(ARTICLE, title="Title "),
    replace(ARTICLE, text="Text. "),
    replace(ARTICLE, text="Te\u0301xt."),
    *(
        replace(ARTICLE, source=replace(ARTICLE.source, **changed))
        for changed in (
            {"outlet": None},
            {"outlet": "the post"},
            {"url": None},
            {"published": None},
            {"published": "2023-01-05T00:00:00Z"},
            {"authors": ("Ben", "Ann")},
            {"authors": ("Ann, Ben",)},
            {"authors": ()},
            {"related": ()},
            {"related": ARTICLE.source.related[::-1]},
            {"related": (Related("Report"), Related("Letter", "https://report.example/"))},
        )
    ),
    # The same words in another field are another article.
    replace(ARTICLE, title="Text.", text="Title"),
]


def test_the_hash_changes_with_every_field_and_with_nothing_else() -> None:
    hashes = [article.hash for article in (ARTICLE, *CHANGES)]
    assert len(set(hashes)) == len(hashes)
    assert replace(ARTICLE, text="Text.").hash == ARTICLE.hash


@given(st.text(st.characters(exclude_categories=[])), st.none() | st.text('a"\\/\n\t\x7fé\ud800'))
def test_a_hash_is_of_the_article_as_json(text: str, outlet: str | None) -> None:
    article = replace(ARTICLE, text=text, source=replace(ARTICLE.source, outlet=outlet))
    source = article.source
    parts: list[Any] = ["a", "Title", text, outlet, source.url, source.published, "Ann", "Ben"]
    parts += [["Report", "https://report.example/"], ["Letter", None]]
    written = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()
    assert article.hash == digest[:16]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *((key, "broken \ud83d half") for key in ("id", "title", "text", "outlet", "url")),
        ("authors", ["Ann", "B\udc00n"]),
        ("related", ["https://a.example/\ud800"]),
        ("related", [{"title": "fine", "url": "https://a.example/\udfff"}]),
    ],
)
def test_half_a_surrogate_pair_is_refused_and_its_field_named(field: str, value: Any) -> None:
    with pytest.raises(InputError, match=f"^{field}: character \\d+ is half of a surrogate pair"):
        article_from_row({"title": "Title", "text": "Text.", field: value})


WRONG: dict[str, list[Any]] = {
    "text": [None, "", " \n\t", 5, ["a"], b"bytes"],
    "title": [5, ["a"], True],
    "url": [5, {}],
    "outlet": [["The Post"]],
    "id": [True, 1.5, ["a"], {}],
    "authors": [5, [5], {"name": "Ann"}, [["Ann"]]],
    "related": [
        *(5, [None], [""], ["  "], [[]], [{}], [{"title": 5}], [{"title": ""}]),
        *([{"title": " ", "url": ""}], [{"title": "fine", "url": 5}]),
    ],
    "published": ["soon", 2023],
}


@pytest.mark.parametrize(
    ("field", "value"), [(field, value) for field, values in WRONG.items() for value in values]
)
def test_a_field_of_the_wrong_type_is_refused_by_name(field: str, value: Any) -> None:
    with pytest.raises(InputError, match=f"^{field}: "):
        article_from_row({"title": "Title", "text": "Text.", field: value})


def test_a_row_without_a_text_is_refused() -> None:
    with pytest.raises(InputError, match=r"^text: missing or empty"):
        article_from_row({"title": "Title"})


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://a.example/", (Related("https://a.example/", "https://a.example/"),)),
        ("Letter of 5 May", (Related("Letter of 5 May"),)),
        ({"title": "Letter"}, (Related("Letter"),)),
        ({"title": "Letter", "url": ""}, (Related("Letter"),)),
        ({"url": "https://a.example/"}, (Related("https://a.example/", "https://a.example/"),)),
        (
            [{"title": "A", "url": "https://a.example/"}, "B"],
            (Related("A", "https://a.example/"), Related("B")),
        ),
        (None, ()),
        ([], ()),
    ],
)
def test_related_sources_come_in_several_forms(written: Any, kept: tuple[Related, ...]) -> None:
    row = {"title": "Title", "text": "Text.", "related": written}
    assert article_from_row(row).source.related == kept


def test_a_related_source_is_stored_as_title_and_url() -> None:
    assert related_to_json(Related("A", "https://a.example/")) == {
        "title": "A",
        "url": "https://a.example/",
    }
    assert related_to_json(Related("A")) == {"title": "A", "url": None}


def test_a_missing_title_is_the_first_line_of_the_text() -> None:
    assert article_from_row({"text": "\n  First line \nSecond."}).title == "First line"
    assert article_from_row({"title": "  ", "text": "Only."}).title == "Only."
    long = article_from_row({"text": "word " * 40}).title
    assert long == "word " * 18 + "word…"
    unbroken = article_from_row({"text": "x" * 500}).title
    assert unbroken == "x" * 99 + "…"


def test_a_text_is_stored_code_point_for_code_point() -> None:
    text = " \ufeffe\u0301 “quoted” – \r\n\0 \u202eend\u202c 🎉 "
    assert article_from_row({"title": "T", "text": text}).text == text


def test_empty_strings_are_the_same_as_nothing() -> None:
    source = article_from_row(
        {"title": "T", "text": "x", "url": "", "outlet": "", "published": "", "authors": [" "]}
    ).source
    assert source == Source()


def test_one_author_may_be_written_without_a_list() -> None:
    row = {"title": "T", "text": "x", "authors": " Ann "}
    assert article_from_row(row).source.authors == ("Ann",)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "x" * 1_001),
        ("title", "x" * 2_001),
        ("text", "x" * 5_000_001),
        ("outlet", "x" * 1_001),
        ("url", "https://a.example/" + "x" * 10_000),
        ("authors", ["x" * 100] * 101),
        ("related", ["x" * 1_000] * 101),
    ],
)
def test_a_field_that_no_article_has_is_rejected_by_name(field: str, value: Any) -> None:
    row = {"title": "Title", "text": "Text.", field: value}
    with pytest.raises(InputError, match=rf"{field}: [\d,]+ characters, .* at most"):
        article_from_row(row)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//x"]
)
def test_an_address_that_is_no_link_of_the_web_is_left_out(url: str) -> None:
    row = {"text": "Some text.", "url": url, "related": [{"title": "More", "url": url}, url]}
    source = article_from_row(row).source
    assert source.url is None
    assert source.related == (Related("More", None), Related(url, None))


def test_an_outlet_has_no_nul() -> None:
    article = article_from_row({"title": "T", "text": "Text.", "outlet": " Harbour\0 Post\0 "})
    assert article.source.outlet == "Harbour Post"
