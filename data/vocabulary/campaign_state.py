"""The states a campaign can be in, and every way from one to another (specification 1.6, 1.7)."""

from __future__ import annotations

from enum import StrEnum


class Group(StrEnum):
    """The two groups of campaigns; each has a tab of its own in Performance Reports."""

    MESSAGING = "messaging"
    INTERACTIVE = "interactive"

    @property
    def label(self) -> str:
        """The tab's name."""
        return "Messaging" if self is Group.MESSAGING else "Interactive Campaigns"


class State(StrEnum):
    """A campaign's status, in the words of the API."""

    COMPLETED = "completed"
    IN_PROGRESS = "in-progress"
    LIVE = "live"
    PROCESSING = "processing"
    SCHEDULED = "scheduled"
    PENDING = "pending"
    DRAFT = "draft"

    @property
    def label(self) -> str:
        """The word on cards, menus and reports."""
        return self.value.replace("-", " ").title()


# In the order of the View by Status menus (F012, F013).
STATES: dict[Group, tuple[State, ...]] = {
    Group.MESSAGING: (State.COMPLETED, State.IN_PROGRESS, State.SCHEDULED, State.PENDING),
    Group.INTERACTIVE: (
        State.COMPLETED,
        State.LIVE,
        State.PROCESSING,
        State.SCHEDULED,
        State.PENDING,
        State.DRAFT,
    ),
}

# (from, to); None is "does not exist yet". Whatever is not here is refused.
TRANSITIONS: dict[Group, frozenset[tuple[State | None, State]]] = {
    Group.MESSAGING: frozenset(
        {
            (None, State.SCHEDULED),
            (None, State.PENDING),
            (None, State.IN_PROGRESS),
            (State.PENDING, State.SCHEDULED),  # Set date (D-06)
            (State.PENDING, State.IN_PROGRESS),  # Send now (D-06)
            (State.SCHEDULED, State.IN_PROGRESS),  # at its date
            (State.IN_PROGRESS, State.COMPLETED),  # the last message is submitted
        }
    ),
    Group.INTERACTIVE: frozenset(
        {
            (None, State.DRAFT),
            (None, State.SCHEDULED),
            (None, State.PROCESSING),
            (State.DRAFT, State.PROCESSING),  # Continue editing, then publish (D-06)
            (State.SCHEDULED, State.PROCESSING),  # at its date
            (State.PROCESSING, State.COMPLETED),  # closed participation (F070)
            (State.PROCESSING, State.LIVE),  # open participation (F069)
            (State.LIVE, State.PENDING),  # pause
            (State.PENDING, State.LIVE),  # resume
            (State.LIVE, State.COMPLETED),  # end of life (F071)
        }
    ),
}

# A campaign leaves these by itself, or goes on in them: pages that show one look again (D-05).
MOVING = frozenset({State.IN_PROGRESS, State.LIVE, State.PROCESSING, State.SCHEDULED})

# Delete is refused for anything that went out or runs (D-06).
DELETABLE: dict[Group, frozenset[State]] = {
    Group.MESSAGING: frozenset({State.SCHEDULED, State.PENDING}),
    Group.INTERACTIVE: frozenset({State.SCHEDULED, State.DRAFT}),
}

# Where the creator may end, by the state of what it edits (None: a new campaign). A draft is still
# being defined, so it ends where a new one may, Scheduled too; nobody else may schedule it (F066).
ENDINGS: dict[tuple[Group, State | None], tuple[State, ...]] = {
    (Group.MESSAGING, None): (State.IN_PROGRESS, State.SCHEDULED, State.PENDING),
    (Group.MESSAGING, State.PENDING): (State.IN_PROGRESS, State.SCHEDULED, State.PENDING),
    (Group.MESSAGING, State.SCHEDULED): (State.SCHEDULED,),
    (Group.INTERACTIVE, None): (State.PROCESSING, State.SCHEDULED, State.DRAFT),
    (Group.INTERACTIVE, State.DRAFT): (State.PROCESSING, State.SCHEDULED, State.DRAFT),
    (Group.INTERACTIVE, State.SCHEDULED): (State.SCHEDULED,),
    (Group.INTERACTIVE, State.PENDING): (State.PENDING,),
}


class CardAction(StrEnum):
    """The one main action at the right end of a card."""

    REPORT = "Report"
    DETAILS = "Details"


def may_change(group: Group, before: State | None, after: State) -> bool:
    """Whether the specification knows this way from one state to another."""
    return (before, after) in TRANSITIONS[group]


def has_report(group: Group, state: State) -> bool:
    """Completed campaigns have a report; Live ones an interim one (D-06)."""
    return state is State.COMPLETED or (group is Group.INTERACTIVE and state is State.LIVE)


def card_action(group: Group, state: State) -> CardAction:
    """Report where there is one, Details everywhere else (F036–F039, F050, F051)."""
    return CardAction.REPORT if has_report(group, state) else CardAction.DETAILS
