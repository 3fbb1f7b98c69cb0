"""Whether a question asks for one point, or for several facts, as its words tell.

Its form alone seldom does: "what did he call it" and "harbour attendance 2018" ask for one point,
"what did they say about it" and "harbour news 2018" for several facts. Which words, neighbouring
words, beginnings and ends go with which was learned from questions of both kinds: a logistic
regression with few weights (as questions are sorted in Li and Roth, COLING 2002; the lasso,
Tibshirani 1996). They are log odds and lie in factoid.json; `make factoid` trains them
(benchmarks/train_factoid.py).
"""

import re
from itertools import pairwise
from pathlib import Path

from index.terms import fold
from index.trained import weights
from qa.asking.asked_for import BETWEEN

WEIGHTS = Path(__file__).with_name("factoid.json")

_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+|\?")
_BEGINNINGS, _ENDS = 3, 2  # words
_FEW, _MOST = 4, 6  # lengths are told apart by so many words, up to so many times that


def features(question: str, rule: str) -> set[str]:
    """What speaks for either kind.

    Args:
        question: What is asked.
        rule: The form that it has by the rules of qa/asking/forms.py.
    """
    last = BETWEEN.split(fold(question.strip()))[-1]  # before it stands background
    tokens = [_of(token) for token in _TOKEN.findall(last)]
    words = [token for token in tokens if token != "?"]
    told = {*words, *map(" ".join, pairwise(words)), f"rule {rule}"}
    for count in range(1, len(words) + 1):
        if count <= _BEGINNINGS:
            told.add(f"^ {' '.join(words[:count])}")
        if count <= _ENDS:
            told.add(f"{' '.join(words[-count:])} $")
    length = f"length {min(len(words) // _FEW, _MOST)}"
    told |= {length, f"rule {rule}, {length}"}
    return told | {"?"} if tokens[-1:] == ["?"] else told


def asks_for_facts(question: str, rule: str) -> float:
    """The log odds of its asking for several facts rather than one point; arguments as above."""
    trained = weights(WEIGHTS)  # of features; that of "" always counts
    return trained[""] + sum(trained.get(each, 0.0) for each in features(question, rule))


def _of(token: str) -> str:
    """A number is as good as another; one of four digits is mostly a year."""
    if not token.isdigit():
        return token
    return "#year" if len(token) == 4 else "#"
