"""signals: from facts to warning signals (预警).

In: `fact.*`, `past.*`, `core.*` of the night, the policy parameters of a region, the ledger's `signal_*`
tables. Out: `mart.signal`, `ops.rule_status`, and proposals for the ledger. A signal says: look at this;
it decides nothing. Rules are files in `signals/rules`, parameters in `signals/policies`, what rules share
in `signals/sql`.
"""

from signals.errors import PolicyError, RuleError, SignalsError
from signals.evaluate import RuleStatus, SignalReport, evaluate
from signals.life import commit, create

__all__ = [
    "PolicyError",
    "RuleError",
    "RuleStatus",
    "SignalReport",
    "SignalsError",
    "commit",
    "create",
    "evaluate",
]
