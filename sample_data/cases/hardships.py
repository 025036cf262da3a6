"""Cases of the N rules 新困难 and the E rules 可能符合认定条件, and near misses of each."""

from sample_data.cases.rows import Row, each
from sample_data.cases.stage import Stage


def play(s: Stage) -> None:
    """All cases of the N and E rules."""
    new_hardships(s)
    outside(s)
    later_rules(s)


def disaster(s: Stage, person: int, back: int, loss: str = "light") -> None:
    """A flood so many days ago."""
    county = str(s.world.people["county_code"][person])
    event = {
        "event_id": f"TQ{person}",
        "member_no": "1",
        "kind": "flood",
        "event_county": county,
        "loss": loss,
    }
    relief = {"relief_on": s.ago(max(back - 1, 1)), "relief_amount": 600.0}
    s.add("yj_disaster", person, happened_on=s.ago(back), **event, **relief)


def new_hardships(s: Stage) -> None:
    """N02, N03, N06."""
    for category, back, fires, note in each(
        ("120", 29, True, "29 days ago"),
        ("600", 2, True, "two days ago"),
        ("120", 30, False, "near miss: 30 days ago"),
        (None, 5, False, "near miss: not in the database"),
    ):
        back = max(back, 6)
        h = s.home(category)
        s.add("wj_illness", h.head, kind="chronic", diagnosis="I10", registered_on=s.ago(back))
        s.intend("N02", h.head, fires, note)
        h = s.home(category)
        s.card(h.head, 4, 3, ("living",), issued_on=s.ago(back), expires_on=s.ago(back - 3652))
        s.intend("N03", h.head, fires, note)
        h = s.home(category)
        disaster(s, h.head, back)
        s.intend("N06", h.head, fires, note)
    h = s.home("120")
    s.card(h.head, 4, 3, ("living",), worse=True)
    s.intend("N03", h.head, True, "level 4 a month ago, 3 now")


def outside(s: Stage) -> None:
    """E01, E02, E03, E09."""
    s.intend("E01", s.home(monitored=True).head, True, "monitored, in no household of civil affairs")
    s.intend("E01", s.home("600", monitored=True).head, False, "near miss: marginal household")
    h = s.home(monitored=True)
    for person in h.people:
        s.edit("ny_monitored", person, risk_cleared="Y", cleared_on=s.ago(20))
    s.intend("E01", h.head, False, "near miss: risk cleared")
    for category, kind, level, fires in each(
        ("600", 4, 2, True),
        ("600", 5, 2, True),
        ("600", 5, 3, False),
        ("600", 4, 3, False),
        ("650", 4, 1, False),
    ):
        h = s.home(category)
        s.card(h.head, kind, level, ("care",) if level <= 2 else ())
        s.intend("E02", h.head, fires, f"category {category}, card type {kind} level {level}")
    for kind, fires in each(("serious", True), ("chronic", False)):
        h = s.home("600")
        s.add("wj_illness", h.head, kind=kind, diagnosis="C34.9", registered_on=s.ago(200))
        s.intend("E02", h.head, fires, f"{kind} illness")
    account = {
        "insurance": "employee_pension",
        "last_paid_month": s.month(1),
        "base": 4000.0,
        "employer": "楚天物业公司",
    }
    for category, level, status, fires, note in each(
        (None, 1, None, True, "level 1, no work"),
        ("600", 2, "suspended", True, "level 2, account suspended"),
        (None, 3, None, False, "near miss: level 3"),
        (None, 2, "paying", False, "near miss: at work"),
        (None, 2, "retired", False, "near miss: retired"),
        ("120", 2, None, False, "near miss: dibao"),
    ):
        h = s.home(category)
        s.card(h.head, 1, level, ("care", "living") if category == "120" else ("care",))
        if status:
            s.add("rs_insurance", h.head, status=status, **account)
        s.intend("E03", h.head, fires, note)
    h = s.home(child=(8, 17))
    s.card(h.people[-1], 1, 1, ("care",))
    s.intend("E03", h.people[-1], False, "near miss: under 18")
    for category, idle, ill, card, fires, note in each(
        (None, True, True, False, True, "unemployed and seriously ill"),
        (None, False, True, True, True, "seriously ill and disabled"),
        (None, True, False, False, False, "near miss: one list"),
        ("660", True, True, False, False, "near miss: in the database"),
    ):
        h = s.home(category)
        if idle:
            s.add("rs_unemployment", h.head, registered_on=s.ago(100), service_on=s.ago(20))
        if ill:
            s.add("wj_illness", h.head, kind="serious", diagnosis="C34.9", registered_on=s.ago(200))
        if card:
            s.card(h.head, 1, 2, ("care",))
        s.intend("E09", h.head, fires, note)
    for hardship, fires in each(("difficult", True), ("general", False)):
        h = s.home(child=(6, 16))
        pupil = h.people[-1]
        s.student(pupil, hardship=hardship)
        s.add("wj_illness", pupil, kind="serious", diagnosis="C91.0", registered_on=s.ago(200))
        s.intend("E09", pupil, fires, f"hardship {hardship} and seriously ill")


def own_burden(s: Stage) -> Row:
    """A settlement two months ago that nobody but the patient paid."""
    nothing = {"in_scope": 0.0, "fund_paid": 0.0, "aid_paid": 0.0}
    return {"settled_on": s.ago(60), "refunded": "N", "reversed": False} | nothing


def later_rules(s: Stage) -> None:
    """N01, N04, N05, N07, N08, E05 to E08, E11."""
    for factor, fires in each((0.4, True), (0.39, False)):
        h = s.home("120")
        base = 200.0 * len(h.people) * 12
        s.add("yb_settlement", h.head, med_type="11", total=base * factor, **own_burden(s))
        s.intend("N01", h.household_id, fires, f"own burden {factor:.0%} of the year's income")
    for back, fires in each((3, True), (2, False)):
        h = s.home("120")
        s.edit("mz_member", h.head, labour="full")
        s.add(
            "rs_insurance",
            h.head,
            insurance="employee_pension",
            status="suspended",
            last_paid_month=s.month(back),
            employer="",
        )
        s.intend("N04", h.head, fires, f"last paid {back} months ago")
    for back, stage, fires in each((59, "senior", True), (60, "senior", False), (30, "primary", False)):
        h = s.home("120", child=(6, 17))
        s.student(h.people[-1], stage=stage, entered_on=s.ago(back))
        s.intend("N05", h.people[-1], fires, f"{stage} entered {back} days ago")
    for labour, back, fires in each(("full", 59, True), ("full", 60, False), ("partial", 20, False)):
        h = s.home("120", members=2)
        s.edit("mz_member", h.people[1], labour=labour)
        s.die(h.people[1], s.ago(back))
        s.intend("N07", h.household_id, fires, f"labour {labour}, died {back} days ago")
    for spent, fires in each((0.6, True), (0.59, False)):
        h = s.home()
        total = 35146.0 * spent
        s.add("yb_settlement", h.head, med_type="21", total=total, **own_burden(s))
        s.intend("E05", h.head, fires, f"own burden {spent:.0%} of disposable income")
    for months, fires in each((11, True), (13, False)):
        h = s.home()
        day = s.world.date_in(months, 10)
        s.add("mz_application", h.head, applied_on=day, category="120", decision="rejected", decided_on=day)
        disaster(s, h.head, 10)
        s.intend("E06", h.head, fires, f"rejected {months} months ago, new disaster")
    for months, fires in each((23, True), (25, False)):
        h = s.home(
            "120",
            approved_on=s.ago(1500),
            ended_on=s.world.date_in(months, 10),
            end_reason="收入超标",
            paid=False,
        )
        disaster(s, h.head, 10)
        s.intend("E07", h.head, fires, f"left {months} months ago, new disaster")
    for income, fires in each((599.0, True), (600.0, False)):
        s.intend(
            "E08", s.home("600", income_per_capita=income).household_id, fires, f"income {income:.0f}, rural"
        )
    for loss, back, fires in each(("heavy", 29, True), ("light", 5, False), ("destroyed", 30, False)):
        h = s.home()
        disaster(s, h.head, back, loss)
        s.intend("E11", h.head, fires, f"{loss}, {back} days ago")
