"""What is set in a file and in the environment, and what is not sent anywhere."""

from pathlib import Path

import pytest

from corpus.errors import InputError
from qa.settings import Endpoint, Settings, load_settings

SECRET = "sk-0123456789"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(text: str) -> None:
    Path("newsdesk.toml").write_text(text)


def test_nothing_is_set_by_default() -> None:
    assert load_settings({}) == Settings()
    assert load_settings({"OPENAI_API_KEY": SECRET, "OPENAI_BASE_URL": "https://x/v1"}) == (
        Settings()
    )


def test_a_model_in_the_environment() -> None:
    environ = {
        "NEWSDESK_LLM_BASE_URL": "http://localhost:11434/v1/",
        "NEWSDESK_LLM_MODEL": "llama3.1",
        "NEWSDESK_LLM_CONTEXT_TOKENS": "4096",
        "OPENAI_API_KEY": SECRET,
    }
    expected = Endpoint("llama3.1", "http://localhost:11434/v1", "", 4096)
    assert load_settings(environ).language_model == expected  # and without OpenAI's key
    found = load_settings(environ | {"NEWSDESK_LLM_API_KEY": "own"}).language_model
    assert found is not None
    assert found.api_key == "own"


def test_white_space_around_what_is_set_does_not_count() -> None:
    named = {"NEWSDESK_LLM_MODEL": " m\n", "NEWSDESK_LLM_BASE_URL": "http://a/v1 "}
    assert load_settings(named).language_model == Endpoint("m", "http://a/v1")
    assert load_settings({"NEWSDESK_LLM_MODEL": " ", "NEWSDESK_LLM_BASE_URL": ""}) == Settings()


def test_openai_is_where_a_model_is_without_an_address() -> None:
    environ = {"NEWSDESK_LLM_MODEL": "gpt-4o-mini", "OPENAI_API_KEY": SECRET}
    expected = Endpoint("gpt-4o-mini", "https://api.openai.com/v1", SECRET)
    assert load_settings(environ).language_model == expected
    moved = load_settings(environ | {"OPENAI_BASE_URL": "https://proxy.example/v1"})
    assert moved.language_model == Endpoint("gpt-4o-mini", "https://proxy.example/v1", SECRET)


def test_a_file_is_read_and_the_environment_wins() -> None:
    write(
        '[language_model]\nbase_url = "http://a/v1"\nmodel = "m"\napi_key = "k"\n'
        'context_tokens = 4000\nanswer_tokens = 300\nseconds = 20\n[checking]\nnli_model = "n"\n'
        '[search]\nreranker = "r"\n'
    )
    assert load_settings({}) == Settings(
        Endpoint("m", "http://a/v1", "k", 4000, 300, 20.0), "n", "r"
    )
    found = load_settings({"NEWSDESK_LLM_MODEL": "other", "NEWSDESK_NLI_MODEL": "folder"})
    assert found == Settings(Endpoint("other", "http://a/v1", "k", 4000, 300, 20.0), "folder", "r")


def test_a_file_may_lie_elsewhere(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text('[checking]\nnli_model = "n"\n')
    assert load_settings({"NEWSDESK_CONFIG": str(file)}) == Settings(None, "n")
    with pytest.raises(InputError, match=r"none\.toml: cannot be read"):
        load_settings({"NEWSDESK_CONFIG": str(tmp_path / "none.toml")})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f'api_key = "{SECRET}', "is not TOML"),
        ("[models]", r"\[models\] is not known"),
        ("language_model = 1", "expected a section"),
        (f'[language_model]\napi_kee = "{SECRET}"', "api_kee: not known; known are answer_tokens"),
        (f'[language_model]\napi_key = "{SECRET}"', "api_key given, but no model"),
        ('[language_model]\nmodel = "m"\napi_key = 7', "api_key: expected a text"),
        (f'[language_model]\nmodel = "m"\napi_key = "{SECRET}é"', "api_key: holds what no key"),
        (f'[language_model]\nmodel = "m"\napi_key = "{SECRET}\\nx"', "api_key: holds what no key"),
        ('[language_model]\nmodel = "m"\nbase_url = "http://[::1"', "base_url: expected http"),
        ('[language_model]\nmodel = "m"\nbase_url = "ftp://x"', "base_url: expected http"),
        ('[language_model]\nmodel = "m"\nbase_url = "http://x:PORT/v1"', "base_url: expected http"),
        (
            '[language_model]\nmodel = "m"\nbase_url = "http://x:99999/v1"',
            "base_url: expected http",
        ),
        *(
            (f'[language_model]\nmodel = "m"\nbase_url = "{url}"', "base_url: expected http")
            for url in ("http://xn--ü.example..com/v1", "http://a b/v1", "http://300.1.1.1/v1")
        ),
        (
            '[language_model]\nmodel = "m"\nbase_url = "http://x\\u007f/v1"',
            "base_url: expected http",
        ),
        (
            f'[language_model]\nmodel = "m"\nbase_url = "http://u:{SECRET}@x/v1"',
            "base_url: expected http",
        ),
        ('[language_model]\nmodel = "m"\ncontext_tokens = 10', "whole number from 2048"),
        ('[language_model]\nmodel = "m"\nseconds = "soon"', "seconds: expected a whole number"),
        ('[language_model]\nmodel = "m"\nseconds = 86401', "seconds: at most 86400"),
        ('[language_model]\nmodel = "m"\nseconds = inf', "seconds: expected a whole number"),
        ('[language_model]\nmodel = "m"\nanswer_tokens = 7000', "at most half"),
        ("[checking]\nnli_model = 3", "nli_model: expected"),
    ],
)
def test_what_makes_no_sense_is_told_without_the_key(text: str, message: str) -> None:
    write(text)
    with pytest.raises(InputError, match=message) as caught:
        load_settings({})
    assert SECRET not in str(caught.value)
    assert caught.value.__cause__ is None
