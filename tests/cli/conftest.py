"""Running command lines."""

import pytest
from support.commands import Command


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs a command line in this process."""
    return Command(capsys, monkeypatch)
