"""An answer -> HTML, part by part. Pure functions; every word that comes in is escaped."""

from collections.abc import Mapping, Sequence
from html import escape

from index.types import Hit
from qa.chat.citing import Reference, Span, link
from qa.types import Answer, Citation, Disagreement, Event, Sentence
from qa.visiting.conversation import Since
from qa.visiting.marks import RELATIONS, SUPPORT, Piece, pieces
from qa.visiting.origins import Origins, copies_of, origins
from qa.visiting.sources import day_in_words, origin, origin_html

_SHOWN_HITS = 10
_SNIPPET = 240  # characters of a passage in a list
_SINCE = {
    Since.EDITED: "Changed since it was cited; the quoted words still stand in it.",
    Since.REWORDED: "Changed since it was cited; the quoted words no longer stand in it.",
    Since.REMOVED: "No longer in the index.",
}


def answer_html(answer: Answer, since: Mapping[str, Since]) -> str:
    """The answer in the order in which it is read; ``since`` is that of its exchange.

    What was found besides is left to ``nearest``.
    """
    parts = [_note(note) for note in answer.notes]
    if answer.answered:
        parts += [_short(answer), _text(answer), _legend(answer), _withdrawn(answer)]
        parts += [_disagreement(each, answer) for each in answer.disagreements]
        parts += [_timeline(answer), _sources(answer, since)]
    else:
        parts += [_declined(answer)]
    return "".join(parts)


def _note(note: str) -> str:
    return f'<p class="note" dir="auto">{escape(note)}</p>'


def _short(answer: Answer) -> str:
    if not answer.short_answer:
        return ""
    return f'<p class="short-answer" dir="auto">{escape(answer.short_answer)}</p>'


def _text(answer: Answer) -> str:
    body = "".join(_piece(piece, answer) for piece in pieces(answer.text, answer.sentences))
    return f'<div class="answer-text" dir="auto">{body}</div>'


def _piece(piece: Piece, answer: Answer) -> str:
    sentence = piece.sentence
    evidence = sentence.evidence if sentence else ()
    body, at = "", 0
    for place, number in piece.marks:
        body += escape(piece.text[at:place]) + _mark(number, evidence, answer)
        at = place
    body += escape(piece.text[at:])
    if sentence is None:
        return body
    return f'<span class="sentence {sentence.support.value}">{body}{_support(sentence)}</span>'


def _mark(number: int, evidence: Sequence[int], answer: Answer) -> str:
    """The number as a link to the words that stand as its evidence."""
    cited = [answer.citations[index] for index in evidence]
    cited = [each for each in cited if each.number == number]
    cited = cited or [each for each in answer.citations if each.number == number]
    if not cited:  # the number of no source is text, not a link that leads nowhere
        return escape(f" [{number}]")
    first = cited[0]
    name = f"[{number}] {first.title}, {origin(first.source)}"
    reference = _reference(cited, answer)
    return " " + link(f"[{number}]", reference, title=first.title, source=first.source, spoken=name)


def _reference(cited: Sequence[Citation], answer: Answer) -> Reference:
    name = cited[0].passage.article_id
    spans = tuple(Span(each.start, each.end, each.quote) for each in cited)
    return Reference(name, spans, copies_of(answer).get(name, ()))


def _support(sentence: Sentence) -> str:
    sign, word, meaning = SUPPORT[sentence.support]
    return (
        f'<span class="support" title="{escape(f"{word}: {meaning}")}">'
        f'<span aria-hidden="true">{sign}</span>'
        f'<span class="visually-hidden"> ({word})</span></span>'
    )


def _legend(answer: Answer) -> str:
    shown = pieces(answer.text, answer.sentences)  # without what was withdrawn
    used = {piece.sentence.support for piece in shown if piece.sentence}
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


def _withdrawn(answer: Answer) -> str:
    """What a language model wrote and no source says, closed until it is asked for."""
    struck = [f"<li><s>{escape(each.text)}</s></li>" for each in answer.sentences if each.struck]
    if not struck:
        return ""
    count = "1 sentence" if len(struck) == 1 else f"{len(struck)} sentences"
    return (
        f'<details class="withdrawn"><summary>{count} withdrawn, as no source says so</summary>'
        f'<ul dir="auto">{"".join(struck)}</ul></details>'
    )


def _timeline(answer: Answer) -> str:
    if not answer.timeline:
        return ""
    items = "".join(_event(event, answer) for event in answer.timeline)
    return f'<h3>Timeline</h3><ol class="timeline">{items}</ol>'


def _event(event: Event, answer: Answer) -> str:
    marks = "".join(_mark(number, event.evidence, answer) for number in event.citations)
    day = f'<time datetime="{escape(event.day)}">{escape(day_in_words(event.day))}</time>'
    return f'<li>{day} <span dir="auto">{escape(event.text)}{marks}</span></li>'


def _disagreement(disagreement: Disagreement, answer: Answer) -> str:
    heading, meaning = RELATIONS[disagreement.relation]
    claims = "".join(
        f'<li><b dir="auto">{escape(claim.value)}</b>'
        f'<span class="origin">{origin_html(answer.citations[claim.evidence].source)}'
        f"{_mark(claim.citation, (claim.evidence,), answer)}</span></li>"
        for claim in disagreement.claims
    )
    return (
        f'<section class="differ"><h3>{heading}: <bdi>{escape(disagreement.about)}</bdi></h3>'
        f'<ol>{claims}</ol><p class="origin">{meaning}</p></section>'
    )


def _sources(answer: Answer, since: Mapping[str, Since]) -> str:
    by_number: dict[int, list[Citation]] = {}
    for citation in answer.citations:
        by_number.setdefault(citation.number, []).append(citation)
    items = "".join(
        f'<li value="{number}">{_source(_reference(cited, answer), cited[0])}'
        f"{_became(since.get(cited[0].passage.article_id))}</li>"
        for number, cited in sorted(by_number.items())
    )
    counted = _counted(origins(answer))
    return f'<h3>Sources{counted}</h3><ol class="sources">{items}</ol>' if items else ""


def _counted(behind: Origins) -> str:
    if behind.articles == behind.independent:
        return ""
    count = behind.independent
    name = "independent origin" if count == 1 else "independent origins"
    return f' <span class="origin">{behind.articles} articles, {count} {name}</span>'


def _became(since: Since | None) -> str:
    return f'<span class="since">{_SINCE[since]}</span>' if since else ""


def _source(reference: Reference, of: Citation | Hit, also: str = "") -> str:
    title = link(of.title, reference, title=of.title, source=of.source)
    return f'<bdi>{title}</bdi> <span class="origin">{origin_html(of.source)}{also}</span>'


def _declined(answer: Answer) -> str:
    reason = answer.reason or answer.text
    return f'<p class="declined" dir="auto"><b>No answer.</b> {escape(reason)}</p>'


def nearest(answer: Answer) -> str:
    """The passages that were found, best first; open where they are all there is."""
    if not answer.hits:
        return ""
    items = "".join(f"<li>{_hit(hit)}</li>" for hit in answer.hits[:_SHOWN_HITS])
    return (
        f'<details class="nearest"{"" if answer.answered else " open"}>'
        f"<summary>Nearest passages</summary><ol>{items}</ol></details>"
    )


def _hit(hit: Hit) -> str:
    passage = hit.passage
    words = passage.text if len(passage.text) <= _SNIPPET else passage.text[: _SNIPPET - 1] + "…"
    span = Span(passage.start, passage.end, passage.text)
    count = len(hit.copies)
    also = f" · {count} near-{'copy' if count == 1 else 'copies'}" if count else ""
    return (
        f"{_source(Reference(passage.article_id, (span,), hit.copies), hit, also)}"
        f'<span class="snippet" dir="auto">{escape(" ".join(words.split()))}</span>'
    )
