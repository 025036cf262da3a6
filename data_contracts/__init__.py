"""What may come in: one YAML per dataset, the checker with its quarantine, Great Expectations suites and
Data Docs.

In: landed Parquet (text as delivered) and the contracts.  Out: accepted and quarantined Parquet, counts,
verdicts.
"""

from data_contracts.contract import Column, Contract
from data_contracts.errors import CheckError, ContractError, ValidationError
from data_contracts.reading import load_contracts

__all__ = ["CheckError", "Column", "Contract", "ContractError", "ValidationError", "load_contracts"]
