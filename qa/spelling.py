"""Slips of the finger in a question: "who beat djokovic in the wimbeldon final"."""

import re

from index.search import Index
from qa.unmentioned import is_rare

# What stands in quotation marks is meant so, and no word that has more letters is a slip of one.
_WORD = re.compile(r"[\"“][^\"”]*[\"”]|(?<![\w’'-])[a-z]{5,25}(?![\w’'-])")


def respelled(index: Index, question: str) -> str:
    """The question with every word that no article has, and that a slip of the finger may have made
    of one that several have, as that; as it is where it has a capital, but the first where it ends
    with no mark, which a telephone sets: who writes with care knows other words than the articles.

    Raises:
        NewsdeskError: The index cannot be read.
    """
    typed = question if question.endswith("?") else question[1:]
    if not typed.islower():
        return question

    def meant(word: re.Match[str]) -> str:
        known = not is_rare(word[0]) or word[0][0] in '"“'
        return (None if known else index.respelled(word[0])) or word[0]

    return _WORD.sub(meant, question)
