"""From mentions of people to people.

In: mentions (one row per person named by a source row, normalised), a model (`model.yaml`: blocking keys,
comparisons and their weights in bits, thresholds) and reviewers' decisions.
Out: clusters of mentions that are one human being, the evidence of every link not made by an equal number
alone, pairs for review, issues; from these the ledger's person ids, best records and evaluation.

`engine.resolve` runs the whole path; `exact`, `profiles`, `candidates`, `scoring`, `deciding`,
`clustering` are its parts, `compare/` one file per attribute.  Links that do harm when wrong are not made:
they go to review.
"""
