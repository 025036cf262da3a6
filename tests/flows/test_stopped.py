"""Nights that are stopped, by somebody or by a full disk: what was published stays, and the next run is right."""

from __future__ import annotations

import errno
import signal
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

import signals.delivery
from flows import release
from tests.flows.commands import run
from tests.flows.conftest import AS_OF, make_home
from tests.flows.contents import contents


@pytest.mark.slow
def test_stopped_at_any_moment_nothing_is_lost_and_the_next_run_is_right(inbox, new_home, tmp_path):
    assert run(inbox, new_home).exit_code == 3
    published = contents(new_home / "warehouse.duckdb")
    day = AS_OF + timedelta(days=1)
    for how, code, after in (
        (signal.SIGTERM, 130, "check"),
        (signal.SIGINT, 130, "match"),
        (signal.SIGKILL, -9, "signals"),
    ):
        told = _stopped(inbox, new_home, day, how, code, after)
        assert "Traceback" not in told
        assert code != 130 or "interrupted" in told
        assert contents(new_home / "warehouse.duckdb") == published
    assert run(inbox, new_home, day).exit_code == 3
    other = make_home(tmp_path / "undisturbed")
    run(inbox, other)
    run(inbox, other, day)
    assert contents(new_home / "warehouse.duckdb") == contents(other / "warehouse.duckdb")


def _stopped(inbox: Path, home: Path, day: date, how: signal.Signals, code: int, after: str) -> str:
    """Start a run and stop it once the step `after` has ended; what it said from then on."""
    command = [
        sys.executable,
        "-m",
        "flows.cli",
        "run",
        "--inbox",
        str(inbox),
        "--home",
        str(home),
        "--as-of",
        str(day),
    ]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    for line in process.stderr:
        if line.split()[:1] == [after]:
            break
    process.send_signal(how)
    told = process.stderr.read()
    assert process.wait(30) == code
    return told


def test_a_full_disk_is_said_and_publishes_nothing(inbox, new_home, monkeypatch):
    assert run(inbox, new_home).exit_code == 3
    published = contents(new_home / "warehouse.duckdb")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(release, "_commit_ledger", full)
    result = run(inbox, new_home, AS_OF + timedelta(days=1))
    assert result.exit_code == 1
    assert "disk" in result.output
    assert contents(new_home / "warehouse.duckdb") == published


def test_a_full_disk_after_publication_is_not_called_unpublished(inbox, new_home, monkeypatch):
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(signals.delivery, "deliver", full)
        result = run(inbox, new_home)
    assert result.exit_code == 1 and (new_home / "warehouse.duckdb").exists()
    assert "The night is published" in result.output and "Nothing was published" not in result.output
    assert run(inbox, new_home).exit_code == 3
    assert list((new_home / "outbox").rglob("*.xlsx"))
