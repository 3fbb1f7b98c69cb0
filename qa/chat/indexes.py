"""The indexes that the page offers, by name."""

from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

from corpus.errors import InputError
from qa.chat.loading import Desk, Loading, OpenDesk
from qa.visiting.conversation import Exchange, asked_of, restored
from qa.visiting.named import checked_name


class Indexes:
    """Each index is opened when it is first asked for; the first one at once."""

    def __init__(
        self,
        desks: Mapping[str, OpenDesk],
        make: Callable[[str], OpenDesk] | None = None,
        identify: Callable[[str], str] = lambda name: "",
    ) -> None:
        """Offer these.

        Args:
            desks: How each is opened, by name; at least one.
            make: Makes a new index of a name, where the page may; InputError refuses it.
            identify: What stays the same of the index of a name when it is renamed, or nothing.
        """
        self._desks = dict(desks)
        self._make = make
        self.identify = identify
        self._loading: dict[str, Loading] = {}
        self._lock = Lock()
        self.loading()

    @property
    def names(self) -> list[str]:
        """All names; the first is the one where none is named."""
        return list(self._desks)

    @property
    def offered(self) -> dict[str, Any]:
        """The names, and by name the identities, for the page to choose from."""
        names = self.names
        return {"names": names, "identities": {name: self.identify(name) for name in names}}

    def name(self, wanted: Any = "") -> str:
        """The name of the index that is wanted; whatever a browser sent, or nothing.

        Raises:
            InputError: There is none of that name.
        """
        if not wanted:
            return next(iter(self._desks))
        if not isinstance(wanted, str) or wanted not in self._desks:
            raise InputError(
                f"There is no index {str(wanted)[:80]!r} here; choose one of: "
                f"{', '.join(self.names)}."
            )
        return wanted

    def begin(self, name: str) -> str:
        """Make a new index, which is offered from now on; gives its name.

        Raises:
            InputError: It cannot have that name, or this page makes none.
        """
        if self._make is None:
            raise InputError("This page makes no new index. Leave its name empty.")
        name = checked_name(name)
        with self._lock:
            if name in self._desks:
                raise InputError(f"{name}: there is an index of this name. Choose it, or another.")
            self._desks[name] = self._make(name)
        return name

    def loading(self, wanted: Any = "") -> Loading:
        """The desk of that index, as it comes up; where it failed, it is opened once more: what
        was wrong may be mended by now.

        Raises:
            InputError: There is none of that name.
        """
        name = self.name(wanted)
        with self._lock:
            if name not in self._loading or self._loading[name].failed:
                self._loading[name] = Loading(self._desks[name]).start()
            return self._loading[name]

    def reopened(self, kept: Any) -> tuple[Desk, list[Exchange]]:
        """The desk that a kept conversation was asked of, and its exchanges as that has them now.

        Raises:
            InputError: There is no such index, or this is no conversation.
            NewsdeskError: The index cannot be opened.
        """
        desk = self.loading(asked_of(kept)).opened.result()
        return desk, restored(kept, desk.article)
