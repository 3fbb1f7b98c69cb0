"""Natural-language inference, where a CrossEncoder for it is named.

Such a model reads what is cited and what is said together, and tells whether the one follows
from the other (Bowman et al., EMNLP 2015; as a check of citations: ALCE, Gao et al., EMNLP
2023). torch is imported when a model is made, and not with this file.
"""

import threading
from collections.abc import Sequence
from pathlib import Path

from corpus.errors import EncoderError


class Entailment:
    """A CrossEncoder whose labels are entailment, neutral and contradiction, in any order.

    Safe to call from several threads; they take turns.
    """

    def __init__(self, name: str) -> None:
        """Load the model of this name, or of this folder.

        Raises:
            EncoderError: It cannot be loaded, or its labels are others.
        """
        try:
            from sentence_transformers import CrossEncoder
            from transformers.utils import logging as transformers_logging

            transformers_logging.disable_progress_bar()
            self._model = CrossEncoder(name, local_files_only=Path(name).is_dir())
            labels = {
                str(label).lower(): int(place)
                for place, label in self._model.model.config.id2label.items()
            }
        except Exception as error:  # the libraries beneath share no class of errors
            raise EncoderError(
                f"NLI model {name}: sentence-transformers cannot load it "
                f"({type(error).__name__}); name a CrossEncoder or its folder"
            ) from error
        places = [
            next((place for label, place in labels.items() if label.startswith(kind)), None)
            for kind in ("entail", "contra")
        ]
        if None in places or len(labels) != len(("entailment", "neutral", "contradiction")):
            raise EncoderError(
                f"NLI model {name}: its labels are {', '.join(sorted(labels))}; needed are "
                "entailment, neutral and contradiction"
            )
        self._entails, self._contradicts = (place or 0 for place in places)
        self._lock = threading.Lock()
        self.name = name

    def judge(self, premise: str, claim: str) -> tuple[float, float]:
        """The probabilities that the claim follows from the premise, and that it denies it."""
        with self._lock:
            chances = self._model.predict(
                [(premise, claim)], apply_softmax=True, show_progress_bar=False
            )[0]
        return float(chances[self._entails]), float(chances[self._contradicts])

    def supports(self, sentence: str, quotes: Sequence[str]) -> bool:
        """Whether the sentence follows from the quotes together; for ALCE's metrics."""
        return bool(quotes) and self.judge(" ".join(quotes), sentence)[0] > 1 / 2
