"""The ordered registry of a night's steps: the one list that the command line and the Prefect flow both go through."""

from __future__ import annotations

from flows import intake, judge, release, validation
from flows.run import Step

STEPS: tuple[Step, ...] = (
    Step("land", "extracts into the landing area", intake.land),
    Step("check", "rows against their contracts", intake.check),
    Step("validate", "Great Expectations, beside the run", validation.start),
    Step("standardise", "rows to mentions of people", intake.standardise),
    Step("match", "mentions to people", judge.match),
    Step("assemble", "facts, households, assistance chain", judge.assemble),
    Step("signals", "facts to warning signals", judge.signals),
    Step("verdict", "what the validation found", validation.collect),
    Step("publish", "ledger and warehouse in force", release.publish),
    Step("deliver", "report and outbox", release.deliver),
)
