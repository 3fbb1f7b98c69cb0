"""What is shown of what was found: hits, with their passages and sources as the store has them."""

from collections.abc import Iterable, Sequence
from itertools import count

from corpus.article import Article
from index.searching.finding import Best
from index.searching.ranking import Ranked
from index.storage.rows import PassageRow
from index.store import Store
from index.types import Hit


def shown(found: Iterable[Sequence[Best]], store: Store) -> list[list[Hit]]:
    """The hits for each of some questions, of which some are found after the others.

    What they have in common is read and verified once.

    Raises:
        StoreError: A passage is damaged or missing.
    """
    passages: dict[int, PassageRow] = {}
    articles: dict[int, Article] = {}
    hits: list[list[Hit]] = []
    for some in found:
        rows = {ranked.row for best in some for ranked in best.passages}
        passages |= store.passages(list(rows - passages.keys()), articles)
        ids = store.article_ids({row for best in some for rows in best.carriers for row in rows})
        hits += [_hits(best, passages, ids) for best in some]
    return hits


def _hits(best: Best, passages: dict[int, PassageRow], ids: dict[int, str]) -> list[Hit]:
    def hit(rank: int, ranked: Ranked, copies: Sequence[int]) -> Hit:
        row = passages[ranked.row]
        return Hit(
            passage=row.passage,
            title=row.title,
            source=row.source,
            score=ranked.score,
            rank=rank,
            copies=tuple(ids[copy] for copy in copies),
            parts=ranked.parts,
        )

    return list(map(hit, count(1), best.passages, best.carriers))
