"""Cases of the P rules 政策落实不到位: entitled, not delivered; and everything one step short of it."""

from sample_data.cases.rows import each
from sample_data.cases.stage import Stage
from sample_data.departments.jy import term

BURDEN = {"total": 10000.0, "in_scope": 9000.0, "fund_paid": 5000.0, "refunded": "N", "reversed": False}


def play(s: Stage) -> None:
    """All cases of the P rules."""
    enrolment(s)
    medical_aid(s)
    disability(s)
    school(s)
    payments(s)
    later_rules(s)


def enrolment(s: Stage) -> None:
    """P01, P02."""
    h = s.home("120")
    s.drop("yb_enrolment", h.head)
    s.intend("P01", h.head, True, "no enrolment")
    h = s.home("110")
    s.edit("yb_enrolment", h.head, status="suspended")
    s.intend("P01", h.head, True, "enrolment suspended")
    h = s.home(monitored=True)
    s.edit("yb_enrolment", h.head, year=s.day.year - 1)
    s.intend("P01", h.head, True, "enrolled last year only")
    h = s.home()
    s.drop("yb_enrolment", h.head)
    s.intend("P01", h.head, False, "near miss: not in the database")
    h = s.home("120", ended_on=s.day, paid=False)
    s.drop("yb_enrolment", h.head)
    s.intend("P01", h.head, False, "near miss: left today")
    for category, subsidy, fires, note in each(
        ("131", 399.0, True, "one yuan below 100 %"),
        ("131", 400.0, False, "near miss: 100 %"),
        ("120", 359.0, True, "one yuan below 90 %"),
        ("110", 360.0, False, "near miss: 90 %"),
        ("600", 0.0, False, "near miss: category without a ratio"),
    ):
        h = s.home(category)
        s.edit("yb_enrolment", h.head, subsidy=subsidy)
        s.intend("P02", h.head, fires, note)
    h = s.home("120")
    s.edit("yb_enrolment", h.head, scheme="310", subsidy=0.0)
    s.intend("P02", h.head, False, "near miss: employee insurance")


def medical_aid(s: Stage) -> None:
    """P03, P04: aid base 4,000 yuan."""
    for category, aid, back, over, fires, note in each(
        ("131", 3990.0, 60, {}, True, "tekun 99.75 %"),
        ("120", 2780.0, 60, {}, True, "dibao 69.5 %"),
        ("120", 2800.0, 60, {}, False, "near miss: dibao 70 %"),
        ("600", 2380.0, 60, {}, True, "marginal 59.5 %"),
        ("650", 2000.0, 60, {}, False, "near miss: rigid 50 %"),
        ("660", 0.0, 60, {}, False, "near miss: category without a ratio"),
        ("120", 0.0, 30, {}, True, "settled 30 days ago"),
        ("120", 0.0, 29, {}, False, "near miss: settled 29 days ago"),
        ("120", 0.0, 365, {}, True, "settled 365 days ago"),
        ("120", 0.0, 366, {}, False, "near miss: settled 366 days ago"),
        ("120", 0.0, 60, {"refunded": "Y"}, False, "near miss: refunded"),
        ("120", 0.0, 60, {"med_type": "11"}, False, "near miss: outpatient"),
        (None, 0.0, 60, {}, False, "near miss: not in the database"),
    ):
        h = s.home(category)
        s.add(
            "yb_settlement",
            h.head,
            **(BURDEN | {"med_type": "21", "settled_on": s.ago(back), "aid_paid": aid} | over),
        )
        s.intend("P03", h.head, fires, note)
    for aid, fires in each((1990.0, True), (2000.0, False)):
        h = s.home("120")
        s.add(
            "yb_settlement", h.head, **(BURDEN | {"med_type": "14", "settled_on": s.ago(60), "aid_paid": aid})
        )
        s.intend("P04", h.head, fires, "49.75 %" if fires else "near miss: 50 %")


def disability(s: Stage) -> None:
    """P05, P06."""
    h = s.home("120")
    s.card(h.head, 4, 3)
    s.intend("P05", h.head, True, "no living subsidy last month")
    for category, over, subsidies, note in each(
        ("120", {"expires_on": s.day}, (), "card expires today"),
        ("120", {"status": "frozen"}, (), "card frozen"),
        ("600", {}, (), "not dibao"),
        ("120", {}, ("living",), "paid"),
    ):
        h = s.home(category)
        s.card(h.head, 4, 3, subsidies, **over)
        s.intend("P05", h.head, False, f"near miss: {note}")
    h = s.home()
    s.card(h.head, 1, 2)
    s.intend("P06", h.head, True, "level 2, no care subsidy, outside the database")
    for category, level, subsidies, note in each(
        (None, 3, (), "level 3"),
        ("131", 1, (), "tekun"),
        (None, 1, ("care",), "paid"),
    ):
        h = s.home(category)
        s.card(h.head, 1, level, subsidies)
        s.intend("P06", h.head, False, f"near miss: {note}")


def school(s: Stage) -> None:
    """P07."""
    now = term(s.world)
    before = f"{int(now[:4]) - 1}-{now[:4]}-2"
    for category, status, aided, fires, note in each(
        ("120", "enrolled", None, True, "no aid at all"),
        ("600", "enrolled", before, True, "aid last term only"),
        ("120", "enrolled", now, False, "near miss: aided"),
        ("120", "suspended", None, False, "near miss: suspended"),
        (None, "enrolled", None, False, "near miss: not in the database"),
    ):
        h = s.home(category, child=(6, 16))
        pupil = h.people[-1]
        s.student(pupil, status=status)
        if aided:
            paid_on = s.world.date_in(1, 20) if aided == now else s.world.date_in(7, 10)
            number = f"G{s.world.people['id_number'][pupil]}"
            s.add(
                "jy_aid",
                pupil,
                student_no=number,
                term=aided,
                paid_on=paid_on,
                amount=500.0,
                item="国家助学金",
            )
        s.intend("P07", pupil, fires, note)


def payments(s: Stage) -> None:
    """P08, P10."""
    last = s.month(1)
    for category, over, result, fires, note in each(
        ("120", {}, None, True, "nothing paid"),
        ("110", {}, "failed", True, "payment failed"),
        ("131", {"approved_on": s.month(2)}, None, True, "approved the month before"),
        ("120", {"approved_on": last}, None, False, "near miss: approved last month"),
        ("120", {"ended_on": s.ago(1)}, None, False, "near miss: left yesterday"),
        ("600", {}, None, False, "near miss: category without payments"),
    ):
        h = s.home(category, paid=False, **over)
        if result:
            s.pay(h, h.household_id, 1, False, "urban", result)
        s.intend("P08", h.household_id, fires, note)
    for failed, grade, fires in each(
        (0, "partial", True),
        (3, "full", True),
        (4, "partial", True),
        (0, "full", False),
        (3, "partial", False),
        (4, "none", False),
    ):
        h = s.home("132", members=1)
        s.edit("mz_member", h.head, self_care_failed=failed, care_grade=grade)
        s.intend(
            "P10",
            h.head,
            fires,
            f"{failed} failed, {grade}" if fires else f"near miss: {failed} failed, {grade}",
        )
    h = s.home("120")
    s.edit("mz_member", h.head, self_care_failed=5, care_grade="full")
    s.intend("P10", h.head, False, "near miss: dibao")


def later_rules(s: Stage) -> None:
    """P09, P13 to P17."""
    h = s.home("131")
    s.edit("mz_payment", h.head, amount=600 * 1.3 * len(h.people) - 1)
    s.intend("P09", h.household_id, True, "one yuan below 1.3 times the standard")
    s.intend("P09", s.home("131").household_id, False, "near miss: 1.3 times the standard")
    for grade, only, renovated, fires in each(
        ("D", "Y", None, True),
        ("C", "N", None, False),
        ("B", "Y", None, False),
        ("C", "Y", s.ago(50), False),
    ):
        h = s.home("120")
        s.add("zj_housing", h.head, grade=grade, only_home=only, renovated_on=renovated)
        s.intend(
            "P13", h.head, fires, "grade D, only home" if fires else f"near miss: {grade}, only home {only}"
        )
    for back, served, fires in each((90, None, True), (89, None, False), (300, 30, False), (300, 120, True)):
        h = s.home("120")
        s.edit("mz_member", h.head, labour="full")
        s.add(
            "rs_unemployment", h.head, registered_on=s.ago(back), service_on=s.ago(served) if served else None
        )
        s.intend("P14", h.head, fires, f"registered {back} days ago, service {served}")
    for back, relief, fires in each((30, None, True), (29, None, False), (365, None, True), (60, 50, False)):
        h = s.home("120")
        s.add(
            "yj_disaster",
            h.head,
            event_id=f"TQ{h.household}",
            member_no="1",
            kind="flood",
            happened_on=s.ago(back),
            event_county=str(h.county_code),
            loss="light",
            relief_on=s.ago(relief) if relief else None,
        )
        s.intend("P15", h.head, fires, f"{back} days ago, relief {relief}")
    h = s.home("131", elder=True)
    s.drop("mz_visit", h.head)
    s.intend("P16", h.head, True, "no visit last month")
    s.intend("P16", s.home("131", elder=True).head, False, "near miss: visited")
    h = s.home("120", members=2)
    s.edit("mz_member", h.people[1], covered="N")
    s.intend("P17", h.household_id, True, "one member not covered")
    h = s.home("600", members=2)
    s.edit("mz_member", h.people[1], covered="N")
    s.intend("P17", h.household_id, False, "near miss: marginal household")
