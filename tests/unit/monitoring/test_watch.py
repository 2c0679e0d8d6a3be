"""What a watch does with what it is told: alarms stay, answers count, arrival does not matter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from ketum.evidence import KnowledgeBase
from ketum.finding import Urgency
from ketum.monitoring import Alert, Watched, watch
from ketum.monitoring.tolerance import Move
from ketum.plan import Phase, Plan
from tests.unit.monitoring.course import a_plan, events_of, moment, watched

Written = dict[str, object]


def breaths(rate: float, at: str = "08:00", day: int = 2, **more: object) -> Written:
    base = {"day": day, "at": at, "kind": "vital", "what": "respiratory rate", "value": rate}
    return {**base, "unit": "/min", **more}


def answer(flag: str, at: str, day: int = 2, **more: object) -> Written:
    base = {"day": day, "at": at, "kind": "acknowledgement", "flag": flag, "by": "Dr Lee"}
    return {**base, "role": "clinician", **more}


def closing(flag: str, at: str, day: int = 2, outcome: str = "seen") -> Written:
    return answer(flag, at, day, kind="closing", outcome=outcome)


def sows(total: int, day: int, at: str = "09:00", **more: object) -> Written:
    return {"day": day, "at": at, "kind": "scale", "scale": "SOWS", "total": total, **more}


def of(flag: str, found: Watched) -> list[Alert]:
    return [alert for alert in found.alerts if alert.flag.id == flag]


def test_a_later_normal_value_never_ends_an_alarm(knowledge: KnowledgeBase) -> None:
    found = watched([breaths(8), breaths(16, at="08:05")], knowledge)
    assert [alert.is_open for alert in of("rr_low", found)] == [True]


def test_an_emergency_escalates_after_15_minutes_and_not_before(knowledge: KnowledgeBase) -> None:
    before = watched([breaths(8)], knowledge, day=2, at="08:14")
    assert of("rr_low", before)[0].state == "open"
    after = watched([breaths(8)], knowledge, day=2, at="08:15")
    assert of("rr_low", after)[0].state == "escalated"


def test_a_same_day_flag_escalates_after_2_hours_and_not_before(knowledge: KnowledgeBase) -> None:
    before = watched([breaths(10)], knowledge, day=2, at="09:59")
    assert of("rr_low2", before)[0].state == "open"
    after = watched([breaths(10)], knowledge, day=2, at="10:00")
    assert of("rr_low2", after)[0].state == "escalated"


def test_less_urgent_flags_do_not_escalate(knowledge: KnowledgeBase) -> None:
    found = watched([sows(11, 15)], knowledge, day=20)
    (alert,) = of("w_over14", found)
    assert alert.flag.urgency is Urgency.WITHIN_72_H
    assert alert.escalated is None


def test_an_answer_in_time_keeps_it_from_escalating(knowledge: KnowledgeBase) -> None:
    (alert,) = of("rr_low", watched([breaths(8), answer("rr_low", "08:15")], knowledge))
    assert (alert.state, alert.acknowledged_by, alert.escalated) == ("acknowledged", "Dr Lee", None)


def test_an_answer_too_late_leaves_the_escalation_on_record(knowledge: KnowledgeBase) -> None:
    (alert,) = of("rr_low", watched([breaths(8), answer("rr_low", "08:16")], knowledge))
    assert alert.state == "acknowledged"
    assert alert.escalated == moment(2, "08:15")


def test_waiting_begins_when_a_late_entry_becomes_known(knowledge: KnowledgeBase) -> None:
    late = breaths(8, recorded=5)
    assert not of("rr_low", watched([late], knowledge, day=2, at="12:59"))
    (alert,) = of("rr_low", watched([late], knowledge, day=2, at="13:10"))
    assert (alert.happened, alert.raised) == (moment(2, "08:00"), moment(2, "13:00"))
    assert alert.state == "open"


def test_only_somebody_who_answers_for_the_care_can_answer(knowledge: KnowledgeBase) -> None:
    found = watched(
        [breaths(8), answer("rr_low", "08:05", role="person"), answer("rr_low", "08:06", by=" ")],
        knowledge,
    )
    assert of("rr_low", found)[0].acknowledged is None
    assert len(found.unread) == 2


def test_closing_needs_an_outcome(knowledge: KnowledgeBase) -> None:
    found = watched([breaths(8), closing("rr_low", "08:05", outcome=" ")], knowledge)
    assert of("rr_low", found)[0].is_open
    assert len(found.unread) == 1


def test_a_repeat_is_quiet_until_it_is_worse(knowledge: KnowledgeBase) -> None:
    told = [breaths(10), breaths(10, "08:10"), breaths(11, "08:20"), breaths(9, "08:30")]
    first, worse = of("rr_low2", watched(told, knowledge))
    assert (first.repeats, first.worse) == (2, False)
    assert (worse.value, worse.worse) == (9, True)


def test_after_closing_the_same_value_is_an_alarm_again(knowledge: KnowledgeBase) -> None:
    told = [breaths(10), closing("rr_low2", "08:10"), breaths(10, "09:00")]
    first, again = of("rr_low2", watched(told, knowledge))
    assert (first.state, first.outcome, first.closed_by) == ("closed", "seen", "Dr Lee")
    assert again.state == "escalated"


def test_an_emergency_that_happens_again_after_an_answer_is_news(knowledge: KnowledgeBase) -> None:
    fit: Written = {"day": 2, "at": "08:00", "kind": "symptom", "what": "seizure"}
    told = [fit, answer("seizure_em", "08:05"), {**fit, "at": "08:30"}]
    assert len(of("seizure_em", watched(told, knowledge))) == 2
    assert len(of("seizure_em", watched([fit, {**fit, "at": "08:30"}], knowledge))) == 1


def test_a_corrected_value_leaves_its_alarm_for_somebody_to_close(knowledge: KnowledgeBase) -> None:
    mended = {"what": "respiratory rate", "value": 18, "unit": "/min"}
    told = [
        breaths(8, id="slip"),
        {"day": 2, "at": "08:05", "kind": "correction", "corrects": "slip", "payload": mended},
        breaths(8, at="08:20"),
    ]
    first, true = of("rr_low", watched(told, knowledge))
    assert (first.corrected, first.is_open) == (True, True)
    assert not true.corrected


def test_a_withdrawn_value_founds_no_trend(knowledge: KnowledgeBase) -> None:
    cows: Written = {"day": 2, "at": "08:00", "kind": "scale", "scale": "COWS", "total": 1}
    told = [
        {**cows, "id": "slip"},
        {"day": 2, "at": "08:10", "kind": "correction", "corrects": "slip", "withdrawn": True},
        {**cows, "at": "09:00", "total": 7},
    ]
    assert not of("precipitated", watched(told, knowledge))
    assert of("precipitated", watched([told[0], told[2]], knowledge))


def test_a_correction_that_arrives_before_what_it_corrects_counts(knowledge: KnowledgeBase) -> None:
    told = [
        {"day": 2, "at": "08:00", "kind": "correction", "corrects": "slip", "withdrawn": True},
        {"day": 2, "at": "07:00", "kind": "dose", "amount": 90, "unit": "g", "id": "slip",
         "recorded": 3},
        {"day": 2, "at": "11:00", "kind": "dose", "amount": 4, "unit": "g"},
    ]  # fmt: skip
    (alert,) = of("dose_above_plan", watched(told, knowledge))
    assert (alert.value, alert.corrected) == (90, True)


def test_a_late_low_value_shows_the_rise_that_was_there(knowledge: KnowledgeBase) -> None:
    cows: Written = {"day": 2, "at": "10:00", "kind": "scale", "scale": "COWS", "total": 8}
    late: Written = {**cows, "at": "08:00", "total": 3, "recorded": 4}
    (alert,) = of("precipitated", watched([cows, late], knowledge))
    assert alert.raised == moment(2, "12:00")


def test_an_alarm_once_raised_is_in_every_later_answer(knowledge: KnowledgeBase) -> None:
    plan = a_plan()
    written = [
        *[sows(4, day) for day in range(1, 6)], sows(12, 6), sows(13, 7),
        {"day": 2, "at": "10:00", "kind": "dose", "amount": 20, "unit": "g"},
        {"day": 9, "at": "10:00", "kind": "dose", "amount": 1, "unit": "g", "recorded": 30},
    ]  # fmt: skip
    events = events_of(written, knowledge, plan=plan)
    before: set[tuple[str, datetime]] = set()
    for hour in range(0, 24 * 20, 5):
        at = moment(0, "00:00") + timedelta(hours=hour)
        found = {(a.flag.id, a.raised) for a in watch(plan, events, knowledge, at).alerts}
        assert before <= found
        before = found
    assert len(before) > 3


def test_an_incomplete_scale_is_not_read_as_zero(knowledge: KnowledgeBase) -> None:
    partial = sows(0, 2)
    del partial["total"]
    partial["answers"] = {"s1": 4}
    found = watched([partial], knowledge)
    assert not of("sows_21", found)
    assert found.unclear["sows_21"] == ("SOWS",)
    assert "sows_21" not in watched([partial, sows(3, 2, "10:00")], knowledge).unclear


def test_what_nobody_told_leaves_a_flag_open_not_quiet(knowledge: KnowledgeBase) -> None:
    pulse: Written = {"day": 2, "at": "08:00", "kind": "vital", "what": "heart rate", "value": 50}
    found = watched([{**pulse, "unit": "/min"}], knowledge)
    assert found.unclear["hr_low"] == ("on_alpha2",)


def test_a_name_nobody_knows_is_said_not_dropped(knowledge: KnowledgeBase) -> None:
    odd: Written = {"day": 2, "at": "08:00", "kind": "symptom", "what": "quux"}
    (unread,) = watched([odd], knowledge).unread
    assert unread.event == "e0"
    assert "quux" not in unread.why


def test_events_that_contradict_each_other_both_count(knowledge: KnowledgeBase) -> None:
    found = watched([breaths(8, id="x"), breaths(16, id="x"), breaths(8, id="x")], knowledge)
    assert len(found.complaints) == 1
    assert of("rr_low", found)
    assert not watched([breaths(8, id="x"), breaths(8, id="x")], knowledge).complaints


def test_what_is_not_known_yet_is_counted_and_not_used(knowledge: KnowledgeBase) -> None:
    found = watched([breaths(8, day=9)], knowledge, day=3)
    assert (found.later, of("rr_low", found)) == (1, [])


def test_bam_subscales_raise_their_flags(knowledge: KnowledgeBase) -> None:
    bam = knowledge.instruments["bam"]
    use = {item: 1 for group in bam.groups if group.id == "use" for item in group.items}
    asked: Written = {"day": 2, "at": "09:00", "kind": "scale", "scale": "BAM"}
    zeros = {item.id: 0 for item in bam.items if item.points}
    none = watched([{**asked, "answers": zeros}], knowledge)
    assert not of("bam_use", none)
    assert of("bam_risk", none), "no protection at all"
    assert of("bam_use", watched([{**asked, "answers": {**zeros, **use}}], knowledge))


def test_a_calm_step_speaks_for_going_on(knowledge: KnowledgeBase) -> None:
    calm = [sows(3, day, at) for day in range(21) for at in ("09:00", "19:00")]
    plan = replace(a_plan(), check_ins=("sows16",))
    proposal = watched(calm, knowledge, day=6, plan=plan).proposal
    assert proposal is not None
    assert proposal.move is Move.ADVANCE
    assert proposal.step == 1


def test_fewer_than_3_values_are_no_trend(knowledge: KnowledgeBase) -> None:
    proposal = watched([sows(3, 0), sows(3, 1)], knowledge, day=1).proposal
    assert proposal is not None
    assert proposal.move is Move.HOLD
    assert all(each.here is None for each in proposal.against)
    three = watched([sows(3, 0), sows(3, 0, "19:00"), sows(5, 1)], knowledge, day=1).proposal
    assert three is not None
    assert three.move is Move.ADVANCE
    assert {each.scale: each.here for each in three.against}["SOWS"] == 3


def test_two_days_of_withdrawal_speak_for_holding(knowledge: KnowledgeBase) -> None:
    told = [sows(3, 0), sows(11, 1), sows(12, 2), sows(4, 3)]
    proposal = watched(told, knowledge, day=3).proposal
    assert proposal is not None
    assert proposal.move is Move.HOLD
    assert any("two days running" in reason for reason in proposal.reasons)


def test_hard_withdrawal_speaks_for_going_back(knowledge: KnowledgeBase) -> None:
    proposal = watched([sows(3, 0), sows(5, 1), sows(21, 2)], knowledge, day=3).proposal
    assert proposal is not None
    assert proposal.move is Move.GO_BACK


def three_steps() -> Plan:
    """12, 9 and 6 g a day, a week each."""
    first = a_plan(days=7).steps[0]
    steps = tuple(
        replace(
            first, number=n + 1, starts=first.starts + timedelta(days=7 * n),
            intakes=tuple(replace(each, amount=4.0 - n) for each in first.intakes),
        )
        for n in range(3)
    )  # fmt: skip
    return replace(a_plan(), steps=steps)


def taken(grams: float, days: range) -> list[Written]:
    return [dose(grams, day, at) for day in days for at in ("08:00", "14:00", "20:00")]


def test_the_end_is_a_range_from_where_the_person_is(knowledge: KnowledgeBase) -> None:
    plan, ends = three_steps(), date(2026, 3, 23)
    kept = [*taken(4, range(7)), *taken(3, range(7, 10))]
    on_time = watched(kept, knowledge, day=10, plan=plan).proposal
    assert on_time is not None
    assert on_time.ends is not None
    assert (on_time.ends.earliest, on_time.ends.days_behind) == (ends, 0)
    assert on_time.ends.latest == ends + timedelta(days=7)
    behind = watched(taken(4, range(10)), knowledge, day=10, plan=plan).proposal
    assert behind is not None
    assert behind.ends is not None
    assert (behind.ends.earliest, behind.ends.days_behind) == (ends + timedelta(days=3), 3)
    assert behind.ends.latest == ends + timedelta(days=3 + 14)


def test_fewer_than_3_days_of_doses_give_no_end(knowledge: KnowledgeBase) -> None:
    two = watched(taken(4, range(2)), knowledge, day=5, plan=three_steps()).proposal
    assert two is not None
    assert two.ends is None
    today = watched(taken(4, range(3)), knowledge, day=2, at="23:00", plan=three_steps()).proposal
    assert today is not None
    assert today.ends is None


def test_an_open_emergency_comes_before_any_step(knowledge: KnowledgeBase) -> None:
    told = [*(sows(3, day) for day in range(5)), breaths(8, day=3)]
    proposal = watched(told, knowledge, day=5).proposal
    assert proposal is not None
    assert proposal.move is Move.HOLD
    assert "A clinician decides first." in proposal.reasons[0]


def test_outside_of_a_taper_nothing_is_proposed(knowledge: KnowledgeBase) -> None:
    assert watched([], knowledge, day=5, plan=a_plan(phase=Phase.FOLLOW_UP)).proposal is None


def test_the_weeks_after_the_last_dose_are_on_the_calendar_from_the_start(
    knowledge: KnowledgeBase,
) -> None:
    risk = watched([], knowledge, day=0).risk
    assert risk is not None
    assert (risk.starts, risk.ends) == (date(2026, 3, 23), date(2026, 4, 20))
    assert not risk.is_now
    assert risk.contacts
    naloxone = [item.due for item in risk.items if item.measure == "after_naloxone"]
    assert naloxone == [date(2026, 3, 23) + timedelta(days=7 * week) for week in range(5)]
    now = watched([], knowledge, day=21, at="00:00").risk
    assert now is not None
    assert now.is_now


def dose(amount: float, day: int = 2, at: str = "08:00", **more: object) -> Written:
    return {"day": day, "at": at, "kind": "dose", "amount": amount, "unit": "g", **more}


def test_another_kratom_product_is_more_than_the_plan_holds(knowledge: KnowledgeBase) -> None:
    (alert,) = of("dose_above_plan", watched([dose(15, unit="mg", substance="7-OH")], knowledge))
    assert (alert.value, alert.of) == (15, "another product, 7-OH")


def test_a_kratom_name_counts_and_a_medicine_does_not(knowledge: KnowledgeBase) -> None:
    assert of("dose_above_plan", watched([dose(13, substance="kratom powder")], knowledge))
    assert of("dose_above_plan", watched([dose(13, substance="kratom")], knowledge))
    assert not of("dose_above_plan", watched([dose(13, substance="paracetamol")], knowledge))


def test_a_name_nobody_knows_counts_as_kratom_and_is_said(knowledge: KnowledgeBase) -> None:
    found = watched([dose(13, substance="quux")], knowledge)
    assert of("dose_above_plan", found)
    assert found.unread


def test_a_corrected_slip_keeps_no_true_excess_quiet(knowledge: KnowledgeBase) -> None:
    mended = {"amount": 9, "unit": "g"}
    told = [
        dose(90, id="slip"),
        {"day": 2, "at": "08:05", "kind": "correction", "corrects": "slip", "payload": mended},
        dose(4, at="12:00"),
    ]
    assert [a.value for a in of("dose_above_plan", watched(told, knowledge))] == [90, 13]


def test_a_withdrawn_dose_hides_no_break(knowledge: KnowledgeBase) -> None:
    told = [
        dose(4, 2), dose(4, 5, "07:00", id="slip"),
        {"day": 5, "at": "07:30", "kind": "correction", "corrects": "slip", "withdrawn": True},
        dose(4, 6, "07:00"),
    ]  # fmt: skip
    assert of("return_use", watched(told, knowledge))
    assert not of("return_use", watched([*told[:2], told[3]], knowledge))


def test_each_silence_is_an_alarm_of_its_own(knowledge: KnowledgeBase) -> None:
    told = [dose(4, day) for day in (1, 4, 6)]
    times = [a.raised for a in of("missed_contact", watched(told, knowledge, day=10))]
    assert times == [moment(2, "08:00"), moment(5, "08:00"), moment(7, "08:00")]


def test_a_stop_rule_of_the_plan_stops_it_like_those_of_the_knowledge(
    knowledge: KnowledgeBase,
) -> None:
    plan = replace(a_plan(), stop_rules=("sows_21",))
    named = of("sows_21", watched([sows(21, 2)], knowledge, plan=plan))
    assert [alert.stops for alert in named] == [True]
    assert [a.stops for a in of("sows_21", watched([sows(21, 2)], knowledge))] == [False]
    assert [a.stops for a in of("rr_low", watched([breaths(8)], knowledge))] == [True]


def test_an_event_needs_a_time_zone(knowledge: KnowledgeBase) -> None:
    (event,) = events_of([breaths(8)], knowledge)
    with pytest.raises(ValueError, match="time zone"):
        replace(event, happened=datetime(2026, 3, 4, 8))
