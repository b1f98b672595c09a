"""A door to a PostgreSQL server that can be shut in the middle of a COMMIT."""

import selectors
import shutil
import socket
import tempfile
import threading
from enum import Enum, auto
from pathlib import Path

_PORT = ".s.PGSQL.5432"


class Cut(Enum):
    """When the door is shut."""

    NEVER = auto()
    BEFORE_COMMIT = auto()
    """COMMIT does not reach the server."""
    AFTER_COMMIT = auto()
    """The server's answer to COMMIT does not come back."""


class Door:
    """Passes bytes on between clients and a server, until it is told to cut.

    Once it has cut, ``is_dark`` says whether it lets anybody in again.
    """

    def __init__(self, server: Path) -> None:
        self._server = str(server / _PORT)
        self.folder = Path(tempfile.mkdtemp(prefix="zaslin-door-"))
        self.cut = Cut.NEVER
        self.stays_dark = False
        self.is_dark = False
        self.cuts = 0
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(self.folder / _PORT))
        self._listener.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Let nobody in any more."""
        self._listener.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._pass_on, args=(client,), daemon=True).start()

    def _pass_on(self, client: socket.socket) -> None:
        with client, socket.socket(socket.AF_UNIX) as server:
            if self.is_dark:
                return
            server.connect(self._server)
            with selectors.DefaultSelector() as ready:
                ready.register(client, selectors.EVENT_READ, server)
                ready.register(server, selectors.EVENT_READ, client)
                while True:
                    for key, _ in ready.select():
                        assert isinstance(key.fileobj, socket.socket)
                        # Either side may be gone by now: then there is no more to pass.
                        try:
                            data = key.fileobj.recv(65536)
                            if not data or not self._lets_through(data, key, server):
                                return
                            key.data.sendall(data)
                        except OSError:
                            return

    def _lets_through(
        self, data: bytes, key: selectors.SelectorKey, server: socket.socket
    ) -> bool:
        if key.fileobj is server or b"COMMIT" not in data or self.cut is Cut.NEVER:
            return True
        if self.cut is Cut.AFTER_COMMIT:
            server.sendall(data)
            # The answer is here, and goes no farther.
            server.recv(65536)
        self.cut = Cut.NEVER
        self.cuts += 1
        self.is_dark = self.stays_dark
        return False
