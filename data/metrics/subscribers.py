"""How many people can be written to, and how many came of late?"""

from data.metric import Metric

_SOURCE = "Specification 5.3"
_ONCE = "Somebody on several channels counts once; somebody on a blocklist stays on the main list."

METRICS = (
    Metric(
        key="new_subscribers",
        label="New Subscribers",
        definition="People who came to the main list for the first time in these days. " + _ONCE,
        formula="people whose earliest join lies in these days",
        source=f"{_SOURCE}, F238",
        top=("subscribers_joined",),
        exclusions="Joins of people who are on the main list already, on whatever channel.",
        higher_is_better=True,
    ),
    Metric(
        key="main_list_subscribers",
        label="Total Main List Subscribers",
        definition="People on the main list now, whatever days are chosen. " + _ONCE,
        formula="people with at least one join",
        source=f"{_SOURCE}, F239, F242, F243",
        top=("subscribers",),
        exclusions="People who are known from a blocklist only.",
        higher_is_better=True,
    ),
    Metric(
        key="main_list",
        label="Main list",
        definition="Addresses on the main list of a channel now, those on its blocklist too.",
        formula="addresses with at least one join",
        source=f"{_SOURCE}, F241, F243",
        top=("addresses_listed",),
        higher_is_better=True,
    ),
    Metric(
        key="blocklist",
        label="Blocklist",
        definition="Addresses that must not be written to on a channel now.",
        formula="addresses whose last block or unblock is a block",
        source=f"{_SOURCE}, F241",
        top=("addresses_blocked",),
        higher_is_better=False,
    ),
)
