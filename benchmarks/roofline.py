"""How near a build comes to what the processor can compute, and where the rest of it goes.

In one run: torch's large matrix products in float32, and in bfloat16 where the processor has it,
for where not, one takes a minute; a build, with the arithmetic of the tokens that it embeds over
the time it spends embedding them, and over all of its time; and the same build once more under a
profiler. A product of a, b by b, c is 2abc operations, in whatever number type; padding is not
counted as work. Articles are those of $NEWSDESK_DATA.
"""

import argparse
import cProfile
import json
import pstats
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import torch

from corpus.article import Article
from corpus.read import read_all
from index.build import build
from index.encoder import load_encoder
from index.encoding.openvino_engine import precision
from index.encoding.weights import DEFAULT_ENCODER, locate
from index.threads import cores
from index.types import Encoder, Vectors
from real_news import DEVELOPMENT, located
from results import write_result

ROOT = Path(__file__).parent.parent
_SIDE = 4096  # of the matrices that are multiplied
_SHOWN = 30  # functions of the profile


class Timed:
    """An encoder that notes what it embeds, and for how long."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._texts: list[str] = []
        self.seconds = 0.0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._encoder, name)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """As the encoder does."""
        self._texts += texts
        started = time.perf_counter()
        vectors = self._encoder.encode(texts)
        self.seconds += time.perf_counter() - started
        return vectors

    def lengths(self) -> list[int]:
        """The tokens of each text that were read, [CLS] and [SEP] counted."""
        return [min(n, self._encoder.max_tokens) + 2 for n in self._encoder.count(self._texts)]


def operations(lengths: Sequence[int]) -> float:
    """Operations for texts of so many tokens: for each token four square products and two of the
    hidden layer, and for attention two products of each token with all others."""
    shape = json.loads((locate(DEFAULT_ENCODER) / "config.json").read_text())
    wide, inner = shape["hidden_size"], shape["intermediate_size"]
    products = 8 * wide**2 + 4 * wide * inner
    return float(shape["num_hidden_layers"] * sum(n * (products + 4 * n * wide) for n in lengths))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=300, help="how many (default: 300)")
    options = parser.parse_args()
    found = read_all([located(DEVELOPMENT, "articles.jsonl.gz")])
    articles = list(islice((item for item in found if isinstance(item, Article)), options.articles))
    encoder = load_encoder()
    encoder.encode([article.text for article in articles[:20]])  # whatever is made once
    torch.set_num_threads(cores())
    kinds = [torch.float32, *([torch.bfloat16] if precision() == "bf16" else [])]
    peaks = {str(kind).removeprefix("torch."): _product(kind) for kind in kinds}
    timed = Timed(encoder)
    seconds = _build(articles, timed)
    profiler = cProfile.Profile(builtins=False)
    profiler.runcall(_build, articles, Timed(encoder))
    lengths = timed.lengths()
    work = operations(lengths) / 1e9
    rate = work / timed.seconds
    profile = _table(profiler)
    figures = {
        "articles": len(articles),
        "characters": sum(len(article.text) for article in articles),
        "tokens": sum(lengths),
        "products_gflops": {name: round(peak) for name, peak in peaks.items()},
        "encoder_products": getattr(encoder, "products", "float32"),
        "encoder_gflops": round(rate, 1),
        "encoder_share": {name: round(rate / peak, 3) for name, peak in peaks.items()},
        "build_share": {name: round(work / seconds / peak, 3) for name, peak in peaks.items()},
        "build_seconds": round(seconds, 2),
        "encoding_seconds": round(timed.seconds, 2),
    }
    print(json.dumps(figures))
    for row in profile:
        print(f"{row['seconds']:8.2f} s  {row['calls']:8}  {row['function']}")
    print(write_result("roofline", {**figures, "profile": profile}))
    return 0


def _product(kind: torch.dtype) -> float:
    """Billions of operations a second in a large matrix product, the median of nine."""
    one, other = (torch.randn(_SIDE, _SIDE).to(kind) for _ in range(2))
    one @ other

    def seconds(compute: Callable[[], object]) -> float:
        started = time.perf_counter()
        compute()
        return time.perf_counter() - started

    took = statistics.median(seconds(lambda: one @ other) for _ in range(9))
    return float(2 * _SIDE**3 / took / 1e9)


def _build(articles: Sequence[Article], encoder: Any) -> float:
    with TemporaryDirectory(prefix="newsdesk-bench-") as folder:
        started = time.perf_counter()
        build(Path(folder), articles, encoder=encoder)
        return time.perf_counter() - started


def _table(profiler: cProfile.Profile) -> list[dict[str, Any]]:
    """What took longest of the project's functions, all that they call included.

    Of the thread that builds; another one reads and cuts the next articles meanwhile.
    """
    stats: Any = pstats.Stats(profiler)
    rows = [
        {
            "function": f"{Path(file).relative_to(ROOT)}:{name}",
            "calls": calls,
            "seconds": round(cumulative, 2),
        }
        for (file, _, name), (_, calls, _, cumulative, _) in stats.stats.items()
        if Path(file).is_relative_to(ROOT)
    ]
    return sorted(rows, key=lambda row: -row["seconds"])[:_SHOWN]


if __name__ == "__main__":
    sys.exit(main())
