"""How doudi is run: the ordered steps of a night, the command line, the Prefect flow.

In: an inbox of extracts, a home folder, an as-of date. Out: the home's warehouse, ledger and report; an exit code.
This room imports every other one; none of them imports it, and only `flows.nightly` imports Prefect.
"""
