"""Sentences chosen from the passages -> the sentences of an answer, each cited."""

from collections.abc import Sequence

from qa.citations import Citations, shown, unique
from qa.quote import Quote
from qa.quoting.meant import with_name
from qa.types import Citation, Sentence, Support


def quoted(
    chosen: Sequence[Quote], before: Sequence[Citation] = ()
) -> tuple[tuple[Sentence, ...], tuple[Citation, ...]]:
    """The sentences of an answer, and all its citations: those ``before``, and their own."""
    citations = Citations(before)
    sentences = []
    for quote in chosen:
        hit = quote.hit
        text, spans = quote.text, [(quote.start, quote.end)]
        if quote.dated:
            end, day = quote.dated
            text = f"{text[:end]} [{day.day} {day:%B %Y}]{text[end:]}"
        if quote.meant:
            spans.append(quote.meant)
            start, end = (place - hit.passage.start for place in quote.meant)
            text = with_name(text, hit.passage.text[start:end])
        places = [citations.cite(hit.passage, hit.title, hit.source, *span) for span in spans]
        sentences.append(
            Sentence(
                text=shown(text),
                citations=unique([citations.number(place) for place in places]),
                evidence=tuple(places),
                support=Support.QUOTED,
            )
        )
    return tuple(sentences), citations.all()
