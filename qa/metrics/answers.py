"""How well an answer agrees with the gold answers.

Normalisation here is for matching only; nothing that is shown passes through it.
"""

import math
import re
import string
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

Normalise = Callable[[str], str]

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_ASCII_PUNCTUATION = str.maketrans("", "", string.punctuation)
_CITATION_MARK = re.compile(r"\[\d+\]")
_POSSESSIVE = re.compile(r"['’]s\b")
_JOINED = re.compile(r"['’]|(?<=\d),(?=\d{3})|\.(?!\d)|(?<=[^\W\d])\.")
_NO_WHOLE = re.compile(r"(?<![\w.])\.(?=\d)")  # ".5"
_FRACTION = re.compile(r"(?<=\d)(?=[¼½¾⅐-⅞])")
_SEPARATE = re.compile(r"([$€£¥\u3040-\u30ff\u3400-\u9fff])")
_BETWEEN = re.compile(r"[^\w$€£¥.⁄]+|_")


def squad(text: str) -> str:
    """Lower case, without ASCII punctuation, a/an/the and spare spaces.

    Source: the evaluation script of SQuAD 1.1 (Rajpurkar et al. 2016).
    """
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_ASCII_PUNCTUATION)).split())


def realtimeqa(text: str) -> str:
    """As ``squad``, but a/an/the are kept.

    Source: the evaluation script of RealTime QA (Kasai et al. 2023).
    """
    return " ".join(text.lower().translate(_ASCII_PUNCTUATION).split())


def exact_match(prediction: str, golds: Iterable[str], normalise: Normalise = squad) -> float:
    """1 where the prediction is one of the gold answers after normalisation, else 0."""
    return float(any(normalise(prediction) == normalise(gold) for gold in golds))


def token_f1(prediction: str, golds: Iterable[str], normalise: Normalise = squad) -> float:
    """Harmonic mean of word precision and recall, against the best gold answer (SQuAD 1.1)."""
    return max((_f1(normalise(prediction), normalise(gold)) for gold in golds), default=0.0)


@lru_cache(8192)  # the same gold answers and passages come again and again
def matching(text: str) -> str:
    """The form in which ``contains`` compares: words between single spaces.

    Case, accents, possessives, a/an/the, punctuation and citation marks do not count;
    the point of a decimal and the sign of a currency do. A percent sign is a word.
    """
    text = _CITATION_MARK.sub(" ", text)
    text = _FRACTION.sub(" ", _NO_WHOLE.sub("0.", text))
    text = unicodedata.normalize("NFKD", text).casefold()
    text = "".join(char for char in text if not unicodedata.combining(char))
    text = _JOINED.sub("", _POSSESSIVE.sub("", text)).replace("%", " percent ")
    words = _BETWEEN.sub(" ", _SEPARATE.sub(r" \1 ", text)).split()
    return " ".join(word for word in words if word not in ("a", "an", "the")) or " ".join(words)


def contains(text: str, golds: Iterable[str]) -> bool:
    """Whether a gold answer stands in the text as whole words, in order.

    The ``has_answer`` test of DrQA (Chen et al. 2017) and DPR (Karpukhin et al. 2020),
    over the words of ``matching``.
    """
    padded = f" {matching(text)} "
    return any(wanted and f" {wanted} " in padded for wanted in map(matching, golds))


def word_count(text: str) -> int:
    """Words that a reader sees, citation marks not counted."""
    return len(_CITATION_MARK.sub(" ", text).split())


def with_none_of_the_above(scores: Sequence[float], gold: int, threshold: float = 0.5) -> float:
    """Expected accuracy when one choice is replaced by "none of the above".

    RealTime QA (Kasai et al. 2023) replaces one choice at random; here the mean over
    every choice that could be replaced is taken, so that nothing depends on chance.
    None of the above is chosen where no remaining score reaches ``threshold``: scores
    are read as the probability that a choice is right.
    """
    right = 0
    for replaced in range(len(scores)):
        rest = [(score, -index) for index, score in enumerate(scores) if index != replaced]
        best, position = max(rest, default=(-math.inf, 0))  # of one choice, none is left
        chosen = -position if best >= threshold else replaced
        right += chosen == gold
    return right / len(scores)


def _f1(prediction: str, gold: str) -> float:
    ours, theirs = prediction.split(), gold.split()
    if not ours or not theirs:
        return float(ours == theirs)
    common = sum((Counter(ours) & Counter(theirs)).values())
    return 2 * common / (len(ours) + len(theirs)) if common else 0.0
