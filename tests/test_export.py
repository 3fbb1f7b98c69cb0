"""A conversation taken away: its footnotes, its references, and nothing in it that runs."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article, Source
from corpus.errors import InputError
from hostile_texts import HOSTILE, HOSTILE_URLS
from qa.export import export
from qa.export.footnotes import Note, footnotes
from qa.export.markdown import escaped
from qa.export.references import to_bibtex, to_csl
from qa.types import Answer, Claim, Disagreement, Event, Relation, Sentence, Support
from qa.visiting.conversation import Exchange, Since, Within
from scripted_desk import ANSWER, DECLINED, DENIAL, MUNITIONS, REPORT, TROOPS, cite, hit

ASKED = Exchange(ANSWER.question, ANSWER, done=True, within=Within(since="2024-10-01"))
OTHER = replace(
    ANSWER,
    question="What does the UN say?",
    standalone_question="What does the UN say?",
    short_answer=None,
    text="It cannot verify the reports [1]. And Seoul has not decided [2].",
    sentences=(
        Sentence("It cannot verify the reports.", (1,), (0,), Support.SUPPORTED),
        Sentence("And Seoul has not decided.", (2,), (1,), Support.SUPPORTED),
    ),
    citations=(cite(1, DENIAL, ANSWER.citations[1].quote), cite(2, REPORT, MUNITIONS)),
)
CONVERSATION = [
    ASKED,
    Exchange(OTHER.question, OTHER, done=True),
    Exchange(DECLINED.question, DECLINED, done=True),
]


def text(form: str, exchanges: list[Exchange] = CONVERSATION) -> str:
    return export(form, exchanges).text


def test_an_article_has_one_number_in_the_whole_conversation() -> None:
    found = footnotes(CONVERSATION)
    assert [(note.number, note.article_id) for note in found.notes] == [
        (1, REPORT.id),
        (2, DENIAL.id),
    ]
    assert found.notes[0].quotes == (TROOPS, MUNITIONS)
    assert list(found.numbers) == [{1: 1, 2: 2}, {1: 2, 2: 1}, {}]


def test_plain_text_is_the_answer_with_its_sources() -> None:
    assert text("text") == (
        "How many North Korean troops are in Russia?\n\nAsked within: since 2024-10-01\n\n"
        "WASHINGTON — About 10,000 North Korean soldiers are in Russia [1]. The UN could not "
        "confirm it. [2] Seoul has sent munitions [1]. (weakly supported)\n\n"
        "What does the UN say?\n\n"
        "It cannot verify the reports [2]. And Seoul has not decided [1].\n\n"
        "Who won the chess final?\n\n"
        f"No answer. {DECLINED.reason}\n\n"
        "Sources\n"
        "[1] Pentagon puts the force in Kursk at 10,000, The Harbour Post, 30 October 2024, "
        "https://harbour.example/pentagon-10000\n"
        "[2] UN says it cannot verify reports of North Korean troops, Prairie Ledger, "
        "31 October 2024\n"
    )


BESIDE = replace(
    OTHER,
    timeline=(Event("2024-10-30", "A *force* is counted.", (2,), (1,)),),
    disagreements=(
        Disagreement(
            "<b>troops</b>", Relation.CONTRADICTED, (Claim("10,000", 2, 1), Claim("none", 1, 0))
        ),
    ),
)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (
            "text",
            "The articles disagree: <b>troops</b>. They stand against each other.\n"
            "- 10,000, The Harbour Post, 30 October 2024 [1]\n"
            "- none, Prairie Ledger, 31 October 2024 [2]\n\n"
            "Timeline\n- 30 October 2024: A *force* is counted. [1]\n",
        ),
        (
            "markdown",
            "### The articles disagree: \\<b\\>troops\\</b\\>. They stand against each other.\n\n"
            "- 10,000, The Harbour Post, 30 October 2024[^1]\n"
            "- none, Prairie Ledger, 31 October 2024[^2]\n\n"
            "### Timeline\n\n- 30 October 2024: A \\*force\\* is counted.[^1]\n",
        ),
        (
            "html",
            '<h3 dir="auto">The articles disagree: &lt;b&gt;troops&lt;/b&gt;. They stand against '
            "each other.</h3>\n<ul>\n"
            '<li dir="auto">10,000, The Harbour Post, 30 October 2024'
            '<sup><a href="#note-1">[1]</a></sup></li>\n'
            '<li dir="auto">none, Prairie Ledger, 31 October 2024'
            '<sup><a href="#note-2">[2]</a></sup></li>\n</ul>\n'
            '<h3 dir="auto">Timeline</h3>\n<ul>\n'
            '<li dir="auto">30 October 2024: A *force* is counted.'
            '<sup><a href="#note-1">[1]</a></sup></li>\n</ul>\n',
        ),
    ],
)
def test_what_stands_beside_an_answer_goes_along_with_the_conversation_s_numbers(
    form: str, expected: str
) -> None:
    # In the answer itself the two articles have the numbers 2 and 1.
    assert expected in text(form, [ASKED, Exchange(BESIDE.question, BESIDE, done=True)])


def test_markdown_has_headings_footnotes_and_every_quotation() -> None:
    told = text("markdown")
    assert told.startswith("## How many North Korean troops are in Russia?\n\n")
    assert "Asked within: since 2024-10-01\n\n**About 10,000**\n\n" in told
    assert "soldiers are in Russia[^1]. The UN could not confirm it.[^2]" in told
    assert "apologised" not in told, "what was withdrawn is not exported"
    notes = [line for line in told.splitlines() if line.startswith("[^")]
    assert len(notes) == 2
    assert "“Pentagon puts the force in Kursk at 10,000”, The Harbour Post, 30 October" in notes[0]
    assert "<https://harbour.example/pentagon-10000>" in notes[0]
    assert f"“{TROOPS}” “{MUNITIONS}”" in notes[0]


class Exported(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_what_an_answer_cannot_be_read_without_goes_along(form: str) -> None:
    """A follow-up says little by itself, and a note says where the answer comes from."""
    answer = replace(OTHER, question="And the UN?", notes=("The language model is busy",))
    answer = replace(answer, standalone_question="What does the UN say of the troops?")
    told = text(form, [Exchange(answer.question, answer, done=True)])
    places = [
        told.index(words)
        for words in ("Understood as: What does the UN say", "The language model", "It cannot")
    ]
    assert places == sorted(places)


def test_the_page_has_footnotes_that_are_there_and_asks_nothing_of_the_network() -> None:
    html = text("html")
    page = Exported(html)
    targets = {value[1:] for name, value in page.attributes if value.startswith("#")}
    assert targets == {"note-1", "note-2"}
    assert targets <= {value for name, value in page.attributes if name == "id"}
    assert not {"script", "img", "iframe", "link", "form"} & set(page.tags)
    assert "default-src 'none'" in html
    assert "https://harbour.example/pentagon-10000#:~:text=About" in html
    assert TROOPS in "".join(page.words)


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_an_article_that_is_gone_is_said_to_be_in_every_form(form: str) -> None:
    gone = replace(ASKED, since={REPORT.id: Since.REMOVED})
    assert "no longer in the index" in text(form, [gone])


@pytest.mark.parametrize("later", [None, Since.EDITED])
def test_a_later_citation_hides_nothing_of_what_became_of_an_article(later: Since | None) -> None:
    reworded = replace(ASKED, since={REPORT.id: Since.REWORDED})
    again = replace(ASKED, since={REPORT.id: later} if later else {})
    (found,) = (note for note in footnotes([reworded, again]).notes if note.article_id == REPORT.id)
    assert found.since is Since.REWORDED


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_an_answer_that_did_not_come_to_its_end_is_said_not_to_have(form: str) -> None:
    assert "Stopped before the end." not in text(form, [ASKED])
    assert "Stopped before the end." in text(form, [replace(ASKED, done=False, stopped=True)])
    assert "Stopped before the end." in text(form, [Exchange("Who?", stopped=True)])
    failed = replace(ASKED, done=False, problem="The model failed in the midst.")
    assert "The model failed in the midst." in text(form, [failed])


def test_bibtex_is_what_both_bibtex_and_biblatex_read() -> None:
    assert to_bibtex(footnotes([ASKED]).notes[:1]) == (
        "@article{harbour2024pentagon,\n"
        "  title = {{Pentagon puts the force in Kursk at 10,000}},\n"
        "  author = {Ana Ruiz and Tom Lee},\n"
        "  journal = {The Harbour Post},\n"
        "  year = {2024},\n"
        "  month = oct,\n"
        "  day = {30},\n"
        "  url = {https://harbour.example/pentagon-10000},\n"
        "}\n"
    )


def note(title: str = "Title", **source: object) -> Note:
    return Note(1, "a", title, Source(**source), ("quote",))  # type: ignore[arg-type]


def test_bibtex_escapes_what_latex_would_obey_and_names_it_would_take_apart() -> None:
    found = to_bibtex(
        [note(r"50% of $1 & {more} \input{x}_#~^", authors=("Reuters and AP", "Lee, Tom"))]
    )
    assert (
        r"title = {{50\% of \$1 \& \textbraceleft{}more\textbraceright{} "
        r"\textbackslash{}input\textbraceleft{}x\textbraceright{}\_\#\textasciitilde{}" in found
    )
    assert "author = {{Reuters and AP} and {Lee, Tom}}" in found


def test_keys_are_unique_and_plain() -> None:
    notes = [note("Élection à Paris"), note("Élection à Nice"), note("不", outlet="報")]
    keys = re.findall(r"@article\{(.*),", to_bibtex(notes))
    assert keys == ["election", "election-2", "article"]
    assert [item["id"] for item in json.loads(to_csl(notes))] == keys


def test_csl_json_names_what_is_known_and_guesses_nothing() -> None:
    assert json.loads(text("csl"))[0] == {
        "id": "harbour2024pentagon",
        "type": "article-newspaper",
        "title": REPORT.title,
        "author": [{"literal": "Ana Ruiz"}, {"literal": "Tom Lee"}],
        "container-title": "The Harbour Post",
        "issued": {"date-parts": [[2024, 10, 30]]},
        "URL": "https://harbour.example/pentagon-10000",
    }
    assert json.loads(to_csl([note()])) == [
        {"id": "title", "type": "article-newspaper", "title": "Title"}
    ]


def test_an_unknown_format_and_an_empty_conversation_are_refused() -> None:
    with pytest.raises(InputError, match="ask for one of text, markdown, html, bibtex, csl"):
        export("pdf", [ASKED])
    with pytest.raises(InputError, match="nothing to export yet"):
        export("html", [])


# ---- hostile articles, answers and visitors ----


def hostile(words: str, url: str) -> list[Exchange]:
    article = Article("a", words, f"before {words} after", Source(words, url, None, (words,)))
    answer = Answer(
        question=words,
        standalone_question=words,
        answered=True,
        confidence=0.5,
        text=f"{words} [1] {words}",
        short_answer=words,
        sentences=(Sentence(words, (1,), (0,), Support.WEAK),),
        citations=(cite(1, article, words),),
        hits=(hit(1, article),),
    )
    declined = replace(answer, answered=False, reason=words)
    return [
        Exchange(words, answer, done=True, within=Within(outlets=(words,))),
        Exchange(words, declined, done=True),
        Exchange(words, problem=words),
    ]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_text_stays_text_in_a_page(words: str) -> None:
    for url in HOSTILE_URLS:
        page = Exported(text("html", hostile(words, url)))
        known = {"html", "head", "meta", "title", "style", "body", "h1", "h2", "article", "p",
                 "sup", "a", "section", "ol", "li", "bdi", "span", "q"}  # fmt: skip
        assert set(page.tags) <= known
        assert all(not name.startswith("on") for name, _ in page.attributes)
        links = [value for name, value in page.attributes if name == "href"]
        assert all(link.startswith("#note-") for link in links)


@given(st.text(min_size=1, max_size=60))
def test_markdown_leaves_nothing_unescaped(words: str) -> None:
    told = escaped(words)
    bare = re.sub(r"\\.", "", told)
    assert not re.search(r"[`*_{}\[\]<>#|~&$!]", bare)
    assert not re.search(r"^[ \t]*(?:[-+=:]|\d+[.)])", told, re.M)
    unescaped = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", told)
    assert unescaped.split() == words.split()


@given(st.text(min_size=1, max_size=60))
def test_bibtex_keeps_its_braces_balanced(words: str) -> None:
    found = to_bibtex([note(words, outlet=words, authors=(words,), url=words)])
    depth = 0
    for brace in re.findall(r"[{}]", found):  # BibTeX counts those behind a backslash too
        depth += 1 if brace == "{" else -1
        assert depth >= 0
    assert depth == 0
