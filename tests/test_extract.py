"""Sentences worth quoting."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import Source
from corpus.passages import Passage
from index.types import Hit
from qa.extract import PASSAGES, read
from qa.quote import Quote
from word_encoder import WordEncoder

HARBOUR = (
    "The weather was fine all day. The mayor closed the harbour on Tuesday because of the storm. "
    "Nobody was hurt at all there."
)


def hit(text: str, rank: int = 1, start: int = 0, title: str = "News") -> Hit:
    article = f"a{rank}"
    passage = Passage(f"p{rank}", article, start, start + len(text), text)
    return Hit(passage, title, Source(), 1 / rank, rank)


def ranked(question: str, hits: Sequence[Hit]) -> list[Quote]:
    return read(question, hits, WordEncoder(), lambda term: 1.0).quotes


def test_the_sentence_that_shares_most_with_the_question_comes_first() -> None:
    best = ranked("Who closed the harbour on Tuesday?", [hit(HARBOUR)])[0]
    assert best.text == "The mayor closed the harbour on Tuesday because of the storm."
    assert best.coverage == 1.0


def test_quotes_are_exact_slices_of_the_article() -> None:
    passage = hit(HARBOUR, start=1_000)
    found = ranked("harbour", [passage])
    assert len(found) == 3
    for quote in found:
        assert HARBOUR[quote.start - 1_000 : quote.end - 1_000] == quote.text
    assert [quote.score for quote in found] == sorted((q.score for q in found), reverse=True)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200), st.lists(st.text(max_size=200), max_size=4))
def test_any_text_is_quoted_exactly(question: str, texts: list[str]) -> None:
    hits = [hit(text, rank, start=rank * 7) for rank, text in enumerate(texts, 1)]
    found = ranked(question, hits)
    for quote in found:
        passage = quote.hit.passage
        assert passage.text[quote.start - passage.start : quote.end - passage.start] == quote.text
        assert 0 <= quote.coverage <= 1


def test_a_word_that_is_said_nowhere_is_near_to_no_sentence() -> None:
    (quote,) = ranked("harbour whale", [hit("The mayor closed the harbour.")])
    assert quote.near == 0.5
    first, second = ranked("harbour whale", [hit("It was closed today. The harbour is empty.")])
    assert {first.near, second.near} == {0.25, 0.5}


def test_only_the_best_passages_are_read() -> None:
    hits = [hit(f"Sentence number {n} is here.", n) for n in range(1, PASSAGES + 10)]
    ranks = {quote.hit.rank for quote in ranked("sentence", hits)}
    assert ranks == set(range(1, PASSAGES + 1))


def test_no_passage_gives_no_quote() -> None:
    assert ranked("harbour", []) == []


def test_fragments_of_a_few_words_make_no_statement() -> None:
    assert [quote.text for quote in ranked("harbour", [hit("Yes. The harbour closed early.")])] == [
        "The harbour closed early."
    ]


def test_a_word_of_the_title_is_covered_and_one_of_neither_is_not() -> None:
    passage = hit("They closed it for the storm.", title="Harbour")
    (quote,) = ranked("harbour storm bridge rate", [passage])
    assert quote.coverage == 0.5


def test_a_time_is_told_best_beside_the_name_that_it_is_asked_of() -> None:
    text = (
        "The mayor of Eastland resigned on Monday. The mayor of Norwick resigned on Tuesday. "
        "The council of Norwick met. It was raining."
    )
    first, *_ = ranked("when did the mayor of Norwick resign", [hit(text)])
    assert "Norwick resigned" in first.text


def test_whether_it_was_done_is_told_best_by_what_says_so() -> None:
    wants = "Norwick wants to join the league on Tuesday."
    joined = "Norwick has joined the league on Tuesday."
    passage = hit(f"{wants} {joined}")
    assert ranked("did norwick join the league", [passage])[0].text == joined
    assert ranked("when does norwick join the league", [passage])[0].text == wants


def test_words_that_ask_lead_to_what_the_sentence_says_in_other_words() -> None:
    text = "The harbour has a long history. Its university opened on a wet day in spring."
    asked = "which university is near the harbour of Norwick"
    assert "university" in ranked(asked, [hit(text, title="Harbour of Norwick")])[0].text


def test_what_the_sentence_before_says_counts_for_the_next_one() -> None:
    said = "Ann Archer gave a hundred old ships to them."
    text = f"A museum was founded by the sailors. {said} It rained for days. {said}"
    quotes = ranked("who founded a museum with ships", [hit(text)])
    first, second = (next(q for q in quotes if q.start == at) for at in places(text, said))
    assert first.score > second.score


def places(text: str, said: str) -> tuple[int, int]:
    return text.index(said), text.rindex(said)


def test_counts_of_people_are_told_best_by_the_last_days() -> None:
    text = "At least 36 people died in the Norwick fire."
    old, new = (
        replace(hit(text, rank), source=Source(published=day))
        for rank, day in ((1, "2024-03-01"), (2, "2024-03-15"))
    )
    assert ranked("how many people died in the fire", [old, new])[0].hit is new
    assert ranked("when did people die in the fire", [old, new])[0].hit is old
