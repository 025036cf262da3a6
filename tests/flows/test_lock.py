"""One run at a time per home, and the lock ends with its holder."""

import os
import signal
import subprocess
import sys
import time

import pytest

from flows.errors import RunError
from flows.lock import home_lock

HOLDER = """
import sys, time
from pathlib import Path
from flows.lock import home_lock
with home_lock(Path(sys.argv[1]), 'a long run'):
    print('held', flush=True)
    time.sleep(60)
"""


def test_the_second_is_told_who_holds_it(tmp_path):
    with (
        home_lock(tmp_path, "doudi run --as-of 2026-11-20"),
        pytest.raises(RunError) as caught,
        home_lock(tmp_path, "x"),
    ):
        pass
    assert f"process {os.getpid()} (doudi run --as-of 2026-11-20" in str(caught.value)


def test_it_is_free_after_a_run_and_after_an_error(tmp_path):
    with pytest.raises(KeyError), home_lock(tmp_path, "x"):
        raise KeyError
    with home_lock(tmp_path, "y"):
        assert '"what": "y"' in (tmp_path / ".lock").read_text()


def test_kill_minus_nine_frees_it(tmp_path):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(RunError, match="a long run"), home_lock(tmp_path, "x"):
        pass
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    for _ in range(50):
        try:
            with home_lock(tmp_path, "z"):
                break
        except RunError:
            time.sleep(0.1)
    else:
        pytest.fail("the lock outlived its holder")
