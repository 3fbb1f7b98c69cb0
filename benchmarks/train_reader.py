"""Trains qa/reading/reader.safetensors; `make reader` runs it.

First it learns from tens of thousands of questions made of articles. From there it goes two ways,
each with some of these among what it learns: a few steps by the hundreds of questions of other
weeks that were asked, and many by these and by thousands of our own, some of which are not
answered (benchmarks/reader_lessons.py). The weights that are kept are between both, as weights
from one beginning can be (Wortsman et al., ICML 2022): the second way alone answers our own
better, and those of a weekly quiz worse. What it learns first takes an hour and is the same for
all: `--made` keeps it in a file. `--without` leaves every second of the other weeks out, so that
they can be measured. The development weeks are measured, never trained on. The weights that lie
there grew with the questions, each time from those before, and not in one run of this:
benchmarks/results/experiments.md says by which steps.
"""

import argparse
import ctypes
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import save_file
from torch import nn
from tqdm import tqdm

from index.encoding.weights import locate
from index.search import Index
from index.store import Store
from made_lessons import Passages
from made_questions import Maker
from qa.reading.joint_reader import digest
from qa.reading.reader import WEIGHTS
from reader_lessons import (
    CONTRAST,
    EVERYDAY,
    UNTOLD,
    WRITTEN,
    Drawn,
    Lesson,
    asked_rows,
    heard,
    outside,
    untold,
)
from reader_net import OUTSIDE, JointNet, Net
from real_news import rows_of

QUESTIONS, SEED = 130_000, 11
FIRST = 8  # passages of an article
STEPS, BATCH, RATE, WARM = 2000, 32, 1e-3, 80  # by made questions; WARM steps to the full rate
FEW_STEPS, MANY_STEPS, ASKED_BATCH, ASKED_RATE, ASKED_WARM = 120, 2700, 16, 4e-4, 20  # by others
FEW_SHARES = {"made": 0.3, "asked": 0.7}  # of these steps, by what is learned in them
MANY_SHARES = {"made": 0.1, "asked": 0.12, "written": 0.78}
MANY = 0.85  # of the weights, the rest of those after few
DECAY = 0.01
_LAST = 0.02  # of the rate, in the end
# Steps, after which freed memory is given back: each has other lengths, and it grew to 7 GB.
_OFTEN = 25
_LIBC = ctypes.CDLL(None)
_SORTED = 384  # questions among which those of a step are about as long


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path, help="of the year's articles")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--made", type=Path, help="what was learned first: read, else written")
    parser.add_argument("--without", type=int, choices=(0, 1), help="leave out every second week")
    given = parser.parse_args()
    torch.manual_seed(0)
    contrast = rows_of(CONTRAST, "train")
    with Index(given.index) as index, Store(given.index) as store:
        encoder = index.encoder
        articles = list(outside(store))
        read = [(each.title, text) for each in articles for text in each.passages[:FIRST]]
        titles, texts = zip(*read, strict=True)
        vectors = np.concatenate([each.vectors[:FIRST] for each in articles])
        passages = Passages(titles, texts, vectors, encoder)
        maker = Maker([each.text for each in articles], SEED)
        made = passages.lessons(maker.questions(QUESTIONS), maker.rarity)
        lessons: dict[str, Sequence[Lesson]] = {
            "made": made,
            "asked": heard(index, asked_rows(given.without), again=True),
            "written": [
                *heard(index, rows_of(WRITTEN, "train")),
                *heard(index, rows_of(EVERYDAY, "train")),
                *heard(index, [row for row in contrast if "answers" in row]),
                *untold(index, rows_of(UNTOLD, "train")),
                *untold(index, [row for row in contrast if "answers" not in row]),
            ],
        }
    print({name: len(each) for name, each in lessons.items()}, f"of {len(articles)} articles")
    net = Net(locate(encoder.name))
    if given.made and given.made.exists():
        net.load_state_dict(torch.load(given.made))
    else:
        by_made(net, made)
        if given.made:
            torch.save(net.state_dict(), given.made)
    begun = deepcopy(net.state_dict())
    by_asked(net, lessons, FEW_SHARES, FEW_STEPS)
    few = deepcopy(net.state_dict())
    net.load_state_dict(begun)
    by_asked(net, lessons, MANY_SHARES, MANY_STEPS)
    net.load_state_dict(between(few, net.state_dict(), MANY))
    save(net, encoder.fingerprint, given.out)
    return 0


def by_made(net: Net, made: Sequence[Lesson], steps: int = STEPS) -> None:
    """Teach it in so many steps by what was made."""
    torch.manual_seed(0)
    net.train()
    made_of = _batches(made, BATCH, random.Random(0))
    fit(net, (_loss(net, each) for each in made_of), steps, RATE, WARM)
    net.eval()


def by_asked(
    net: Net, lessons: Mapping[str, Sequence[Lesson]], shares: Mapping[str, float], steps: int
) -> None:
    """Teach it in so many steps by lessons of several kinds, each in its share of the steps."""
    torch.manual_seed(0)
    chance = random.Random(0)
    net.train()
    batches = [_batches(lessons[kind], ASKED_BATCH, chance) for kind in shares]
    mixed = (next(each) for each in chance.choices(batches, list(shares.values()), k=steps))
    fit(net, (_loss(net, each) for each in mixed), steps, ASKED_RATE, ASKED_WARM)
    net.eval()


def between(one: Mapping[str, Any], other: Mapping[str, Any], share: float) -> dict[str, Any]:
    """Weights that have ``share`` of the other's, and the rest of the one's."""
    return {name: (1 - share) * value + share * other[name] for name, value in one.items()}


def fit(net: JointNet, losses: Iterator[Any], steps: int, rate: float, warm: int) -> None:
    """Teach it in so many steps, each by the next of the losses, which are worked out one by one.
    The rate rises in ``warm`` steps, and falls to the end."""
    matrices = [value for value in net.parameters() if value.dim() > 1]
    others = [value for value in net.parameters() if value.dim() < 2]
    groups = [{"params": matrices, "weight_decay": DECAY}, {"params": others, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, rate, betas=(0.9, 0.98))
    for step in tqdm(range(steps), mininterval=30):
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1, (step + 1) / warm) * max(_LAST, 1 - step / steps)
        next(losses).backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        if step % _OFTEN == 0 and hasattr(_LIBC, "malloc_trim"):
            _LIBC.malloc_trim(0)


def _batches(lessons: Sequence[Lesson], size: int, chance: random.Random) -> Iterator[list[Drawn]]:
    """Lessons in ever new order, about as long ones together."""
    while True:
        order = chance.sample(lessons, len(lessons))
        for start in range(0, len(order), _SORTED):
            some = [each.drawn(chance) for each in order[start : start + _SORTED]]
            alike = sorted((each for each in some if each.teaches), key=_length)
            cut = [alike[at : at + size] for at in range(0, len(alike), size)]
            yield from chance.sample(cut, len(cut))


def _length(drawn: Drawn) -> int:
    return len(drawn.asked) + max(len(text.states) for text in drawn.texts)


def _loss(net: Net, batch: Sequence[Drawn]) -> Any:
    """For beginnings and ends: the right ones among all texts of a question, and each text's
    own against its saying nothing, which counts half."""
    rows = [(each.asked, text) for each in batch for text in each.texts]
    asked, asking = padded([row for row, _ in rows])
    said, there = padded([text.states for _, text in rows])
    looks, _ = padded([text.flags for _, text in rows])
    right = torch.full((*there.shape, 2), OUTSIDE)
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
        if not each.silent:
            shared.append(
                torch.logsumexp(all_of[own], 0) - torch.logsumexp(right_of[own][tells[own]], 0)
            )
    together = torch.stack(shared).mean(0).sum() if shared else 0.0
    return together + 0.5 * alone


def padded(rows: Sequence[NDArray[Any]]) -> tuple[Any, Any]:
    """Rows of several lengths as (rows, longest, width), and where each has tokens."""
    padded = nn.utils.rnn.pad_sequence([torch.from_numpy(row) for row in rows], True).float()
    there = torch.arange(padded.shape[1]) < torch.tensor([[len(row)] for row in rows])
    return padded, there


def save(net: JointNet, encoder: str, file: Path) -> None:
    """Write what it has learned in half precision, with the encoder's fingerprint."""
    kept = net.taught()
    save_file(kept, file, metadata={"encoder": encoder, "sha256": digest(kept)})


if __name__ == "__main__":
    sys.exit(main())
