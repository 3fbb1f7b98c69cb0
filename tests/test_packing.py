"""Codes laid out for scanning, against how FAISS does it."""

from typing import Any

import faiss
import numpy as np
import pytest

from index.engines.packing import BLOCK, packed

DIMENSION = 40


@pytest.mark.parametrize("count", [BLOCK, 3 * BLOCK])
def test_blocks_are_what_faiss_makes_of_the_same_vectors(count: int) -> None:
    vectors = np.random.default_rng(0).standard_normal((count, DIMENSION)).astype(np.float32)
    index: Any = faiss.index_factory(DIMENSION, "IVF1,RaBitQfs", faiss.METRIC_INNER_PRODUCT)
    index.train(vectors)
    index.add(vectors)
    codes = np.empty((count, index.code_size), dtype=np.uint8)
    groups = np.zeros(count, dtype=np.int64)
    index.encode_vectors(
        count, faiss.swig_ptr(vectors), faiss.swig_ptr(groups), faiss.swig_ptr(codes)
    )
    blocks = packed(codes, DIMENSION // 8)
    of_faiss = faiss.rev_swig_ptr(index.invlists.get_codes(0), blocks.size)
    np.testing.assert_array_equal(blocks.ravel(), of_faiss)
