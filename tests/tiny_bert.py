"""A BERT of two layers, as wide as the word encoder."""

import json
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from word_encoder import DIMENSION


def tiny_bert(folder: Path) -> Path:
    """Its files, in the folder that is given back."""
    chance = np.random.default_rng(5)
    inner = 2 * DIMENSION
    layer = {
        "attention.self.query": (DIMENSION, DIMENSION),
        "attention.self.key": (DIMENSION, DIMENSION),
        "attention.self.value": (DIMENSION, DIMENSION),
        "attention.output.dense": (DIMENSION, DIMENSION),
        "intermediate.dense": (inner, DIMENSION),
        "output.dense": (DIMENSION, inner),
    }
    weights = {
        "embeddings.word_embeddings.weight": chance.normal(0, 1, (103, DIMENSION)),
        "embeddings.position_embeddings.weight": chance.normal(0, 1, (8, DIMENSION)),
        "embeddings.token_type_embeddings.weight": chance.normal(0, 1, (2, DIMENSION)),
        "embeddings.LayerNorm.weight": chance.normal(1, 0.1, DIMENSION),
        "embeddings.LayerNorm.bias": chance.normal(0, 0.1, DIMENSION),
    }
    for number in range(2):
        name = f"encoder.layer.{number}."
        for part, shape in layer.items():
            weights[f"{name}{part}.weight"] = chance.normal(0, 0.1, shape)
            weights[f"{name}{part}.bias"] = chance.normal(0, 0.1, shape[0])
        for norm in ("attention.output.LayerNorm", "output.LayerNorm"):
            weights[f"{name}{norm}.weight"] = chance.normal(1, 0.1, DIMENSION)
            weights[f"{name}{norm}.bias"] = chance.normal(0, 0.1, DIMENSION)
    save_file(
        {name: value.astype(np.float32) for name, value in weights.items()},
        folder / "model.safetensors",
    )
    config = {
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "hidden_size": DIMENSION,
        "layer_norm_eps": 1e-12,
    }
    (folder / "config.json").write_text(json.dumps(config))
    return folder
