"""Trains qa/reading/telling.safetensors; `make telling` runs it.

It goes on from what the reader was taught. Open questions (open_questions_many.jsonl, "train") as
of their days, over an index of the year's articles: a sentence that is read for one is right where
it tells two of its facts, and half right where it tells one. By those marked "weigh" it is then
weighed beside other signs (train_salience.py); on them and on those held back it is measured.
"""

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional
from tqdm import tqdm

import open_questions
from index.encoding.weights import locate
from index.search import Index
from index.types import Filters, Vectors
from open_questions import Question
from qa.asking.forms import Form, form_of
from qa.extract import read
from qa.quote import Reading
from qa.reading.joint_reader import ASKED
from qa.reading.reader import WEIGHTS as READER
from qa.reading.telling import MOST, WEIGHTS
from qa.reading.windows import Window, by_sentence, lower_states, windows
from reader_net import TellingNet
from results import write_result
from train_reader import fit, padded, save

STEPS, BATCH, RATE, WARM = 1600, 24, 3e-4, 40
_TELLING = 5  # windows of a question at once that tell a fact
_SILENT = 2  # and at least so many that tell none
_SORTED = 12  # batches whose windows are sorted by length


@dataclass(frozen=True, slots=True)
class Text:
    """A window as qa/reading/windows.py has it, ``states`` in half precision; ``sentences``,
    shape (tokens,), says which each token is of, below 0 where of the headline, and ``right``,
    shape (sentences,), how right each is."""

    asked: NDArray[np.float16]
    states: NDArray[np.float16]
    flags: Vectors
    sentences: NDArray[np.int64]
    right: Vectors


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path, help="of the year's articles")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    given = parser.parse_args()
    with Index(given.index) as index:
        encoder = index.encoder
        lessons = {
            split: [
                texts
                for each in tqdm(open_questions.read(open_questions.MANY, split), mininterval=30)
                if (texts := texts_of(index, each))
            ]
            for split in ("train", "weigh", "held")
        }
    torch.manual_seed(0)
    net = TellingNet(locate(encoder.name))
    net.go_on_from(READER)
    train(net, lessons["train"], STEPS)
    figures = {
        split: {"questions": len(lessons[split]), "auroc": round(auroc(net, lessons[split]), 4)}
        for split in ("weigh", "held")
    }
    print(json.dumps(figures, indent=1))
    save(net, encoder.fingerprint, given.out)
    trained_on = {"questions": len(lessons["train"]), "steps": STEPS, "windows": BATCH}
    print(write_result("telling", {"trained_on": trained_on, "figures": figures}))
    return 0


def texts_of(index: Index, question: Question) -> list[Text]:
    """What is read for a question that asks for several facts; nothing for another."""
    if form_of(question.text) is Form.POINT:
        return []
    hits = index.search_articles(question.text, filters=Filters(as_of=question.day))
    reading = read(question.text, hits, index.encoder, index.rarity)
    right = [question.right(each.text) for each in reading.quotes]
    return texts_read(reading, right)


def texts_read(reading: Reading, right: Sequence[float]) -> list[Text]:
    """The windows of what was read; ``right`` says how right each sentence is."""
    return [_text(reading, window, right) for window in windows(reading, MOST)]


def train(net: TellingNet, lessons: Sequence[Sequence[Text]], steps: int) -> None:
    """Teach it in so many steps."""
    net.train()
    batches = _batches(lessons, random.Random(0))
    fit(net, (_loss(net, batch) for batch in batches), steps, RATE, WARM)
    net.eval()


def auroc(net: TellingNet, lessons: Sequence[Sequence[Text]]) -> float:
    """As ``open_questions.auroc``, by what it says of each sentence."""
    odds = []
    for texts in lessons:
        with torch.no_grad():
            read = odds_of(net, texts)
        odds.append(
            np.concatenate([row[: len(t.right)] for row, t in zip(read, texts, strict=True)])
        )
    right = [np.concatenate([text.right for text in texts]) for texts in lessons]
    return open_questions.auroc(odds, right)


def _text(reading: Reading, window: Window, right: Sequence[float]) -> Text:
    lengths = [len(own) for _, own in by_sentence(reading, window, window.flags[window.headline :])]
    sentences = np.repeat(np.arange(-1, len(lengths)), [window.headline, *lengths])
    return Text(
        lower_states(reading.asked)[-ASKED:].astype(np.float16),
        window.states.astype(np.float16),
        window.flags,
        sentences,
        np.array([right[place] for place in window.quotes], dtype=np.float32),
    )


def _batches(lessons: Sequence[Sequence[Text]], chance: random.Random) -> Iterator[list[Text]]:
    """Windows of questions in ever new order, about as long ones together."""
    waiting: list[Text] = []
    while True:
        for texts in chance.sample(lessons, len(lessons)):
            waiting += _some(texts, chance)
            if len(waiting) >= _SORTED * BATCH:
                waiting.sort(key=lambda text: len(text.asked) + len(text.states))
                cut = [waiting[at : at + BATCH] for at in range(0, len(waiting), BATCH)]
                yield from chance.sample(cut, len(cut))
                waiting = []


def _some(texts: Sequence[Text], chance: random.Random) -> list[Text]:
    telling = [text for text in texts if text.right.any()]
    silent = [text for text in texts if not text.right.any()]
    telling = chance.sample(telling, min(_TELLING, len(telling)))
    count = min(len(silent), max(_SILENT, len(telling)))
    return [*telling, *chance.sample(silent, count)]


def _loss(net: TellingNet, batch: Sequence[Text]) -> Any:
    odds = odds_of(net, batch)
    right, there = padded([text.right for text in batch])
    every = functional.binary_cross_entropy_with_logits(odds, right, reduction="none")
    return every[there].mean()


def odds_of(net: TellingNet, batch: Sequence[Text]) -> Any:
    """What the net says of the sentences of each text, (texts, sentences)."""
    asked, asking = padded([text.asked for text in batch])
    states, there = padded([text.states for text in batch])
    flags, _ = padded([text.flags for text in batch])
    sentences = nn.utils.rnn.pad_sequence(
        [torch.from_numpy(text.sentences) for text in batch], batch_first=True, padding_value=-1
    )
    return net(asked, asking, states, flags, there, sentences)


if __name__ == "__main__":
    sys.exit(main())
