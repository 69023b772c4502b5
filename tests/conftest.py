"""What holds for every test: no network, no keys, examples that come out the same."""

import os
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from support.commands import Command

_LOCAL = ("127.", "::1", "localhost")
_KEYS = ("OPENAI_", "AUDITOR_", "LANGCHAIN_", "LANGSMITH_")
_SLOW = [HealthCheck.too_slow]

settings.register_profile("dev", max_examples=20, deadline=None, derandomize=True, suppress_health_check=_SLOW)
settings.register_profile("ci", max_examples=120, deadline=None, derandomize=True, suppress_health_check=_SLOW)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


@pytest.fixture(scope="session", autouse=True)
def _no_keys() -> Iterator[None]:
    """Neither the tests nor the processes that they start see a key or a setting of the user."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [n for n in os.environ if n.startswith(_KEYS)]:
            patch.delenv(name)
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Only this machine can be reached."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def guarded(real: Any) -> Any:
        def local_only(self: socket.socket, address: Any) -> Any:
            if isinstance(address, tuple) and not str(address[0]).startswith(_LOCAL):
                raise PermissionError(f"a test reached for the network: {address}")
            return real(self, address)

        return local_only

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded(connect))
        patch.setattr(socket.socket, "connect_ex", guarded(connect_ex))
        yield


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs a command line in this process."""
    return Command(capsys, monkeypatch)
