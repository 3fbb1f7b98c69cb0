"""What a user may set: the language model, and a model for checking. Nothing by default.

A file, `newsdesk.toml` in the working folder or where $NEWSDESK_CONFIG says:

    [language_model]
    base_url = "http://localhost:11434/v1"    # any OpenAI-compatible endpoint
    model = "llama3.1"
    api_key = "..."             # better in the environment
    context_tokens = 8192       # what the model reads and writes together
    answer_tokens = 600         # the most that it may write
    seconds = 60                # the most that one answer may wait for it

    [checking]
    nli_model = "FOLDER"        # a natural-language-inference CrossEncoder

    [search]
    reranker = "FOLDER"         # a CrossEncoder that was trained to rank passages

The environment wins: NEWSDESK_LLM_BASE_URL, NEWSDESK_LLM_MODEL, NEWSDESK_LLM_API_KEY,
NEWSDESK_LLM_CONTEXT_TOKENS, NEWSDESK_NLI_MODEL and NEWSDESK_RERANKER. A model has to be named
before anything leaves this machine: a key that lies in the environment for other programs is
no consent.
Where a model is named and no base_url, the endpoint and the key are OPENAI_BASE_URL's and
OPENAI_API_KEY's, the one for the other; that key goes to no other endpoint.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from corpus.errors import InputError

FILE = "newsdesk.toml"
_OPENAI = "https://api.openai.com/v1"
_ENVIRONMENT = {
    "base_url": "NEWSDESK_LLM_BASE_URL",
    "model": "NEWSDESK_LLM_MODEL",
    "api_key": "NEWSDESK_LLM_API_KEY",
    "context_tokens": "NEWSDESK_LLM_CONTEXT_TOKENS",
}
_LEAST = {"context_tokens": 2048, "answer_tokens": 50, "seconds": 1}
_MOST = 86_400  # seconds; of far more no clock of the system's knows


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A language model behind an OpenAI-compatible endpoint. Its key is in no ``repr``."""

    model: str
    base_url: str = _OPENAI
    api_key: str = field(default="", repr=False)
    context_tokens: int = 8192
    answer_tokens: int = 600
    seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class Settings:
    """``language_model`` is None where answers are quoted; the others are names or folders."""

    language_model: Endpoint | None = None
    nli_model: str | None = None
    reranker: str | None = None


def load_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """What the file and the environment say together.

    Raises:
        InputError: The file cannot be read, or a value makes no sense; no message holds a key.
    """
    named = environ.get("NEWSDESK_CONFIG")
    path = Path(named or FILE)
    file = _read(path) if named or path.is_file() else {}
    for section in file.keys() - {"language_model", "checking", "search"}:
        raise InputError(f"{path}: [{section}] is not known; see README.md for what may be set")
    model = _section(path, file, "language_model", {item.name for item in fields(Endpoint)})
    checking = _section(path, file, "checking", {"nli_model"})
    search = _section(path, file, "search", {"reranker"})
    for key, name in _ENVIRONMENT.items():
        if told := environ.get(name, "").strip():
            model[key] = told
    return Settings(
        _endpoint(model, environ),
        _name(path, "nli_model", environ.get("NEWSDESK_NLI_MODEL") or checking.get("nli_model")),
        _name(path, "reranker", environ.get("NEWSDESK_RERANKER") or search.get("reranker")),
    )


def _name(path: Path, key: str, value: Any) -> str | None:
    if value is not None and not isinstance(value, str):
        raise InputError(f"{path}: {key}: expected the name of a model or a folder")
    return value or None


def _endpoint(values: dict[str, Any], environ: Mapping[str, str]) -> Endpoint | None:
    if not values.get("model"):
        if values:
            raise InputError(
                f"language model: {', '.join(sorted(values))} given, but no model; "
                "name one with NEWSDESK_LLM_MODEL"
            )
        return None
    if not values.get("base_url"):
        values["base_url"] = environ.get("OPENAI_BASE_URL") or _OPENAI
        values.setdefault("api_key", environ.get("OPENAI_API_KEY", ""))
    for key in ("model", "base_url", "api_key"):
        if not isinstance(values.get(key, ""), str):
            raise InputError(f"language model: {key}: expected a text")
    if not _is_address(values["base_url"]):
        # The address is not repeated: who writes a key into it must not read it in a log.
        raise InputError(
            "language model: base_url: expected http(s)://HOST/PATH without a user or a key; "
            "a key goes into NEWSDESK_LLM_API_KEY"
        )
    key = values.get("api_key", "").strip()
    if not (key.isascii() and key.isprintable()):  # which no header can carry
        raise InputError("language model: api_key: holds what no key has; copy it again")
    endpoint = Endpoint(
        model=values["model"],
        base_url=values["base_url"].rstrip("/"),
        api_key=key,
        **{key: _number(key, values[key], least) for key, least in _LEAST.items() if key in values},
    )
    if endpoint.seconds > _MOST:
        raise InputError(f"language model: seconds: at most {_MOST}, which is a day")
    if endpoint.answer_tokens > endpoint.context_tokens // 2:
        raise InputError("language model: answer_tokens: at most half of context_tokens")
    return endpoint


def _is_address(text: str) -> bool:
    import httpx  # where a model is named, and only there

    try:
        url = urlsplit(text)
        has_port = url.port != 0
        httpx.URL(text)  # which it will be asked by
    except (ValueError, httpx.InvalidURL):  # half a bracket, a port or a host that is none
        return False
    return bool(
        url.scheme in ("http", "https")
        and url.hostname
        and has_port
        and text.isprintable()
        and " " not in text
        and not (url.username or url.password)
    )


def _number(key: str, value: Any, least: int) -> int:
    try:
        number = -1 if isinstance(value, bool) else int(value)
    except (TypeError, ValueError, OverflowError):  # "inf" is a number of TOML
        number = -1
    if number < least:
        raise InputError(f"language model: {key}: expected a whole number from {least} up")
    return number


def _section(path: Path, file: Mapping[str, Any], name: str, known: set[str]) -> dict[str, Any]:
    section = file.get(name, {})
    if not isinstance(section, dict):
        raise InputError(f"{path}: {name}: expected a section, written [{name}]")
    for key in sorted(section.keys() - known):
        raise InputError(f"{path}: [{name}] {key}: not known; known are {', '.join(sorted(known))}")
    return dict(section)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    except ValueError:
        # The parser's own message may quote the line that it stumbled over, and a key in it.
        raise InputError(f"{path}: is not TOML; see README.md for its form") from None
