"""The forms in which a model can be run as a graph, the fastest on this machine first.

    own      OpenVINO, products in the processor's own number type, bfloat16 or float32
    eight    OpenVINO, products in eight bits, where the model was measured (int8.py)
    onnx     ONNX Runtime, the same, for processors with narrow products of eight bits

On one processor eight bits are half as fast again as float32; on another they gain nothing over
bfloat16, and every number of tokens that is met for the first time costs three times as much, as
its kernels have to be made; on one with AVX2 alone OpenVINO's lose to float32, and ONNX Runtime's
are more than half as fast again. So all are tried, once for each machine. Importing this file
imports OpenVINO.
"""

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from index.encoding import bert
from index.encoding.bert import Pooling
from index.encoding.graph_encoder import GraphEncoder, max_tokens
from index.encoding.int8 import calibrated
from index.encoding.notes import remember, remembered
from index.encoding.openvino_engine import ROUND_TO, OpenVinoEngine, precision, processor
from index.encoding.weights import fingerprint

_LONGEST = 256  # tokens of a text to try with
_EACH = 4  # texts of a length
# Lengths are met this often after the first time: between what one question and its answer need,
# where all is new, and a build of many articles. Some of these times are measured.
_AGAIN, _MEASURED = 20, 4
_BEATEN = 1.25  # times the least: who took more is not measured again
_CLEARLY = 0.95  # of the time of a form named before it, which its successor has to stay below
_log = logging.getLogger(__name__)

Forms = Mapping[str, Callable[[], GraphEncoder]]


def fastest_first(name: str, folder: Path, pooling: Pooling) -> Iterator[GraphEncoder]:
    """The forms of a model, the fastest first; each is made when it is asked for.

    What the libraries raise of files that they cannot read is raised as it is.
    """
    every = forms(name, folder, pooling)
    order = list(every)
    if len(every) > 1:
        model = fingerprint(folder, max_tokens(folder))
        state = f"{model} {processor()} {precision()} {' '.join(every)}"
        known = remembered("fastest", state)
        if known is None or known not in range(len(order)):
            seconds = _seconds([make() for make in every.values()])
            order = [order[place] for place in ranked(seconds)]
            remember("fastest", state, list(every).index(order[0]))
        else:
            first = order.pop(int(known))
            order.insert(0, first)
    for form in order:
        yield every[form]()


def forms(name: str, folder: Path, pooling: Pooling) -> Forms:
    """What makes each form of a model."""
    ranges = calibrated(fingerprint(folder, max_tokens(folder)))

    def own() -> GraphEncoder:
        return GraphEncoder(name, folder, OpenVinoEngine(bert.build_graph(folder, pooling)))

    def eight() -> GraphEncoder:
        graph = bert.build_graph(folder, pooling, ranges)
        return GraphEncoder(name, folder, OpenVinoEngine(graph, "int8"))

    def onnx() -> GraphEncoder:
        # Imported where it is the fastest, or may be.
        from index.encoding import onnx_bert
        from index.encoding.onnx_engine import OnnxEngine

        assert ranges is not None
        graph = onnx_bert.build_graph(folder, ranges)
        return GraphEncoder(name, folder, OnnxEngine(graph, pooling, "int8"))

    return {"own": own, "eight": eight, "onnx": onnx} if ranges else {"own": own}


def ranked(seconds: Sequence[float]) -> list[int]:
    """Places of the fastest first; of those that are nearly as fast, the one named first."""
    least = min(seconds)
    first = next(place for place, took in enumerate(seconds) if took * _CLEARLY <= least)
    rest = sorted(range(len(seconds)), key=seconds.__getitem__)
    return [first, *(place for place in rest if place != first)]


def _seconds(graphs: Sequence[GraphEncoder]) -> list[float]:
    """Processor time of each for a token, which other programs disturb least."""
    tried = [_Tried(graph, place, len(graphs)) for place, graph in enumerate(graphs)]
    first = [each.once() for each in tried]
    # In turn: a processor is not equally fast all the time.
    again = [[each.once()] for each in tried]
    for _ in range(_MEASURED - 1):
        least = min(map(min, again))
        for each, known in zip(tried, again, strict=True):
            if min(known) <= _BEATEN * least:
                known.append(each.once())
    took = [
        (new + _AGAIN * min(known)) / (1 + _AGAIN) for new, known in zip(first, again, strict=True)
    ]
    for graph, seconds in zip(graphs, took, strict=True):
        _log.info("%s, %s: %.1f microseconds a token", graph.name, graph.machine, seconds * 1e6)
    return took


class _Tried:
    """A form, and texts of lengths of its own: kernels that one has made are there for the next."""

    def __init__(self, graph: GraphEncoder, place: int, forms: int) -> None:
        longest = min(_LONGEST, graph.max_tokens + 2)
        lengths = range(ROUND_TO * (place + 1), longest + 1, ROUND_TO * forms)
        self._texts = [" ".join(["day"] * (n - 2)) for n in lengths for _ in range(_EACH)]
        self._tokens = _EACH * sum(lengths)
        self._graph = graph
        graph.encode(["day"])  # what is made once, whatever the length

    def once(self) -> float:
        """Processor seconds for a token."""
        started = time.process_time()
        self._graph.encode(self._texts)
        return (time.process_time() - started) / self._tokens
