"""What tests share: a fast encoder, the real one, and one real index over the samples."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from corpus import SAMPLES
from corpus.article import Article
from corpus.findings import Rejected
from corpus.read import read_all
from index.build import build
from index.encoder import load_encoder
from index.search import Index
from index.types import Encoder
from qa.answer import Assistant
from web_server import Site, serving
from word_encoder import WordEncoder

settings.register_profile("newsdesk", deadline=None)  # no test measures time
settings.load_profile("newsdesk")


@pytest.fixture
def words() -> WordEncoder:
    """A fast encoder that knows words and no meaning, and what it was asked."""
    return WordEncoder()


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No check of an earlier run is believed, and none of this one is left behind.

    Models made in the test have the same weights in every run.
    """
    import torch

    monkeypatch.setenv("NEWSDESK_CACHE", str(tmp_path / "cache"))
    torch.manual_seed(7)


@pytest.fixture(scope="session")
def _web_server() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def site(_web_server: Site) -> Site:
    """A web site that has nothing yet."""
    _web_server.answers.clear()
    _web_server.asked.clear()
    return _web_server


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The packaged model, loaded once."""
    return load_encoder()


@pytest.fixture(scope="session")
def sample_articles() -> dict[str, Article]:
    """The sample articles by id, as the readers find them."""
    found = list(read_all([SAMPLES]))
    assert not [item for item in found if isinstance(item, Rejected)]
    return {item.id: item for item in found if isinstance(item, Article)}


@pytest.fixture(scope="session")
def sample_index(
    tmp_path_factory: pytest.TempPathFactory,
    encoder: Encoder,
    sample_articles: dict[str, Article],
) -> Path:
    """A folder with the index of the sample articles; to be read only."""
    folder = tmp_path_factory.mktemp("samples") / "index"
    build(folder, sample_articles.values(), encoder=encoder, about={"samples": "only"})
    return folder


@pytest.fixture(scope="session")
def desk(sample_index: Path, encoder: Encoder) -> Iterator[Assistant]:
    """An assistant over the sample articles."""
    with Assistant(Index(sample_index, encoder)) as assistant:
        yield assistant
