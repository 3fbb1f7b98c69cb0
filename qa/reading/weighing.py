"""What a sentence weighs: how much each of its signs speaks for its answering the question.

The words of a question and of the sentence that answers it are often others. Then it is met in
meaning, by what the words that ask are near to ("which university"), and much of the question
stands in the headline, before the sentence or behind it. How much each of these counts was
learned from questions whose articles are known: a softmax over all sentences that are read for
one makes the right ones likely, so weights are log odds. They lie in weighing.json; `make
sentences` trains them (benchmarks/train_sentences.py).
"""

from pathlib import Path

from index.arrays import Floats
from index.trained import weights_of

WEIGHTS = Path(__file__).with_name("weighing.json")

SIGNS = (
    "likeness", "coverage", "context", "naming",  # as qa.extract.Quote has them
    "own",  # how well the question's words are met that carry meaning and are no names,
    "own near",  # in the sentence or those beside it,
    "asking",  # and those that ask, in the sentence
    "so far",  # share of the question's words in the headline or in the passage up to its end
    "timely",  # how near its article's day is to the time asked about
    "gives",  # whether its form tells what is asked for (qa/matching/giving.py)
    "article",  # score of the article's best passage beside the best of all,
    "relevance",  # and that of its passage, without its age
    "digits", "capitals",  # whether it has figures; how many names within it
    "early",  # log of how far into the article, negative
)  # fmt: skip


def trained_weights() -> Floats:
    """The weights of ``SIGNS``."""
    return weights_of(WEIGHTS, SIGNS)
