"""Counts the words of articles that the store has, passage by passage."""

from array import array

import numpy as np

from index.engines.postings import BODY, TITLE, Postings, key
from index.store import Rows, Store
from index.terms import terms


class _Numbers(dict[str, int]):
    """A number for each word of a field, given when it is first asked for."""

    def __init__(self, field: int, keys: "array[int]") -> None:
        self._field, self._keys = field, keys

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self._keys)
        self._keys.append(key(word, self._field))
        return number


def count_words(store: Store, within: Rows) -> Postings:
    """The words of the passages of these articles, each passage with its article's title.

    Terms (index/terms.py), of which only numbers are kept: some 4 bytes for each in the text.
    """
    keys = array("Q")
    numbers = [_Numbers(field, keys) for field in (BODY, TITLE)]
    words, lengths = (array("I"), array("I")), (array("I"), array("I"))
    for _, article, passages in store.articles_with_passages(within):
        title = [numbers[TITLE][term] for term in terms(article.title)]
        for _, passage in passages:
            body = terms(passage.text)
            words[BODY].extend(map(numbers[BODY].__getitem__, body))
            words[TITLE].extend(title)
            lengths[BODY].append(len(body))
            lengths[TITLE].append(len(title))
    return Postings.of(
        np.array(keys, dtype=np.uint64),
        [np.array(each, dtype=np.uint32) for each in words],
        np.array(lengths, dtype=np.uint32),
    )
