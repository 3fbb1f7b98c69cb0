"""Many opinions to one: a mixture of experts (Jacobs et al., Neural Computation 1991).

Every passage is an expert with an opinion of its own, a softmax over the choices of what
speaks for them in it. The experts are averaged, each weighted by a softmax over what speaks
for it, together with one that knows nothing and gives all choices the same. What is plausible
before anything is read then shifts the odds of what they say together.
"""

from dataclasses import dataclass

import numpy as np

from index.arrays import Floats

_LEAST = 1e-9  # of a probability whose logarithm or inverse is taken


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for each passage, in each passage for each choice, and for it unread.

    ``passages`` has the shape (passages, signs of a passage), ``choices`` the shape
    (passages, choices, signs of a choice), ``plausible`` the shape (choices, signs of its
    wording). ``negated`` asks for the choice that is not so.
    """

    passages: Floats
    choices: Floats
    plausible: Floats
    negated: bool


@dataclass(frozen=True, slots=True)
class Mixture:
    """The trained weights; ``silence`` is the log of the weight of knowing nothing."""

    passage: Floats
    choice: Floats
    plausible: Floats
    silence: float

    def experts(self, evidence: Evidence) -> tuple[Floats, Floats]:
        """Trust in every passage and in none, and the opinions of each; rows sum to 1."""
        opinions = softmax(evidence.choices @ self.choice)
        nothing = np.full((1, opinions.shape[1]), 1 / opinions.shape[1])
        trust = softmax(np.append(evidence.passages @ self.passage, self.silence))
        return trust, np.vstack([opinions, nothing])

    def chances(self, evidence: Evidence) -> list[float]:
        """The probability of every choice; sums to 1."""
        trust, opinions = self.experts(evidence)
        mixed = trust @ opinions
        if evidence.negated:
            mixed = 1 / np.maximum(mixed, _LEAST)
        odds = np.log(np.maximum(mixed, _LEAST)) + evidence.plausible @ self.plausible
        return [float(chance) for chance in softmax(odds)]


def softmax(values: Floats) -> Floats:
    """Shares of 1 along the last axis, proportional to the exponentials of the values."""
    odds: Floats = np.exp(values - values.max(axis=-1, keepdims=True))
    odds /= odds.sum(axis=-1, keepdims=True)
    return odds
