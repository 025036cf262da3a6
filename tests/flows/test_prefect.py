"""The Prefect flow goes through the same steps as the command line, to the same warehouse."""

from __future__ import annotations

import os

import pytest

from flows.steps import STEPS
from tests.flows.conftest import AS_OF, make_home, run_night
from tests.flows.contents import contents


@pytest.fixture
def prefect_api(tmp_path, monkeypatch):
    """Prefect's ephemeral server, which takes its time to start on a busy machine."""
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "prefect"))
    monkeypatch.setenv("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    from prefect.settings import PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS, temporary_settings
    from prefect.testing.utilities import prefect_test_harness

    with (
        temporary_settings({PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS: 180}),
        prefect_test_harness(server_startup_timeout=180),
    ):
        yield


def test_same_steps_same_warehouse(prefect_api, inbox, tmp_path):
    from flows.nightly import nightly

    home, other = make_home(tmp_path / "home"), make_home(tmp_path / "other")
    visited = nightly(str(inbox), str(home), AS_OF)
    in_process = run_night(inbox, other)
    assert visited == [step.name for step in STEPS] == [step["step"] for step in in_process.steps]
    assert contents(home / "warehouse.duckdb") == contents(other / "warehouse.duckdb")
    assert nightly(str(inbox), str(home), AS_OF) == ["land"]
    assert os.environ["PREFECT_HOME"] == str(tmp_path / "prefect")
