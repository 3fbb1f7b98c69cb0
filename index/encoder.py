"""Texts to unit vectors: which form of a model is run.

Any sentence-transformers model can be named: a folder, a name on the hub, or the packaged
all-MiniLM-L6-v2, which needs no network and is the default. index/encoding/ has the ways to run
one: a BERT model as a graph of the same weights (graph_encoder.py), which is several times faster
than torch and imports neither torch nor sentence_transformers. A graph can be run in the
processor's own number type by OpenVINO, the default model also in eight bits (int8.py) by it or
ONNX Runtime, which finds the same articles. Which is the fastest is measured once for each machine
(fastest.py), and it is compared with the original, and used only where the two agree. Every other
model runs through sentence_transformers (torch_encoder.py).

All forms of a model have one fingerprint: their vectors are near enough to be compared with
each other, so an index may be built in one form and searched in another. On one machine it is
the same form every time, as long as its cache folder is there.
"""

import logging
from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from index.encoding.notes import remember, remembered
from index.encoding.torch_encoder import TorchEncoder
from index.encoding.weights import DEFAULT_ENCODER, locate
from index.types import Encoder

if TYPE_CHECKING:
    from index.encoding.graph_encoder import GraphEncoder

# The least cosine between a vector of the graph and the original's. On the processors that it
# was tried on, bfloat16 gives 0.9999 and int8 0.996; less means products that overflow.
_AGREEMENT = {"f32": 0.9995, "bf16": 0.9995, "int8": 0.99}
_PROBES = (
    "Where did the ministers meet on Tuesday?",
    "The central bank cut its main rate by a quarter of a point, to 3.25%, on 17 October.",
    "Six people were reported missing after the ship struck the bridge; two were rescued. " * 8,
    "São Paulo, Zürich, Київ, 東京: names as they are written.",
)
_log = logging.getLogger(__name__)
_shared: WeakValueDictionary[str, Encoder] = WeakValueDictionary()
_sharing = Lock()


def shared_encoder(name: str) -> Encoder:
    """As ``load_encoder``; whoever holds the encoder of a name meanwhile holds the same one.

    So indexes that are open side by side pay for one model.
    """
    with _sharing:
        found = _shared.get(name)
        if found is None:
            found = _shared[name] = load_encoder(name)
        return found


def load_encoder(name: str = DEFAULT_ENCODER) -> Encoder:
    """The encoder of this name, in the fastest form that holds on this machine.

    A folder gives its name as the whole path: the index notes it, and is opened from anywhere.

    Raises:
        EncoderError: The model cannot be found or loaded, or its weights are not the
            official ones (packaged model).
    """
    folder = locate(name)
    if folder == Path(name):
        name = str(folder.absolute())
    for graph in _graphs(name, folder):
        if _agrees(graph, folder):
            return graph
        _log.warning("%s: its form %s disagrees with the original", name, graph.products)
    return TorchEncoder(name, folder)


def _graphs(name: str, folder: Path) -> Iterator["GraphEncoder"]:
    """The fast forms of a model, the fastest first."""
    # It imports OpenVINO, which programs that load no model do not pay for.
    from index.encoding import bert

    try:
        pooling = bert.supported(folder)
        if pooling is not None:
            from index.encoding.fastest import fastest_first

            yield from fastest_first(name, folder, pooling)
    except Exception as error:  # what libraries raise of files that they cannot read
        _log.warning("%s: no fast form (%s); running the original", name, error)


def _agrees(graph: "GraphEncoder", folder: Path) -> bool:
    """Whether the graph gives the original's vectors on this machine; asked once."""
    state = f"{graph.fingerprint} {graph.machine}"
    cosine = remembered("agreement", state)
    if cosine is None:
        original = TorchEncoder(graph.name, folder).encode(_PROBES)
        cosine = float((graph.encode(_PROBES) * original).sum(axis=1).min())
        remember("agreement", state, cosine)
    return cosine >= _AGREEMENT[graph.products]
