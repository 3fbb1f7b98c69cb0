"""Products of many questions with many vectors: numpy's, in whatever parts they are computed."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from index.engines import products

RNG = np.random.default_rng(5)


@pytest.mark.parametrize("count", [0, 1, 299, 300, 301, 1_000])
def test_products_are_those_of_numpy(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(products, "_IN_CACHE", 300)
    queries = RNG.standard_normal((20, 24), dtype=np.float32)
    vectors = RNG.standard_normal((count, 24), dtype=np.float32).astype(np.float16)
    found = products.products(queries, vectors)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, queries @ vectors.T.astype(np.float32), atol=1e-5)


def test_threads_do_not_get_each_others_products() -> None:
    vectors = RNG.standard_normal((5_000, 24), dtype=np.float32).astype(np.float16)
    asked = [RNG.standard_normal((16, 24), dtype=np.float32) for _ in range(12)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda queries: products.products(queries, vectors), asked))
    for queries, each in zip(asked, found, strict=True):
        np.testing.assert_allclose(each, queries @ vectors.T.astype(np.float32), atol=1e-5)
