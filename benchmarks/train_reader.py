"""Trains qa/quoting/reader.safetensors; `make reader` runs it, and nothing else needs torch.

First it learns from thousands of questions made of articles, then, in a few steps with some of
these among them, from the few hundred questions of other weeks that were asked
(benchmarks/reader_lessons.py). What it does for these is measured by halves of the weeks, each
read by a reader that has not seen it: `--without` leaves a half out. The development weeks are
measured, never trained on.
"""

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import save_file
from torch import nn
from torch.nn import functional
from tqdm import tqdm

from index.search import Index
from made_questions import Maker
from qa.quoting.reader import FLAGS, HEADS, SCALE, WEIGHTS, digest
from reader_lessons import Lesson, articles, heard, taught

QUESTIONS, SEED = 7000, 7
WIDTH, INNER, LAYERS = 128, 256, 2
STEPS, BATCH, RATE, WARM = 1500, 24, 1.5e-3, 50  # by made questions; WARM steps to the full rate
ASKED_STEPS, ASKED_BATCH, ASKED_RATE, ASKED_WARM = 120, 16, 7e-4, 20  # by those asked
MADE_AMONG = 0.3  # of these steps
DROPPED, DECAY = 0.1, 0.02
_TEXTS = 6  # of a question at once
_FIRST = 6  # of its texts that say the answer, of which one is among them
_LAST = 0.02  # of the rate, in the end
_ENCODED = 64  # questions at once
_SORTED = 512  # questions among which those of a step are about as long
_OUTSIDE = -1e4  # the logit of what is not there


class Layer(nn.Module):  # type: ignore[misc]
    """As ``Reader._layer`` computes it."""

    def __init__(self, width: int, inner: int) -> None:
        super().__init__()
        self.before, self.between = nn.LayerNorm(width), nn.LayerNorm(width)
        self.mix, self.join = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.widen, self.narrow = nn.Linear(width, inner), nn.Linear(inner, width)
        self.drop = nn.Dropout(DROPPED)

    def forward(self, state: Any, bias: Any) -> Any:
        rows, length, width = state.shape
        mixed = self.mix(self.before(state)).view(rows, length, 3, HEADS, width // HEADS)
        query, key, value = mixed.permute(2, 0, 3, 1, 4)
        joined = functional.scaled_dot_product_attention(query, key, value, attn_mask=bias)
        joined = joined.transpose(1, 2).reshape(rows, length, width)
        state = state + self.drop(self.join(joined))
        return state + self.drop(self.narrow(functional.relu(self.widen(self.between(state)))))


class Net(nn.Module):  # type: ignore[misc]
    """qa/quoting/reader.py in torch, its weights by the same names."""

    def __init__(self, dimension: int, width: int = WIDTH, inner: int = INNER) -> None:
        super().__init__()
        self.said, self.asked = nn.Linear(dimension + FLAGS, width), nn.Linear(dimension, width)
        self.none = nn.Parameter(torch.randn(1, width) * 0.1)
        self.near = nn.Conv1d(width, width, 5, padding=2, groups=width)
        self.layers = nn.ModuleList([Layer(width, inner) for _ in range(LAYERS)])
        self.norm, self.span = nn.LayerNorm(width), nn.Linear(width, 2)
        self.silence = nn.Linear(width, 1)
        self.drop = nn.Dropout1d(DROPPED)  # a number of all tokens of a text

    def forward(self, asked: Any, asking: Any, said: Any, flags: Any, there: Any) -> Any:
        """Vectors and masks of questions and texts, each (texts, tokens, ...) -> logits of
        spans (texts, tokens, 2), and of none (texts,)."""
        state = self.said(torch.cat([self._dropped(said), flags], -1)) * there[..., None]
        state = state + self.near(state.transpose(1, 2)).transpose(1, 2)
        question = self.asked(self._dropped(asked))
        state = torch.cat([self.none.expand(len(said), 1, -1), question, state], 1)
        mask = torch.cat([torch.ones(len(said), 1, dtype=torch.bool), asking, there], 1)
        bias = torch.zeros(mask.shape).masked_fill(~mask, -1e9)[:, None, None]  # for any query
        for layer in self.layers:
            state = layer(state, bias)
        state = self.norm(state)
        logits = self.span(state[:, 1 + asked.shape[1] :]).masked_fill(~there[..., None], _OUTSIDE)
        return logits, self.silence(state[:, 0]).squeeze(-1)

    def _dropped(self, vectors: Any) -> Any:
        return self.drop((vectors * SCALE).transpose(1, 2)).transpose(1, 2)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", help="of the year's articles")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--without", type=int, choices=(0, 1), help="leave out every second week")
    given = parser.parse_args()
    texts = articles()
    made = Maker(texts, SEED).questions(QUESTIONS)
    with Index(given.index) as index:
        encoder = index.encoder
        parts = [made[start : start + _ENCODED] for start in range(0, len(made), _ENCODED)]
        lessons = [one for part in tqdm(parts, mininterval=30) for one in taught(part, encoder)]
        asked = heard(index, given.without)
    print(f"{len(lessons)} questions made from {len(texts)} articles, {len(asked)} asked")
    save(trained(lessons, asked), encoder.fingerprint, given.out)
    return 0


def trained(
    made: Sequence[Lesson],
    asked: Sequence[Lesson],
    steps: int = STEPS,
    asked_steps: int = ASKED_STEPS,
) -> Net:
    """The net after so many steps by what was made, and then by what was asked."""
    torch.manual_seed(0)
    chance = random.Random(0)
    net = Net(made[0].asked.shape[1])
    net.train()
    by_made = _batches(made, BATCH, chance)
    _fit(net, by_made, steps, RATE, WARM)
    if asked:
        by_asked = _batches(asked, ASKED_BATCH, chance)
        mixed = (
            next(by_made if chance.random() < MADE_AMONG else by_asked) for _ in range(asked_steps)
        )
        _fit(net, mixed, asked_steps, ASKED_RATE, ASKED_WARM)
    net.eval()
    return net


def _fit(net: Net, batches: Iterator[list[Lesson]], steps: int, rate: float, warm: int) -> None:
    optimizer = torch.optim.AdamW(net.parameters(), rate, weight_decay=DECAY)
    for step in tqdm(range(steps), mininterval=30):
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1, (step + 1) / warm) * max(_LAST, 1 - step / steps)
        loss = _loss(net, next(batches))
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()


def _batches(lessons: Sequence[Lesson], size: int, chance: random.Random) -> Iterator[list[Lesson]]:
    """Lessons in ever new order, about as long ones together."""
    while True:
        order = chance.sample(lessons, len(lessons))
        for start in range(0, len(order), _SORTED):
            some = [_some(each, chance) for each in order[start : start + _SORTED]]
            alike = sorted(some, key=_length)
            cut = [alike[at : at + size] for at in range(0, len(alike), size)]
            yield from chance.sample(cut, len(cut))


def _some(lesson: Lesson, chance: random.Random) -> Lesson:
    """With a few of its texts, one of which says the answer."""
    saying = chance.choice([text for text in lesson.texts if text.gold][:_FIRST])
    others = [text for text in lesson.texts if text is not saying]
    return Lesson(lesson.asked, [saying, *chance.sample(others, min(_TEXTS - 1, len(others)))])


def _length(lesson: Lesson) -> int:
    return max(len(text.vectors) for text in lesson.texts)


def _loss(net: Net, batch: Sequence[Lesson]) -> Any:
    """For beginnings and ends: the right ones among all texts of a question, and each text's
    own against its saying nothing, which counts half."""
    rows = [(each.asked, text) for each in batch for text in each.texts]
    asked, asking = _padded([row for row, _ in rows])
    said, there = _padded([text.vectors for _, text in rows])
    looks, _ = _padded([text.flags for _, text in rows])
    right = torch.full((*there.shape, 2), _OUTSIDE)
    for row, (_, text) in enumerate(rows):
        for first, last in text.gold:
            right[row, first, 0] = right[row, last, 1] = 0.0
    logits, none = net(asked, asking, said, looks, there)
    tells = torch.tensor([bool(text.gold) for _, text in rows])
    all_of = torch.logsumexp(torch.cat([logits, none[:, None, None].expand(-1, 1, 2)], 1), 1)
    right_of = torch.logsumexp(logits + right, 1)
    due = torch.where(tells[:, None], right_of, none[:, None])
    alone = ((all_of - due) * torch.where(tells, 0.5, 1.0)[:, None]).mean(0).sum()
    shared, start = [], 0
    for each in batch:
        own = slice(start, start + len(each.texts))
        start += len(each.texts)
        shared.append(
            torch.logsumexp(all_of[own], 0) - torch.logsumexp(right_of[own][tells[own]], 0)
        )
    return torch.stack(shared).mean(0).sum() + 0.5 * alone


def _padded(rows: Sequence[NDArray[np.float16]]) -> tuple[Any, Any]:
    """Rows of several lengths as (rows, longest, width), and where each has tokens."""
    padded = nn.utils.rnn.pad_sequence([torch.from_numpy(row) for row in rows], True).float()
    there = torch.arange(padded.shape[1]) < torch.tensor([[len(row)] for row in rows])
    return padded, there


def save(net: Net, encoder: str, file: Path) -> None:
    """Write the weights in half precision, with the encoder's fingerprint."""
    kept = {name: value.half().numpy() for name, value in net.state_dict().items()}
    save_file(kept, file, metadata={"encoder": encoder, "sha256": digest(kept)})


if __name__ == "__main__":
    sys.exit(main())
