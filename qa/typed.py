"""A question as it was typed, made readable and checked."""

from corpus.errors import InputError

LONGEST_QUESTION = 2000  # characters; the encoder reads some 1,000 of them


def readable(question: str) -> str:
    """The question with every half of a surrogate pair, which no text can hold, as "?"."""
    return question.encode("utf-8", "replace").decode()


def checked(question: str) -> str:
    """The question in one line.

    Raises:
        InputError: It is empty or too long.
    """
    asked = " ".join(readable(question).replace("\0", " ").split())
    if not asked:
        raise InputError("question: empty; ask something")
    if len(asked) > LONGEST_QUESTION:
        raise InputError(
            f"question: {len(asked):,} characters; ask in at most {LONGEST_QUESTION:,}"
        )
    return asked
