"""A second opinion on every rule: the catalogue of signals in plain Python, on random provinces.

`chance` makes people, households and what departments hold about them, most values within a day, a yuan or a
code of some threshold; `world` answers simple questions about them; the other modules hold one function a rule,
written from the catalogue and not from the rule's SQL, with the catalogue's own numbers. `test_oracle` compares.
"""
