"""Near-copies told as one: a hit stands for all passages that say nearly the same."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from index.arrays import Mask
from index.derived import Derived
from index.searching.ranking import Candidates, Ranked, first_of_best, trained_weights


def folded(found: Candidates, derived: Derived, allowed: Sequence[Mask | None]) -> Candidates:
    """Candidates with one passage in place of all that say nearly the same.

    The earliest that the filters let through is shown, with what speaks for the best of them.
    ``allowed`` is what each question's filters let through, as ``Derived.allowed`` gives it.
    """
    shown = derived.copies.heads(found.positions)
    for mask, (first, last) in zip(allowed, found.borders(len(allowed)), strict=True):
        if mask is not None:
            shown[first:last] = derived.copies.standing(found.positions[first:last], mask)
    places = first_of_best(
        shown + found.of * len(derived.columns.rows), found.scores(trained_weights())
    )
    return Candidates(found.of[places], shown[places], found.signs[places])


def repeating(rest: Iterable[Ranked], ordered: Sequence[Ranked], count: int) -> list[Ranked]:
    """The best passages of ``count`` further articles, which only repeat those in ``ordered``.

    They come after these, so their scores are at most the last one's.
    """
    last = min((ranked.score for ranked in ordered), default=0.0)
    met = {ranked.article for ranked in ordered}
    found: list[Ranked] = []
    for ranked in rest:
        if len(found) < count and ranked.article not in met:
            found.append(replace(ranked, score=min(ranked.score, last)))
            met.add(ranked.article)
    return found
