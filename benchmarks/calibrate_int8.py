"""Makes index/encoding/int8.json: the bounds of the inputs of the default encoder's products.

Passages of articles outside the development weeks are read by the original model, in
float32, and the least and the greatest value of every channel are noted. Channels beyond a
quantile of all (SHARES, chosen by the cosines they give) are divided down to it.
`python benchmarks/calibrate_int8.py` with NEWSDESK_DATA set.
"""

import json
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sentence_transformers import SentenceTransformer

from corpus.article import Article
from corpus.passages import cut, header
from corpus.read import read_all
from index.encoding.int8 import CALIBRATION
from index.encoding.torch_encoder import TorchEncoder
from index.encoding.weights import DEFAULT_ENCODER, locate
from real_news import FIRST_TRAINING_DAY, YEAR, located

PASSAGES = 1_000
# By the end of the layer's name: the quantile of channels that none may exceed; None: as it is.
SHARES = {
    "attention.self": 0.975,
    "attention.output.dense": None,
    "intermediate.dense": 0.9,
    "output.dense": 0.99,
}


def main() -> int:
    data = located(YEAR, "articles.jsonl.gz")
    folder = locate(DEFAULT_ENCODER)
    encoder = TorchEncoder(DEFAULT_ENCODER, folder)
    bounds = _bounds(folder, list(islice(_texts(data, encoder), PASSAGES)))
    inputs = {}
    for name, (low, high) in bounds.items():
        share = next(share for end, share in SHARES.items() if name.endswith(end))
        largest = np.maximum(-low, high)
        factors = np.ones_like(largest)
        if share is not None:
            factors = np.maximum(1, largest / np.quantile(largest, share))
        inputs[name] = [
            round(float((low / factors).min()), 4),
            round(float((high / factors).max()), 4),
            {str(i): round(float(factors[i]), 4) for i in np.flatnonzero(factors > 1)},
        ]
    CALIBRATION.write_text(_json({"model": encoder.fingerprint, "inputs": inputs}))
    print(f"{CALIBRATION}: {len(inputs)} inputs, over {PASSAGES} passages")
    return 0


def _texts(data: Path, encoder: TorchEncoder) -> Iterator[str]:
    """Up to four passages of every article outside the development weeks."""
    for article in read_all([data]):
        if not isinstance(article, Article):
            continue
        published = article.source.day
        if published is None or published < FIRST_TRAINING_DAY:
            continue
        first = header(article, encoder.count)
        for passage in cut(article, encoder.count, encoder.max_tokens)[:4]:
            yield f"{first}\n{passage.text}"


def _bounds(folder: Path, texts: list[str]) -> dict[str, tuple[Any, Any]]:
    model = SentenceTransformer(str(folder), device="cpu")
    bounds: dict[str, tuple[Any, Any]] = {}

    def watch(name: str) -> Callable[..., None]:
        def note(_: object, inputs: tuple[torch.Tensor, ...]) -> None:
            flat = inputs[0].reshape(-1, inputs[0].shape[-1])
            low, high = flat.min(dim=0).values.numpy(), flat.max(dim=0).values.numpy()
            if name in bounds:
                low = np.minimum(low, bounds[name][0])
                high = np.maximum(high, bounds[name][1])
            bounds[name] = (low, high)

        return note

    for name, module in model[0].auto_model.named_modules():
        if isinstance(module, torch.nn.Linear) and name.startswith("encoder."):
            # Query, key and value have one input.
            if name.endswith(("key", "value")):
                continue
            module.register_forward_pre_hook(watch(name.removesuffix(".query")))
    # One at a time: padding is no input that counts.
    model.encode(texts, batch_size=1)
    return bounds


def _json(calibration: dict[str, Any]) -> str:
    lines = [f"  {json.dumps(k)}: {json.dumps(v)}" for k, v in calibration["inputs"].items()]
    model = json.dumps(calibration["model"])
    return f'{{"model": {model},\n "inputs": {{\n' + ",\n".join(lines) + "\n}}\n"


if __name__ == "__main__":
    sys.exit(main())
