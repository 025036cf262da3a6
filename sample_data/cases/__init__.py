"""Planted cases: for every rule of the catalogue subjects that must fire and near misses that must not.

In: the world and the clean tables. Out: the tables with the cases' households rewritten, and what is intended
of each. A case takes a household that nothing else has touched, clears its rows and puts it in perfect order
before it breaks one thing; its rows stay free of dirt, so that a miss is the rule's fault and not the
matching's.
"""

from sample_data.cases import exits, hardships, policy
from sample_data.cases.rows import Tables
from sample_data.cases.stage import Stage
from sample_data.province import World

PEOPLE_PER_CAST = 50_000  # one cast of all cases for so many people


def plant(world: World, now: Tables) -> Tables:
    """The tables with all cases in them; `world` learns who is protected, who died and what is intended."""
    stage = Stage(world, now)
    for _ in range(max(1, min(8, len(world.people) // PEOPLE_PER_CAST))):
        for chapter in (policy, hardships, exits):
            chapter.play(stage)
    return stage.close()
