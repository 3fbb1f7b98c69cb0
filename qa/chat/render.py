"""A conversation -> HTML. Pure functions; every word that comes in is escaped.

The page computes nothing: it shows an ``Answer`` as the engine gave it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote as percent_encode

from index.types import Hit
from qa.chat.citing import Reference, Span, link, origin
from qa.chat.marks import Piece, pieces
from qa.types import Answer, Citation, Sentence, Support

_SHOWN_HITS = 10
_SNIPPET = 240  # characters of a passage in a list

# The sign is a letterform, so that it is told apart without colour; the word follows for
# screen readers, and the legend below an answer says both.
SUPPORT = {
    Support.QUOTED: ("”", "quoted", "stands in the source word for word"),
    Support.SUPPORTED: ("✓", "supported", "the source says it in other words"),
    Support.WEAK: ("~", "weakly supported", "the source says it only in part"),
    Support.UNSUPPORTED: ("?", "unsupported", "no source was found that says it"),
}


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question of the conversation and what has come of it so far.

    ``problem`` is what went wrong, as a sentence; ``stopped`` is True where the visitor
    did not wait for the end.
    """

    question: str
    answer: Answer | None = None
    problem: str | None = None
    stopped: bool = False


def conversation(exchanges: Sequence[Exchange]) -> str:
    """All exchanges, oldest first."""
    return "".join(_exchange(number, each) for number, each in enumerate(exchanges, 1))


def welcome(suggestions: Sequence[str]) -> str:
    """What stands there before the first question."""
    asked = "".join(f"<li>{ask_link(text, text)}</li>" for text in suggestions)
    examples = f'<ul class="suggestions" aria-label="Suggested questions">{asked}</ul>'
    return (
        '<section class="welcome"><h2>What would you like to know?</h2>'
        "<p>Answers are drawn from the articles in this index, and every sentence names its "
        "source. Open a number to read the words where they stand.</p>"
        f"{examples if suggestions else ''}</section>"
    )


def empty() -> str:
    """What stands there where the index holds no article."""
    return (
        '<section class="welcome"><h2>There is nothing to ask yet</h2>'
        "<p>The index holds no article. Add some with <code>newsdesk build FOLDER</code>, "
        "then reload this page.</p></section>"
    )


def notice(text: str, *, alarm: bool = False, hidden: bool = False) -> str:
    """One line on what is going on.

    Args:
        text: The line; nothing is shown where it is empty.
        alarm: It needs the visitor.
        hidden: It is for screen readers alone: the page shows the same elsewhere.
    """
    look = "visually-hidden" if hidden else "notice alarm" if alarm else "notice"
    return f'<p class="{look}">{escape(text)}</p>' if text else ""


def spoken(answer: Answer) -> str:
    """What a screen reader says once the answer is whole."""
    if not answer.answered:
        return f"No answer. {answer.reason or answer.text}"
    count = len({citation.number for citation in answer.citations})
    sources = "1 source" if count == 1 else f"{count} sources"
    return f"Answered from {sources}. {answer.short_answer or answer.text}"


def ask_link(label: str, question: str) -> str:
    """A link that asks; opened elsewhere, it is the page with the question asked."""
    return f'<a class="ask" href="?q={percent_encode(question, safe="")}">{escape(label)}</a>'


def _exchange(number: int, exchange: Exchange) -> str:
    return (
        f'<article class="exchange" aria-labelledby="question-{number}">'
        f'<h2 class="asked" id="question-{number}" dir="auto">{escape(exchange.question)}</h2>'
        f"{_outcome(exchange)}</article>"
    )


def _outcome(exchange: Exchange) -> str:
    shown = _answer(exchange.answer) if exchange.answer else ""
    again = ask_link("Ask again", exchange.question)
    if exchange.problem:
        return f'{shown}<p class="problem" role="alert">{escape(exchange.problem)} {again}</p>'
    if exchange.stopped:
        return f'{shown}<p class="stopped">Stopped before the end. {again}</p>'
    return shown or '<p class="waiting">Reading the articles …</p>'


def _answer(answer: Answer) -> str:
    parts = [_understood(answer)]
    if answer.answered:
        parts += [_short(answer), _text(answer), _legend(answer), _sources(answer)]
    else:
        parts += [_declined(answer)]
    parts += [_nearest(answer.hits, is_open=not answer.answered)]
    return "".join(parts)


def _understood(answer: Answer) -> str:
    if answer.standalone_question.strip() in ("", answer.question.strip()):
        return ""
    return (
        f'<p class="understood" dir="auto">Understood as: {escape(answer.standalone_question)}</p>'
    )


def _short(answer: Answer) -> str:
    if not answer.short_answer:
        return ""
    return f'<p class="short-answer" dir="auto">{escape(answer.short_answer)}</p>'


def _text(answer: Answer) -> str:
    body = "".join(_piece(piece, answer) for piece in pieces(answer.text, answer.sentences))
    return f'<div class="answer-text" dir="auto">{body}</div>'


def _piece(piece: Piece, answer: Answer) -> str:
    body, at = "", 0
    for place, number in piece.marks:
        body += escape(piece.text[at:place]) + _mark(number, piece.sentence, answer)
        at = place
    body += escape(piece.text[at:])
    sentence = piece.sentence
    if sentence is None:
        return body
    if sentence.struck:
        body = f'<span class="visually-hidden">Withdrawn: </span><s>{body}</s>'
    return f'<span class="sentence {sentence.support.value}">{body}{_support(sentence)}</span>'


def _mark(number: int, sentence: Sentence | None, answer: Answer) -> str:
    cited = [answer.citations[index] for index in sentence.evidence] if sentence else []
    cited = [each for each in cited if each.number == number]
    cited = cited or [each for each in answer.citations if each.number == number]
    if not cited:  # the number of no source is text, not a link that leads nowhere
        return escape(f" [{number}]")
    first = cited[0]
    name = f"[{number}] {first.title}, {origin(first.source)}"
    return " " + link(
        f"[{number}]", _reference(cited), title=first.title, source=first.source, spoken=name
    )


def _reference(cited: Sequence[Citation]) -> Reference:
    spans = tuple(Span(each.start, each.end, each.quote) for each in cited)
    return Reference(cited[0].passage.article_id, spans)


def _support(sentence: Sentence) -> str:
    sign, word, meaning = SUPPORT[sentence.support]
    return (
        f'<span class="support" title="{escape(f"{word}: {meaning}")}">'
        f'<span aria-hidden="true">{sign}</span>'
        f'<span class="visually-hidden"> ({word})</span></span>'
    )


def _legend(answer: Answer) -> str:
    used = {sentence.support for sentence in answer.sentences}
    signs = "".join(
        f'<span aria-hidden="true"><b class="support">{sign}</b> {word}: {meaning}</span>'
        for support, (sign, word, meaning) in SUPPORT.items()
        if support in used
    )
    sure = (
        '<span class="sure" title="How likely it is that the answer shown is right">'
        f"{answer.confidence:.0%} sure</span>"
    )
    return f'<p class="legend">{sure}{signs}</p>'


def _sources(answer: Answer) -> str:
    by_number: dict[int, list[Citation]] = {}
    for citation in answer.citations:
        by_number.setdefault(citation.number, []).append(citation)
    items = "".join(
        f'<li value="{number}">{_source(_reference(cited), cited[0])}</li>'
        for number, cited in sorted(by_number.items())
    )
    return f'<h3>Sources</h3><ol class="sources">{items}</ol>' if items else ""


def _source(reference: Reference, of: Citation | Hit) -> str:
    title = link(of.title, reference, title=of.title, source=of.source)
    return f'<bdi>{title}</bdi> <span class="origin">{escape(origin(of.source))}</span>'


def _declined(answer: Answer) -> str:
    reason = answer.reason or answer.text
    return f'<p class="declined" dir="auto"><b>No answer.</b> {escape(reason)}</p>'


def _nearest(hits: Sequence[Hit], *, is_open: bool) -> str:
    if not hits:
        return ""
    items = "".join(f"<li>{_hit(hit)}</li>" for hit in hits[:_SHOWN_HITS])
    return (
        f'<details class="nearest"{" open" if is_open else ""}>'
        f"<summary>Nearest passages</summary><ol>{items}</ol></details>"
    )


def _hit(hit: Hit) -> str:
    passage = hit.passage
    words = passage.text if len(passage.text) <= _SNIPPET else passage.text[: _SNIPPET - 1] + "…"
    span = Span(passage.start, passage.end, passage.text)
    copies = len(hit.copies)
    also = f" · {copies} near-{'copy' if copies == 1 else 'copies'}" if copies else ""
    return (
        f"{_source(Reference(passage.article_id, (span,)), hit)}{also}"
        f'<span class="snippet" dir="auto">{escape(" ".join(words.split()))}</span>'
    )
