"""A conversation -> HTML. Pure functions; every word that comes in is escaped.

The page computes nothing: it shows what the engine gave. How one answer is shown is told
in qa/chat/answering.py.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from urllib.parse import quote as percent_encode

from corpus.findings import Rejected
from index.build import Summary
from qa.chat.answering import answer_html, nearest
from qa.types import Answer
from qa.visiting.conversation import Exchange, saved


def conversation(exchanges: Sequence[Exchange]) -> str:
    """All exchanges, oldest first; the last one can be asked again and gone on from."""
    last = len(exchanges)
    return "".join(
        _exchange(number, each, is_last=number == last) for number, each in enumerate(exchanges, 1)
    )


def welcome(suggestions: Sequence[str]) -> str:
    """What stands there before the first question."""
    return (
        '<section class="welcome"><h2>What would you like to know?</h2>'
        "<p>Answers are drawn from the articles in this index, and every sentence names its "
        "source. Open a number to read the words where they stand.</p>"
        f"{_suggested('Suggested questions', suggestions)}</section>"
    )


def empty() -> str:
    """What stands there where the index holds no article."""
    return (
        '<section class="welcome"><h2>There is nothing to ask yet</h2>'
        "<p>The index holds no article. Add some with <code>newsdesk build FOLDER</code>, "
        "then reload this page.</p></section>"
    )


def added(summary: Summary, *, done: bool) -> str:
    """What has become of the articles that a reader adds, and why some were rejected."""
    counts = (
        (summary.added, "added"),
        (summary.changed, "changed"),
        (summary.unchanged, "known already"),
        (summary.rejected, "rejected"),
    )
    told = ", ".join(f"{count:,} {word}" for count, word in counts if count) or "nothing yet"
    line = f"Done: {told}." if done else f"Adding: {told} …"
    rows = "".join(
        f"<li><bdi>{escape(_place(each))}</bdi>: {escape(each.reason)}</li>"
        for each in summary.first_rejected
    )
    more = summary.rejected - len(summary.first_rejected)
    rest = f"<li>and {more:,} more, in rejected.jsonl in the index folder</li>" if more > 0 else ""
    return f'{notice(line)}<ul class="rejected">{rows}{rest}</ul>' if rows else notice(line)


def _place(rejected: Rejected) -> str:
    line = "" if rejected.line is None else f", line {rejected.line}"
    return f"{rejected.where}{line}"


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


def ask_link(label: str, question: str, again: str = "") -> str:
    """A link that asks; opened elsewhere, it is the page with the question asked.

    ``again``: in place, it asks the last question anew: ``same``, or ``typed`` without
    completing it from the conversation.
    """
    anew = f' data-again="{again}"' if again else ""
    where = percent_encode(question, safe="")
    return f'<a class="ask" href="?q={where}"{anew}>{escape(label)}</a>'


def follow_ups(questions: Sequence[str]) -> str:
    """What else can be asked after an answer; qa/chat/shelf.js puts it there."""
    return _suggested("Ask on", questions)


def _exchange(number: int, exchange: Exchange, *, is_last: bool) -> str:
    # What a reader keeps, exports or has an opinion on goes along with the exchange. Of one that is
    # not over the question is kept: the page may be left or thrown away before its answer is whole.
    name = "saved" if exchange.over else "begun"
    now = exchange if exchange.over else replace(exchange, answer=None, stopped=True)
    kept = json.dumps(saved(now), ensure_ascii=False)
    data = f' data-index="{escape(exchange.index)}" data-{name}="{escape(kept)}"'
    return (
        f'<article class="exchange" aria-labelledby="question-{number}"{data}>'
        f'<h2 class="asked" id="question-{number}" dir="auto">{escape(exchange.question)}</h2>'
        f"{_within(exchange)}{_understood(exchange, is_last)}{_outcome(exchange)}"
        f"{_afterwards(exchange, is_last)}</article>"
    )


def _within(exchange: Exchange) -> str:
    phrases = "".join(f"<li><bdi>{escape(each)}</bdi></li>" for each in exchange.within.words())
    return f'<ul class="within" aria-label="Asked within">{phrases}</ul>' if phrases else ""


def _understood(exchange: Exchange, is_last: bool) -> str:
    if not exchange.understood:
        return ""
    undo = f" {ask_link('Ask it as typed', exchange.question, 'typed')}" if is_last else ""
    return (
        f'<p class="understood" dir="auto">Understood as: {escape(exchange.understood)}{undo}</p>'
    )


def _outcome(exchange: Exchange) -> str:
    shown = answer_html(exchange.answer, exchange.since) if exchange.answer else ""
    again = ask_link("Ask again", exchange.question, "same")
    if exchange.problem:
        return f'{shown}<p class="problem" role="alert">{escape(exchange.problem)} {again}</p>'
    if exchange.stopped:
        return f'{shown}<p class="stopped">Stopped before the end. {again}</p>'
    return shown or '<p class="waiting">Reading the articles …</p>'


def _afterwards(exchange: Exchange, is_last: bool) -> str:
    """What can be done with an answer, and what else was found."""
    answer = exchange.answer
    if answer is None:
        return ""
    acting = _actions(is_last) if exchange.over else ""
    # Where there is no answer, the nearest passages are what a reader wants to see first.
    return acting + nearest(answer) if answer.answered else nearest(answer) + acting


def _actions(is_last: bool) -> str:
    """What can be done with an answer; qa/chat/shelf.js does it."""
    buttons = [
        _button("copy", "Copy", "Copy the answer with its citations"),
        _button("address", "Link", "Copy a link that asks this question"),
    ]
    if is_last:
        buttons.append(_button("anew", "Ask again", "Ask the same question again"))
    thumbs = "".join(
        f'<button type="button" class="{name}" data-verdict="{name}" aria-pressed="false" '
        f'aria-label="{label}" title="{label}"></button>'
        for name, label in (("good", "Good answer"), ("bad", "Bad answer"))
    )
    return (
        '<div class="actions" role="group" aria-label="This answer">'
        f"{''.join(buttons)}{thumbs}</div>"
    )


def _button(name: str, label: str, title: str) -> str:
    return f'<button type="button" class="{name}" title="{title}">{label}</button>'


def _suggested(heading: str, questions: Sequence[str]) -> str:
    asked = "".join(f"<li>{ask_link(text, text)}</li>" for text in questions)
    return f'<ul class="suggestions" aria-label="{heading}">{asked}</ul>' if asked else ""
