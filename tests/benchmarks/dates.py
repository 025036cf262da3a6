"""One province on two dates on either side of a parameter's change, and on the later one without the change.

In: a sample province up to its facts; a policy that raises the dibao standard on the later date. Out: a line a rule
that differs: fired the day before, on the day, and on the day had nothing changed (what the mere date does).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from tests.benchmarks.registry import Result, Setting, benchmark
from tests.benchmarks.rules import facts
from tests.benchmarks.samples import sample

RAISED = {"urban": 860, "rural": 700}


@benchmark
def dates(setting: Setting) -> Iterator[Result]:
    """Rules that read the standard change on the day it changes, and the others do not."""
    from flows.judge import night_database
    from signals.evaluate import evaluate
    from signals.policy import load_policy
    from signals.rules import load_rules

    for people in setting.people:
        made = sample(setting.folder, people, setting.seeds[0])
        run = facts(made.folder, setting.folder / f"home-{people}-{made.seed}")
        before = run.as_of - timedelta(days=1)
        old = {
            value.key: value.value
            for value in load_policy("hubei").in_force(before)
            if value.name == "dibao_standard"
        }
        with TemporaryDirectory() as with_change, night_database(run) as con:
            _write(Path(with_change), {date(2000, 1, 1): old, run.as_of: RAISED})

            def fired(day: date, policies: Path | None) -> dict[str, int]:
                report = evaluate(con, day, "hubei", extra_policies=policies)
                con.execute("DELETE FROM mart.signal; DELETE FROM ops.rule_status")
                return {status.rule: status.signals for status in report.statuses}

            day_before, on_the_day = fired(before, Path(with_change)), fired(run.as_of, Path(with_change))
            unchanged = fired(run.as_of, None)
        readers = {rule.code for rule in load_rules() if "dibao_standard" in rule.parameters}
        for rule in sorted(on_the_day):
            if rule in readers or day_before[rule] != on_the_day[rule]:
                yield Result(
                    "dates",
                    rule,
                    made.name,
                    {
                        "reads it": "yes" if rule in readers else "no",
                        "day before": day_before[rule],
                        "on the day": on_the_day[rule],
                        "without the change": unchanged[rule],
                    },
                )


def _write(folder: Path, values: dict[date, dict[str, float]]) -> None:
    spec = {"region": "hubei", "parameters": {"dibao_standard": {"basis": "default", "values": values}}}
    (folder / "hubei.yaml").write_text(yaml.safe_dump(spec, allow_unicode=True), encoding="utf-8")
