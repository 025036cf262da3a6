"""Validates accepted batches with Great Expectations over DuckDB and writes Data Docs: `python -m
data_contracts.validate JOB`.

In: a job (JSON): ``items`` of {dataset, batch, paths, previous_rows}, ``contracts`` folder or null, ``docs``
folder, ``result`` file.
Out: the result file, a list of verdicts {dataset, batch, success, failed: [{expectation, columns, title,
unexpected, rows}]} without any value of a row; and the Data Docs.  The process ends when the one that
started it does.
"""

import json
import os
import shutil
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from data_contracts.reading import load_contracts
from data_contracts.suites import expectations

# Counts only: values of rows have no place in results or pages.
RESULT_FORMAT = {"result_format": "SUMMARY", "partial_unexpected_count": 0}


def run_job(job: dict[str, Any]) -> list[dict[str, Any]]:
    """Validate every item of ``job``, write its Data Docs, and return the verdicts."""
    contracts = load_contracts(Path(job["contracts"]) if job.get("contracts") else None)
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    import data_contracts.gx_duckdb  # noqa: F401  (registers the datasource)

    context = gx.get_context(mode="ephemeral")
    context.enable_analytics(False)
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    source = context.data_sources.add_duckdb(
        name="accepted",
        connection_string="duckdb:///:memory:",
        kwargs={"connect_args": {"config": {"threads": 1}}},
    )
    verdicts = []
    for item in job["items"]:
        name = f"{item['dataset']} {item['batch']}"
        files = ", ".join("'" + path.replace("'", "''") + "'" for path in item["paths"])
        asset = source.add_query_asset(name=name, query=f"SELECT * FROM read_parquet([{files}])")
        promises = expectations(contracts[item["dataset"]], item.get("previous_rows"))
        suite = context.suites.add(gx.ExpectationSuite(name=name, expectations=promises))
        definition = context.validation_definitions.add(
            gx.ValidationDefinition(
                name=name, data=asset.add_batch_definition_whole_table("all"), suite=suite
            )
        )
        outcome = definition.run(result_format=RESULT_FORMAT)
        verdicts.append(_verdict(item["dataset"], item["batch"], outcome, len(promises)))
    _write_docs(context, Path(job["docs"]))
    return verdicts


def _verdict(dataset: str, batch: str, outcome: Any, promised: int) -> dict[str, Any]:
    """A verdict from what Great Expectations says; an expectation that raised or was left out has failed."""
    failed = []
    for result in outcome.results:
        if result.success:
            continue
        config = result.expectation_config
        columns = config.kwargs.get("column_list") or [c for c in [config.kwargs.get("column")] if c]
        counted = dict(result.result or {})
        unexpected = counted.get("unexpected_count", counted.get("observed_value"))
        failed.append(
            {
                "expectation": config.type,
                "columns": list(columns),
                "title": config.notes or config.description,
                "unexpected": unexpected if isinstance(unexpected, int) else None,
                "rows": counted.get("element_count"),
                "critical": not counted or config.severity != "warning",
                "raised": not counted,
            }
        )
    if len(outcome.results) != promised:
        failed.append(
            {
                "expectation": "suite",
                "columns": [],
                "title": "not every expectation was evaluated",
                "critical": True,
            }
        )
    return {
        "dataset": dataset,
        "batch": batch,
        "success": bool(outcome.success) and not failed,
        "evaluated": len(outcome.results),
        "failed": failed,
    }


def _write_docs(context: Any, docs: Path) -> None:
    """Build the pages beside ``docs`` and move them in."""
    docs.parent.mkdir(parents=True, exist_ok=True)
    beside = docs.with_name(f".{docs.name}.tmp")
    shutil.rmtree(beside, ignore_errors=True)
    backend = {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(beside.resolve())}
    context.add_data_docs_site(
        site_name="doudi",
        site_config={
            "class_name": "SiteBuilder",
            "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
            "store_backend": backend,
        },
    )
    context.build_data_docs(site_names=["doudi"])
    shutil.rmtree(docs, ignore_errors=True)
    beside.replace(docs)


def _end_with_parent() -> None:
    """End this process when the pipe on stdin closes: its parent holds the other end, however it ends."""

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 1):
            pass
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def main(arguments: Sequence[str]) -> int:
    """Run the job file named on the command line; the result is written beside and renamed in."""
    if len(arguments) != 1:
        print("usage: python -m data_contracts.validate JOB.json", file=sys.stderr)
        return 2
    _end_with_parent()
    os.nice(19)
    job = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    verdicts = run_job(job)
    result = Path(job["result"])
    beside = result.with_name(f".{result.name}.tmp")
    beside.write_text(json.dumps(verdicts, ensure_ascii=False, indent=1), encoding="utf-8")
    beside.replace(result)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
