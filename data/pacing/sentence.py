"""Where does a campaign stand among similar ones, and when will it be done?"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from data.elapsed import HOUR, began, told
from data.pacing.course import Course
from data.pacing.curves import LEAST, settled_after, standing
from data.sending import Sending
from data.vocabulary.formats import moment, number, share


def sentence(course: Course, zone: ZoneInfo) -> str:
    """Where it stands, and where it is going; times are in `zone`."""
    return f"{_now(course)} {_ahead(course, zone)}".rstrip()


def _now(course: Course) -> str:
    name, audience = course.own.campaign.name, number(course.own.addressed)
    if course.hour == 0:
        return (
            f"“{name}” began less than an hour ago; {course.label} is at "
            f"{number(course.so_far)} of the {audience} addressed. Its pace can be told after the "
            "first hour."
        )
    mine = course.own.share(course.hour)
    assert mine is not None  # somebody is addressed, and the hour is over
    at = f"{course.label} is at {share(mine)} of the {audience} addressed after {told(course.hour)}"
    usual = course.band
    if usual is None:
        found = len([one for one in course.usual if one.known >= course.hour])
        return (
            f"{at}. There are too few similar sends to tell whether that is usual: {number(found)} "
            f"in the year before it, and it takes {LEAST}."
        )
    return (
        f"“{name}” is {standing(mine, usual)}: {at}, where the middle 80 % of {usual.campaigns} "
        f"similar sends had {share(usual.low)} to {share(usual.high)}."
    )


def _ahead(course: Course, zone: ZoneInfo) -> str:
    """When the last message goes out, or else where it ends if it goes on as similar ones did."""
    if course.going_out is not None:
        return _going_out(course, course.going_out, zone)
    end = course.end
    if end is None:
        return ""
    words = (
        f"Going on like these, it ends near {share(end.middle)} ({share(end.low)} to "
        f"{share(end.high)}) after {told(course.span)}"
    )
    hours = settled_after(course.usual, course.span)
    if hours is None or hours <= course.hour:
        return f"{words}; nearly all of that is usually in by now."
    at = moment(began(course.own.campaign) + hours * HOUR, zone)
    return f"{words}; nearly all of that is usually in after {told(hours)}, by {at}."


def _going_out(course: Course, far: Sending, zone: ZoneInfo) -> str:
    """It is sent at a pace of its own, by which the end can be told."""
    gone = f"{number(far.submitted)} of {number(course.own.addressed)} messages have gone out"
    if far.finish is None:
        return f"{gone}."
    at = moment(far.finish, zone)
    return f"{gone}; at the pace of the last minutes the last one goes out by {at}."
