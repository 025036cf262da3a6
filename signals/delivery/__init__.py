"""Delivery: what each department and each county is told tonight, as Parquet and xlsx in Chinese.

In: the published `mart.signal` and `core.*`, `fact.rx_ticket` where there is one, and what the ledger says was
delivered on earlier nights. Out: `OUTBOX/<department>/<as_of>/<county>.parquet` and `.xlsx`, work lists of towns
in `OUTBOX/worklist/<as_of>/`, and `signal_delivery` in the ledger.
"""

from signals.delivery.deliver import DeliveryReport, deliver

__all__ = ["DeliveryReport", "deliver"]
