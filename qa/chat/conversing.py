"""What the events of a conversation do: answer, lead on, ask again, stop."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import gradio as gr

from corpus.errors import InputError
from index.types import Filters
from qa.chat import render
from qa.chat.doorkeeper import Doorkeeper
from qa.chat.indexes import Indexes
from qa.chat.loading import explain
from qa.visiting.asking import checked_filters, checked_question
from qa.visiting.conversation import MOST_EXCHANGES, Exchange, Within, turns

FOLLOW_UPS = 3


class Responder:
    """Streams answers into the conversation.

    The outputs of its events are the question's box, the chat, the status line and the
    exchanges.
    """

    def __init__(self, indexes: Indexes, door: Doorkeeper) -> None:
        self._indexes = indexes
        self._door = door

    def respond(
        self,
        text: str,
        index: str,
        since: str | None,
        until: str | None,
        as_of: str | None,
        outlets: list[str] | None,
        goes_on: bool,
        exchanges: list[Exchange],
        request: gr.Request,
    ) -> Iterator[Any]:
        """The event of a question being sent.

        ``goes_on``: it belongs to the conversation of these exchanges, not to a new one.
        """
        exchanges = exchanges if goes_on else []
        try:
            question = checked_question(text)
            filters = checked_filters(since, until, as_of, outlets)
            # A conversation keeps to the index that it began with.
            index = self._indexes.name(exchanges[0].index if exchanges else index)
            if len(exchanges) >= MOST_EXCHANGES:
                raise InputError("This conversation is as long as it can be. Begin a new one.")
            self._door.question(request)
        except InputError as error:  # the box keeps what was typed, to be mended
            yield gr.skip(), gr.skip(), render.notice(str(error), alarm=True), gr.skip()
            return
        within = Within(since or "", until or "", as_of or "", tuple(outlets or ()))
        asked = Exchange(
            question, within=within, index=index, identity=self._indexes.identify(index)
        )
        yield from self._answer(asked, filters, exchanges)

    def respond_again(
        self, exchanges: list[Exchange], event: gr.EventData, request: gr.Request
    ) -> Iterator[Any]:
        """The event of the last question being asked anew, with the filters that it had.

        ``typed`` in the event: this time without completing it from the conversation.
        """
        try:
            if not exchanges:
                raise InputError("There is no question to ask again.")
            *before, last = exchanges
            question = checked_question(last.question)
            filters = _filters(last.within)
            self._door.question(request)
        except InputError as error:
            yield gr.skip(), gr.skip(), render.notice(str(error), alarm=True), gr.skip()
            return
        as_typed = last.as_typed or bool(event._data.get("typed"))
        anew = Exchange(
            question,
            within=last.within,
            as_typed=as_typed,
            index=last.index,
            identity=last.identity,
        )
        yield from self._answer(anew, filters, before)

    def _answer(self, now: Exchange, filters: Filters, before: list[Exchange]) -> Iterator[Any]:
        # Said with every step: of steps that come at once, the browser may draw the last only.
        busy = gr.update(submit_btn=False, stop_btn="Stop")
        emptied = gr.update(value="", submit_btn=False, stop_btn="Stop")
        idle = gr.update(submit_btn="Ask", stop_btn=False)
        try:
            loading = self._indexes.loading(now.index)
            waits = not loading.ready.done()
            said = "Your question waits until the model is loaded." if waits else ""
            yield emptied, *_shown([*before, now], said or "Reading the articles …")
            desk = loading.ready.result()
            history = None if now.as_typed else turns(before)
            for answer in desk.stream(now.question, filters=filters, history=history):
                now = replace(now, answer=answer)
                yield busy, *_shown([*before, now], "Reading the articles …")
            now = replace(now, done=True)
            said = render.spoken(now.answer) if now.answer else ""
            yield idle, *_shown([*before, now], said, only_spoken=True)
        except Exception as error:  # said on the page; the unforeseen is logged in full
            now = replace(now, problem=explain(error))
            yield idle, *_shown([*before, now], "")


def leader(indexes: Indexes) -> Callable[[list[Exchange]], Any]:
    """The event of an answer being whole: finds what it leads on to. Its output is the shelf."""

    def lead_on(exchanges: list[Exchange]) -> Any:
        last = exchanges[-1] if exchanges else None
        if last is None or last.answer is None or not last.done:
            return gr.skip()
        try:
            desk = indexes.loading(last.index).ready.result()
            found = desk.follow_ups(
                last.answer, FOLLOW_UPS, filters=_filters(last.within), history=turns(exchanges)
            )
        except Exception as error:  # nobody asked for it: the terminal has it in full
            explain(error)
            return gr.skip()
        return gr.update(onward={"after": last.id, "html": render.follow_ups(found)})

    return lead_on


def _filters(within: Within) -> Filters:
    return checked_filters(within.since, within.until, within.as_of, within.outlets)


def stop(exchanges: list[Exchange]) -> tuple[Any, str, str, list[Exchange]]:
    """Keeps what was there when the visitor stopped the answer."""
    stopped = [*exchanges[:-1], *(_stopped(each) for each in exchanges[-1:])]
    idle = gr.update(submit_btn="Ask", stop_btn=False)
    return idle, *_shown(stopped, "Stopped.", only_spoken=True)


def _stopped(exchange: Exchange) -> Exchange:
    return exchange if exchange.over else replace(exchange, stopped=True)


def _shown(
    exchanges: Sequence[Exchange], said: str, *, only_spoken: bool = False
) -> tuple[str, str, list[Exchange]]:
    """What goes to the chat, the status line and the state."""
    status = render.notice(said, hidden=only_spoken)
    return render.conversation(exchanges), status, list(exchanges)
