"""What is remarked below an answer: how the time that the question names was read."""

from index.search import Index
from index.types import Filters


def remarks(index: Index, question: str, filters: Filters) -> tuple[str, ...]:
    """Sentences that a reader should know of, most of the time none.

    Args:
        index: What was searched.
        question: As it was searched for.
        filters: Those it was searched with.
    """
    asked = index.period(question, filters)
    if asked is None:
        return ()
    read = f"“{asked.words}” was read as {asked}"
    if asked.published:
        return (f"{read}, and only articles of that time were searched.",)
    return (f"{read}; articles of that time were preferred.",) if asked.past else ()
