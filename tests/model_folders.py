"""Tiny models for sentence-transformers with random weights, saved as folders.

Small enough to be made in a test, and the same as real ones in everything but size.
"""

from pathlib import Path
from typing import Any

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
from transformers import (
    BertConfig,
    BertForSequenceClassification,
    BertModel,
    BertTokenizerFast,
    DistilBertConfig,
    DistilBertModel,
)

from index.types import Vectors

WORDS = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "[MASK]",
    "the",
    "a",
    "harbour",
    "was",
    "closed",
    "on",
    "tuesday",
    "ship",
    "##s",
    "bridge",
    "rate",
    "cut",
    "minister",
    "met",
    "where",
    "did",
    "1",
    "2",
    "3",
    ".",
    ",",
    "?",
    "s",
    "t",
    "##a",
    "##b",
    "##c",
    "##d",
    "##e",
]
SENTENCES = (
    "The harbour was closed on Tuesday.",
    "",
    "ships",
    "Where did the minister cut the rate, where did the ships met the bridge? " * 3,
    "unknown words everywhere",
)


def cosines(one: Vectors, other: Vectors) -> Vectors:
    """Of the rows of two tables of unit vectors, shape (rows,)."""
    return np.asarray((one * other).sum(axis=1))


def make_bert(
    folder: Path, pooling: str = "mean", *, normalize: bool = True, **changes: Any
) -> Path:
    """A BERT sentence encoder of two layers."""
    sizes = {"vocab_size": len(WORDS), "max_position_embeddings": 128} | _SIZES | changes
    return _save(folder, BertModel(BertConfig(**sizes)), pooling, normalize=normalize)


def make_distilbert(folder: Path) -> Path:
    """A DistilBERT sentence encoder: no model that the graph knows."""
    config = DistilBertConfig(
        vocab_size=len(WORDS),
        dim=32,
        n_heads=2,
        n_layers=2,
        hidden_dim=64,
        max_position_embeddings=128,
    )
    return _save(folder, DistilBertModel(config), "mean", normalize=True)


def make_classifier(folder: Path, surest: int | None = None, **changes: Any) -> Path:
    """A BERT cross-encoder of one layer; ``surest``: the label it gives to whatever it reads."""
    sizes = {
        "vocab_size": len(WORDS),
        "hidden_size": 16,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "intermediate_size": 16,
        "max_position_embeddings": 64,
    }
    model = BertForSequenceClassification(BertConfig(**sizes | changes))
    if surest is not None:
        with torch.no_grad():
            model.classifier.weight.zero_()
            model.classifier.bias.zero_()
            model.classifier.bias[surest] = 3.0
    model.save_pretrained(folder)
    _save_tokenizer(folder)
    return folder


_SIZES = {
    "hidden_size": 32,
    "num_attention_heads": 2,
    "num_hidden_layers": 2,
    "intermediate_size": 64,
    "initializer_range": 0.5,  # larger than usual, so that texts differ clearly
}


def _save(folder: Path, model: Any, pooling: str, *, normalize: bool) -> Path:
    plain = folder / "transformer"
    plain.mkdir(parents=True)
    with torch.no_grad():
        for parameter in model.parameters():
            # Biases and norms start at 0 and 1, at which a forgotten one would go unseen.
            parameter.add_(torch.randn_like(parameter) * 0.1)
    model.save_pretrained(plain)
    _save_tokenizer(plain)
    transformer = Transformer(str(plain), max_seq_length=100)
    modules = [transformer, Pooling(transformer.get_embedding_dimension(), pooling)]
    if normalize:
        modules.append(Normalize())
    whole = folder / "model"
    SentenceTransformer(modules=modules, device="cpu").save(str(whole))
    return whole


def _save_tokenizer(folder: Path) -> None:
    (folder / "vocab.txt").write_text("\n".join(WORDS))
    BertTokenizerFast(vocab=str(folder / "vocab.txt")).save_pretrained(folder)
