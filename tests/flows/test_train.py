"""Learnt weights count from their date on, and never for a night that is published."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows.errors import UsageError
from flows.home import models_of
from flows.train import train_home
from matching.train import in_force
from tests.flows.conftest import AS_OF, make_home, run_night


def test_a_model_is_learnt_and_in_force_from_its_date(inbox, tmp_path):
    home = make_home(tmp_path / "home")
    run_night(inbox, home)
    tomorrow = AS_OF + timedelta(days=1)
    with pytest.raises(UsageError, match="later night"):
        train_home(home, AS_OF)
    assert "learnt from" in train_home(home, tomorrow)
    (model,) = models_of(home)
    assert in_force(models_of(home), AS_OF) is None
    assert in_force(models_of(home), tomorrow) == model
    assert not run_night(inbox, home, tomorrow).unchanged
