"""The chat's HTML: what is shown, and that nothing in it can run or load."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import Article, Related, Source
from corpus.errors import InputError
from corpus.links import safe_url
from hostile_texts import HOSTILE, HOSTILE_URLS
from qa.chat import render, source
from qa.chat.citing import Reference, Span, link, parse_reference
from qa.chat.loading import explain
from qa.export.page import to_html
from qa.typed import LONGEST_QUESTION
from qa.types import Answer, Claim, Disagreement, Event, Relation, Sentence, Support
from qa.visiting import asking
from qa.visiting.asking import checked_filters, checked_question
from qa.visiting.conversation import Exchange, Since, Within
from qa.visiting.marks import SUPPORT, pieces
from qa.visiting.sources import day_in_words, text_fragment
from scripted_desk import ANSWER, DECLINED, DENIAL, MUNITIONS, REPORT, TROOPS, cite, hit

TAGS = {
    "a", "article", "b", "bdi", "button", "code", "details", "div", "h2", "h3", "li", "mark", "ol",
    "p", "q", "s", "section", "span", "summary", "time", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "aria-hidden", "aria-label", "aria-labelledby", "aria-pressed", "class", "data-again",
    "data-begun", "data-cite", "data-from", "data-index", "data-saved", "data-title",
    "data-verdict", "datetime", "dir", "href", "id", "open", "rel", "role", "tabindex", "target",
    "title", "type", "value",
}  # fmt: skip


class Page(HTMLParser):
    """What a browser would make of a page: its elements, its text, whether it is balanced."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[tuple[str, str]] = []  # (innermost element, text)
        self.within: list[str] = []
        self.feed(html)
        self.close()
        assert self.within == [], f"left open: {self.within}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, f"<{tag}> came through"
        assert {name for name, _ in attrs} <= ATTRIBUTES, f"{attrs} came through"
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self.within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.within.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append((self.within[-1] if self.within else "", data))

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"comment {data!r} came through")

    def text(self, tag: str | None = None) -> str:
        return "".join(words for within, words in self.words if tag in (None, within))

    def links(self, name: str) -> list[dict[str, str]]:
        return [attrs for tag, attrs in self.elements if attrs.get("class") == name]


def page_of(answer: Answer) -> Page:
    return Page(render.conversation([Exchange(answer.question, answer)]))


def spans_of(link: dict[str, str]) -> list[list[Any]]:
    spans: list[list[Any]] = json.loads(link["data-cite"])["spans"]
    return spans


# ---- an answer ----


def test_each_mark_opens_the_words_its_own_sentence_cites() -> None:
    marks = page_of(ANSWER).links("cite")[:3]
    assert [spans_of(mark)[0][2] for mark in marks] == [
        TROOPS,
        ANSWER.citations[1].quote,
        MUNITIONS,
    ]
    assert marks[0]["aria-label"] == (
        "[1] Pentagon puts the force in Kursk at 10,000, The Harbour Post, 30 October 2024"
    )


def test_a_sentence_with_two_sources_opens_each_under_its_own_number() -> None:
    both = Sentence("Both say so.", (1, 2), (0, 1, 2), Support.SUPPORTED)
    page = page_of(replace(ANSWER, text="Both say so [1] [2].", sentences=(both,)))
    assert [json.loads(link["data-cite"])["article"] for link in page.links("cite")[:2]] == [
        REPORT.id,
        DENIAL.id,
    ]


def test_a_source_is_listed_once_with_all_its_spans() -> None:
    page = page_of(ANSWER)
    listed = page.links("cite")[3:5]
    assert [len(spans_of(link)) for link in listed] == [2, 1]
    assert [attrs["value"] for tag, attrs in page.elements if tag == "li" and "value" in attrs] == [
        "1",
        "2",
    ]


def test_the_text_of_the_answer_is_shown_whole_with_the_support_of_each_sentence_in_words() -> None:
    shown = page_of(ANSWER).text()
    for words in (
        "WASHINGTON — About 10,000 North Korean soldiers are in Russia [1].= (quoted)",
        "The UN could not confirm it. [2]✓ (supported)",
        "Seoul has sent munitions [1].~ (weakly supported)",
        "1 sentence withdrawn, as no source says soMoscow is said to have apologised.",
        "83% sure",
    ):
        assert words in shown


@pytest.mark.parametrize("support", Support)
def test_every_support_has_a_sign_a_word_and_a_meaning_of_its_own(support: Support) -> None:
    others = [value for key, value in SUPPORT.items() if key is not support]
    for part, own in enumerate(SUPPORT[support]):
        assert own
        assert own not in [other[part] for other in others]


def test_a_number_without_a_citation_is_text_and_not_a_link() -> None:
    page = page_of(replace(ANSWER, text="Nobody knows [7].", sentences=()))
    assert "Nobody knows [7]." in page.text()
    assert all("[7]" not in link.get("aria-label", "") for link in page.links("cite"))


def test_a_declined_answer_says_why_and_shows_the_nearest_passages_open() -> None:
    page = page_of(DECLINED)
    assert "No answer. " + str(DECLINED.reason) in page.text()
    assert ("details", {"class": "nearest", "open": ""}) in page.elements
    assert [json.loads(link["data-cite"])["article"] for link in page.links("cite")] == [
        DENIAL.id,
        REPORT.id,
    ]


def test_a_follow_up_shows_how_it_was_understood_and_a_plain_question_does_not() -> None:
    followed = replace(ANSWER, question="And in March?")
    assert f"Understood as: {ANSWER.standalone_question}" in page_of(followed).text()
    assert "Understood" not in page_of(ANSWER).text()


def test_near_copies_of_a_hit_are_counted() -> None:
    declined = replace(DECLINED, hits=(replace(hit(1, REPORT), copies=("a", "b")),))
    assert "2 near-copies" in page_of(declined).text()


def test_what_went_wrong_is_said_and_can_be_asked_again() -> None:
    page = Page(render.conversation([Exchange("Why? & how", problem="The model is gone.")]))
    assert "The model is gone. Ask again" in page.text()
    assert page.links("ask")[0]["href"] == "?q=Why%3F%20%26%20how"


def test_a_stopped_answer_keeps_what_was_there() -> None:
    page = Page(render.conversation([Exchange(ANSWER.question, ANSWER, stopped=True)]))
    assert "Stopped before the end" in page.text()
    assert len(page.links("cite")) > 3


def test_what_is_spoken_is_the_answer_and_how_many_sources_it_has() -> None:
    assert render.spoken(ANSWER) == "Answered from 2 sources. About 10,000"
    assert render.spoken(DECLINED) == f"No answer. {DECLINED.reason}"


def sentence(text: str) -> Sentence:
    return Sentence(text, (), (), Support.QUOTED)


def test_marks_before_and_after_the_full_stop_belong_to_the_sentence() -> None:
    found = list(pieces("One [1]. Two. [2][3]\n\nThree.", [sentence("One."), sentence("Two.")]))
    assert [(piece.text, piece.marks) for piece in found] == [
        ("One.", ((3, 1),)),
        (" ", ()),
        ("Two.", ((4, 2), (4, 3))),
        ("\n\nThree.", ()),
    ]


@settings(deadline=None)
@given(
    st.lists(st.text(alphabet="ab .[]1\n", min_size=1), max_size=6),
    st.lists(st.integers(1, 99), max_size=6),
)
def test_pieces_hold_the_whole_text_and_every_mark(texts: list[str], numbers: list[int]) -> None:
    text = "".join(f"{part} [{number}]" for part, number in zip(texts, numbers, strict=False))
    found = list(pieces(text, [sentence(part) for part in texts]))
    rebuilt = ""
    for piece in found:
        at = 0
        for place, number in piece.marks:
            rebuilt += piece.text[at:place] + f"[{number}]"
            at = place
        rebuilt += piece.text[at:]
    if found:
        assert without_space(rebuilt) == without_space(text)


def without_space(text: str) -> str:
    return "".join(text.split())


# ---- the source panel ----


def marks_of(page: Page) -> list[str]:
    return [words for within, words in page.words if within == "mark"]


def reference_to(article: Article, *quotes: str) -> Reference:
    return Reference(
        article.id,
        tuple(
            Span(article.text.index(quote), article.text.index(quote) + len(quote), quote)
            for quote in quotes
        ),
    )


def test_the_panel_marks_the_quoted_words_and_nothing_else() -> None:
    page = Page(source.panel(REPORT, reference_to(REPORT, MUNITIONS, TROOPS)))
    assert marks_of(page) == [TROOPS, MUNITIONS]
    assert without_space(REPORT.text) in without_space(page.text())


QUOTED = replace(
    ANSWER,
    text=f"{TROOPS} [1]",
    sentences=(Sentence(TROOPS, (1,), (0,), Support.QUOTED),),
)


def test_only_the_signs_that_stand_in_an_answer_are_explained() -> None:
    """A sentence that was withdrawn stands in its JSON, and not in the text."""
    withdrawn = Sentence("Paris fell.", (), (), Support.UNSUPPORTED, struck=True)
    answer = replace(QUOTED, sentences=(*QUOTED.sentences, withdrawn))
    html = render.conversation([Exchange("?", answer)])
    assert "quoted: " in html and "unsupported: " not in html


def test_what_was_withdrawn_is_shown_on_request_and_never_in_the_place_of_other_words() -> None:
    said = Sentence("On Monday the mayor said Reed resigned.", (1,), (0,), Support.QUOTED)
    withdrawn = Sentence("Reed resigned.", (), (), Support.UNSUPPORTED, struck=True)
    answer = replace(QUOTED, text=f"{said.text} [1]", sentences=(withdrawn, said))
    html = render.conversation([Exchange("?", answer)])
    assert f"{said.text} <a " in html
    closed = html[html.index("<details") : html.index("</details>")]
    assert "1 sentence withdrawn" in closed and "<s>Reed resigned.</s>" in closed
    assert html.count("<s>") == 1


def test_an_outlet_written_from_right_to_left_leaves_the_day_behind_it_in_order() -> None:
    arabic = replace(REPORT.source, outlet="صحيفة الشمال")
    citations = tuple(replace(each, source=arabic) for each in ANSWER.citations)
    cited = replace(ANSWER, citations=citations)
    for html in (render.conversation([Exchange("?", cited)]), to_html([Exchange("?", cited)])):
        assert "<bdi>صحيفة الشمال</bdi>, 30 October 2024" in html


def test_the_panel_names_title_outlet_day_authors_original_and_related_sources() -> None:
    page = Page(source.panel(REPORT, reference_to(REPORT, TROOPS)))
    shown = page.text()
    for words in (REPORT.title, "The Harbour Post", "30 October 2024", "Ana Ruiz, Tom Lee"):
        assert words in shown
    assert ("time", {"datetime": "2024-10-30T21:15:00Z"}) in page.elements
    assert page.links("original")[0]["href"] == (
        "https://harbour.example/pentagon-10000"
        "#:~:text=About%2010%2C000%20North%20Korean%20soldiers,the%20Pentagon%20said%20on%20Wednesday."
    )
    assert "https://pentagon.example/transcript" in [
        attrs.get("href") for _, attrs in page.elements
    ]
    assert "Statement of the defence ministry in Seoul" in page.text("bdi")


def test_a_quotation_over_two_paragraphs_is_marked_in_both() -> None:
    article = Article("a", "A", "One.\nTwo.\n\nThree.")
    page = Page(source.panel(article, reference_to(article, "Two.\n\nThree.")))
    assert marks_of(page) == ["Two.", "Three."]


def test_overlapping_quotations_become_one_mark() -> None:
    article = Article("a", "A", "abcdef")
    page = Page(source.panel(article, reference_to(article, "abcd", "cdef")))
    assert marks_of(page) == ["abcdef"]


def test_a_changed_article_is_said_to_have_changed_and_marks_nothing_else() -> None:
    changed = replace(REPORT, text=REPORT.text.replace("About 10,000", "Some 12,000"))
    page = Page(source.panel(changed, reference_to(REPORT, TROOPS, MUNITIONS)))
    assert marks_of(page) == [MUNITIONS]
    assert "has changed since it was cited" in page.text()
    assert page.text("q") == TROOPS


def test_words_that_moved_are_marked_where_they_stand_now() -> None:
    changed = replace(REPORT, text=f"{TROOPS} Updated. {REPORT.text}")
    page = Page(source.panel(changed, reference_to(REPORT, TROOPS)))
    assert marks_of(page) == [TROOPS]
    assert page.text().index("Updated.") < page.text().rindex(TROOPS), "the nearest of two"
    assert "has changed" not in page.text()


def test_near_copies_are_named_and_each_can_be_opened() -> None:
    page = Page(source.panel(REPORT, reference_to(REPORT, TROOPS), [DENIAL]))
    (opened,) = page.links("cite")
    assert json.loads(opened["data-cite"]) == {"article": DENIAL.id, "spans": [], "copies": []}
    assert "The same words elsewhere" in page.text("h3")


def test_a_removed_article_is_said_to_be_gone() -> None:
    assert "no longer in the index" in Page(source.gone()).text("h2")


@settings(deadline=None)
@given(st.text(max_size=60), st.data())
def test_any_span_of_any_text_is_marked_exactly(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    article = Article("a", "A", text)
    spans = (Span(start, end, text[start:end]),) if start < end else ()
    page = Page(source.panel(article, Reference("a", spans)))
    assert without_space("".join(marks_of(page))) == without_space(text[start:end])


@pytest.mark.parametrize("url", HOSTILE_URLS)
def test_only_http_links_become_links(url: str) -> None:
    assert safe_url(url) is None


def test_a_text_fragment_escapes_what_would_end_it_and_keeps_a_fragment() -> None:
    assert text_fragment("https://a.example/x", "a-b, c & d") == (
        "https://a.example/x#:~:text=a%2Db%2C%20c%20%26%20d"
    )
    assert text_fragment("https://a.example/x#y", "z") == "https://a.example/x#y:~:text=z"


# ---- hostile articles, answers and visitors ----


def hostile_pages(text: str, url: str) -> Iterator[str]:
    article = Article(
        text,
        text,
        f"before {text} after {text}",
        Source(text, url, "2024-10-30", (text,), (Related(text, url),)),
    )
    citation = cite(1, article, text)
    answer = Answer(
        question=text,
        standalone_question=text + "!",
        answered=True,
        confidence=0.5,
        text=f"{text} [1] {text}",
        short_answer=text,
        sentences=(Sentence(text, (1,), (0,), Support.WEAK),),
        citations=(citation,),
        hits=(hit(1, article),),
        reason=text,
    )
    yield render.conversation([Exchange(text, answer), Exchange(text, problem=text)])
    within = Within(text, text, text, (text,))
    rich = replace(
        answer,
        timeline=(Event(text, text, (1,), (0,)),),
        disagreements=(Disagreement(text, Relation.CONTRADICTED, (Claim(text, 1, 0),)),),
        notes=(text,),
        hits=(replace(hit(1, article), copies=(text,)),),
    )
    since = {article.id: Since.EDITED}
    yield render.conversation([Exchange(text, rich, done=True, within=within, since=since)])
    yield render.conversation([Exchange(text, replace(answer, answered=False))])
    yield render.welcome([text])
    yield render.notice(text)
    yield source.panel(article, reference_to(article, text), [article])
    yield source.panel(replace(article, text="other"), reference_to(article, text))
    yield source.message(text, text)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    for html in hostile_pages(text, HOSTILE_URLS[0]):
        page = Page(html)
        for tag, attributes in page.elements:
            href = attributes.get("href", "#source")
            assert href.startswith(("#source", "?q=")), f"{tag} leads to {href}"


@settings(deadline=None)
@given(st.text(min_size=1))
def test_any_text_stays_text(text: str) -> None:
    for html in hostile_pages(text, "https://a.example/"):
        Page(html)


@pytest.mark.parametrize(
    "payload",
    [
        None,
        7,
        "x",
        [],
        {},
        {"article": 1, "spans": []},
        {"article": "", "spans": []},
        {"article": "a" * 1001, "spans": []},
        {"article": "a", "spans": "xyz"},
        {"article": "a", "spans": {"0": 1}},
        {"article": "a", "spans": [[1, 2]]},
        {"article": "a", "spans": [[2, 1, "x"]]},
        {"article": "a", "spans": [[-1, 1, "x"]]},
        {"article": "a", "spans": [[0, True, "x"]]},
        {"article": "a", "spans": [[0, 1, 5]]},
        {"article": "a", "spans": [[0, 1, "x" * 20_001]]},
        {"article": "a", "spans": [[0, 1, "x"]] * 101},
    ],
)
def test_a_reference_that_no_link_carries_is_refused(payload: Any) -> None:
    with pytest.raises(InputError, match="not one that Newsdesk made"):
        parse_reference(payload)


def test_a_link_is_read_back_as_it_was_written() -> None:
    link = page_of(ANSWER).links("cite")[0]
    assert parse_reference(json.loads(link["data-cite"])) == reference_to(REPORT, TROOPS)


def test_a_link_carries_no_more_than_is_read_back() -> None:
    spans = tuple(Span(n, n + 1, "x") for n in range(150))
    long = Span(0, 30_000, "x" * 30_000)
    copies = tuple(f"copy-{n}" for n in range(150))
    html = link("1", Reference("a", (long, *spans), copies), title="T", source=REPORT.source)
    (found,) = Page(html).links("cite")
    assert parse_reference(json.loads(found["data-cite"])) == Reference(
        "a", spans[:100], copies[:100]
    )


def test_a_million_blanks_are_shown_as_soon_as_a_few() -> None:
    """Each pattern reads them once, and not once for each of them."""
    blanks = " " * 1_000_000
    article = replace(REPORT, text=f"Before.\n{blanks}\nAfter.{blanks}x")
    assert source.panel(article, Reference(article.id)).count("<p dir=") == 3 - 1
    (only,) = pieces(f"{blanks}x [1]", ())
    assert (len(only.text), only.marks) == (1_000_001, ((1_000_001, 1),))


# ---- what a visitor sends ----


def test_a_question_is_trimmed_and_neither_empty_nor_too_long() -> None:
    assert checked_question("  Who? \n") == "Who?"
    assert checked_question("x" * LONGEST_QUESTION) == "x" * LONGEST_QUESTION
    with pytest.raises(InputError, match="empty"):
        checked_question(" \n")
    with pytest.raises(InputError, match=r"2,001 characters; at most 2,000 .* shorten"):
        checked_question("x" * (LONGEST_QUESTION + 1))


def test_filters_are_days_and_names_and_as_of_is_today_unless_given() -> None:
    filters = checked_filters("2024-10-01", "2024-10-31", "2024-11-05", [" The Wire ", ""])
    assert (str(filters.since), str(filters.until)) == ("2024-10-01", "2024-10-31")
    assert (str(filters.as_of), sorted(filters.outlets)) == ("2024-11-05", ["The Wire"])
    before = datetime.now(UTC).date()
    assert before <= (checked_filters("", None).as_of or before) <= datetime.now(UTC).date()
    assert checked_filters().as_of is not None


def test_as_of_is_the_day_of_each_question_however_the_clock_is_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for moment in (
        datetime(2024, 12, 31, 23, 59, 59, tzinfo=UTC),
        datetime(2025, 1, 1, tzinfo=UTC),  # the page stays open past midnight
        datetime(1970, 1, 1, tzinfo=UTC),  # a battery is empty
        datetime(2100, 2, 28, tzinfo=UTC),
    ):
        clock = SimpleNamespace(now=lambda zone, moment=moment: moment.astimezone(zone))
        monkeypatch.setattr(asking, "datetime", clock)
        assert checked_filters().as_of == moment.date()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"since": "soon"}, "since: 'soon' is not a day; write it as 2024-10-30"),
        ({"since": "2024-10-02", "until": "2024-10-01"}, "No day lies between"),
        ({"outlets": ["a"] * 201}, "at most 200 names"),
        ({"outlets": "Wire"}, "a list of"),
        ({"outlets": [1]}, "a list of"),
        ({"as_of": 20241030}, "as_of: '20241030' is not a day"),
    ],
)
def test_filters_that_make_no_sense_are_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        checked_filters(**arguments)


def test_what_nobody_foresaw_is_logged_in_full_and_said_without_its_details(
    caplog: pytest.LogCaptureFixture,
) -> None:
    said = explain(ValueError("secret path"))
    assert "ValueError" in said
    assert "secret path" not in said
    assert "secret path" in caplog.text
    assert explain(InputError("what to do")) == "what to do"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2024-10-30", "30 October 2024"),
        ("2024-10-03", "3 October 2024"),
        ("2024-10", "October 2024"),
        ("2024", "2024"),
        ("no-such-day", "day no"),
        ("", ""),
    ],
)
def test_days_are_written_as_a_reader_does(day: str, words: str) -> None:
    assert day_in_words(day) == words


def test_only_the_last_exchange_can_be_asked_anew_and_gone_on_from() -> None:
    followed = replace(ANSWER, question="And in March?")
    exchange = Exchange(followed.question, followed, done=True)
    page = Page(render.conversation([exchange, exchange]))
    assert page.text("a").count("Ask it as typed") == 1
    assert page.text("button").count("Ask again") == 1


def test_what_is_kept_stands_with_every_exchange_and_its_answer_once_it_is_over() -> None:
    page = Page(
        render.conversation(
            [
                Exchange(ANSWER.question, ANSWER, done=True, within=Within(outlets=("P",))),
                Exchange("Why?", problem="gone"),
                Exchange(ANSWER.question, ANSWER),
            ]
        )
    )
    kept = [attrs.get("data-saved") for tag, attrs in page.elements if tag == "article"]
    assert kept[2] is None
    begun = [attrs.get("data-begun") for tag, attrs in page.elements if tag == "article"]
    assert begun[:2] == [None, None]
    row = json.loads(begun[2] or "")
    assert (row["question"], row["answer"], row["stopped"]) == (ANSWER.question, None, True)
    assert [json.loads(each or "")["question"] for each in kept[:2]] == [ANSWER.question, "Why?"]
    assert json.loads(kept[0] or "")["answer"] == ANSWER.to_dict()
    assert page.text("bdi").startswith("P")


def test_a_timeline_and_a_disagreement_cite_the_words_that_they_rest_on() -> None:
    rich = replace(
        ANSWER,
        timeline=(Event("2024-10-31", "The UN is told.", (2,), (1,)),),
        disagreements=(Disagreement("troops", Relation.SUPERSEDED, (Claim("10,000", 1, 2),)),),
    )
    marks = page_of(rich).links("cite")[3:5]
    assert [spans_of(mark)[0][2] for mark in marks] == [MUNITIONS, ANSWER.citations[1].quote]
    assert "The last one replaces the earlier ones." in page_of(rich).text()
