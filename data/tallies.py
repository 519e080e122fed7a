"""Which counts are there? Every metric is made of these."""

from __future__ import annotations

from data.channels import CHANNELS
from data.tally import CLICKED, CLICKED_STATUS, OPENED, Grain, Tally
from data.vocabulary.actor import Actor
from data.vocabulary.event_kind import DONE_TO_PEOPLE, EventKind
from data.vocabulary.outcome import Outcome

_SENT = frozenset({Outcome.TRANSIT, Outcome.DELIVERED, Outcome.FAILED})
_DELIVERED = frozenset({Outcome.DELIVERED})
_IN_THE_APP = frozenset({OPENED, CLICKED, EventKind.LINK_OPEN.value, EventKind.CONTENT_PLAY.value})
# Whoever clicked has opened; for push, an open of the campaign's link is the app's own report.
_OPENING = frozenset({OPENED, CLICKED, EventKind.LINK_OPEN.value})
_LINKS = frozenset({EventKind.LINK_OPEN.value, CLICKED})
_HUMAN = frozenset({Actor.HUMAN.value})
_MACHINE, _BOT = frozenset({Actor.MACHINE.value}), frozenset({Actor.BOT.value})
_TWO_WAY = frozenset(channel.key for channel in CHANNELS.values() if channel.two_way)
_BY_PEOPLE = frozenset(
    {OPENED, *(kind.value for kind in EventKind if kind not in DONE_TO_PEOPLE)}
) - {EventKind.MESSAGE_STATUS}


def _messages(key: str, outcomes: frozenset[Outcome], **more: object) -> Tally:
    return Tally(key, Grain.MESSAGES, outcomes=outcomes, **more)  # type: ignore[arg-type]


def _events(key: str, kind: EventKind, *, flag: str = "", distinct: str = "") -> Tally:
    return Tally(key, Grain.EVENTS, kinds=frozenset({kind}), flag=flag, distinct=distinct, at="at")


def _acts(key: str, actors: frozenset[str], *acts: str) -> Tally:
    # Polars takes words of an enumeration apart from texts.
    return Tally(key, Grain.ACTS, acts=frozenset(map(str, acts)), actors=actors, at="at")


def _people(key: str, *acts: str, undone_by: str = "", present: bool = False) -> Tally:
    return Tally(
        key,
        Grain.PEOPLE,
        acts=frozenset(acts),
        undone_by=undone_by,
        present=present,
        at="first_at",
    )


_ALL = (
    # Messages, by where they stand. The four outcomes partition them (F274).
    _messages("unsent", frozenset({Outcome.UNSENT})),
    _messages("sent", _SENT, at="sent_at"),
    _messages("transit", frozenset({Outcome.TRANSIT})),
    _messages("delivered", _DELIVERED, at="delivered_at"),
    _messages("failed", frozenset({Outcome.FAILED})),
    _messages("read", _DELIVERED, opened=True, at="opened_at"),
    _messages("complained", frozenset({Outcome.FAILED}), statuses=frozenset({"COMPLAINED"})),
    _messages("segments", _SENT, total="segments", at="sent_at"),
    _messages("outbound", _SENT, channels=frozenset(CHANNELS), at="sent_at"),
    _messages("sms_sent", _SENT, channels=frozenset({"sms"}), at="sent_at"),
    _messages("email_sent", _SENT, channels=frozenset({"email"}), at="sent_at"),
    _messages("devices", frozenset(Outcome), people=True, at="first_at"),
    # Recipients of delivered messages who did something with them: never more than delivered.
    _messages("opened", _DELIVERED, acts=_OPENING, at="delivered_at"),
    _messages("clicked", _DELIVERED, acts=frozenset({CLICKED}), at="delivered_at"),
    _messages(
        "participated",
        _DELIVERED,
        acts=frozenset({EventKind.CONTENT_PLAY}),
        at="delivered_at",
    ),
    _messages(
        "human_opened",
        _DELIVERED,
        acts=frozenset({OPENED, CLICKED_STATUS, *_LINKS}),
        actors=_HUMAN,
        at="delivered_at",
    ),
    _messages(
        "human_clicked",
        _DELIVERED,
        acts=frozenset({CLICKED_STATUS, CLICKED}),
        actors=_HUMAN,
        at="delivered_at",
    ),
    # Opens and clicks one by one, by who made them.
    _acts("human_opens", _HUMAN, OPENED, EventKind.LINK_OPEN),
    _acts("machine_opens", _MACHINE, OPENED, EventKind.LINK_OPEN),
    _acts("bot_opens", _BOT, OPENED, EventKind.LINK_OPEN),
    _acts("human_clicks", _HUMAN, CLICKED),
    _acts("machine_clicks", _MACHINE, CLICKED),
    _acts("bot_clicks", _BOT, CLICKED),
    # Push reports no open status; the app tells what its people did.
    _messages("app_opened", _DELIVERED, acts=_IN_THE_APP, at="delivered_at"),
    # Events, repeats included.
    Tally(
        "inbound",
        Grain.EVENTS,
        kinds=frozenset({EventKind.MESSAGE_INBOUND}),
        channels=_TWO_WAY,
        at="at",
    ),
    _events("opens", EventKind.LINK_OPEN),
    _events("clicks", EventKind.LINK_CLICK),
    _events("content_clicks", EventKind.CONTENT_CLICK),
    _events("answers", EventKind.QUESTION_ANSWER),
    _events("correct_answers", EventKind.QUESTION_ANSWER, flag="correct"),
    Tally(
        "keywords_used",
        Grain.EVENTS,
        kinds=frozenset({EventKind.KEYWORD_USE}),
        distinct="keyword",
        configured="keywords",
        at="at",
    ),
    _events("keyword_uses", EventKind.KEYWORD_USE),
    _events("chatbot_answers", EventKind.CHATBOT_INTERACTION),
    _events("awards", EventKind.PRIZE_AWARD),
    _events("redemptions", EventKind.PASS_REDEEM),
    # People, each once a campaign.
    _people("link_openers", EventKind.LINK_OPEN),
    _people("link_clickers", EventKind.LINK_CLICK),
    _people("players", EventKind.CONTENT_PLAY),
    _people("winners", EventKind.PRIZE_AWARD, present=True),
    _people("answerers", EventKind.QUESTION_ANSWER),
    _people("submitters", EventKind.FORM_SUBMIT),
    _people("keyword_people", EventKind.KEYWORD_USE),
    _people("chatbot_people", EventKind.CHATBOT_INTERACTION, present=True),
    _people("pass_holders_issued", EventKind.PASS_GENERATE),
    _people("pass_holders_sent", EventKind.PASS_SEND),
    _people("pass_holders_added", EventKind.PASS_ADD),
    _people("pass_holders_active", EventKind.PASS_ADD, undone_by=EventKind.PASS_REMOVE),
    _people("pass_holders_removed", EventKind.PASS_REMOVE, undone_by=EventKind.PASS_ADD),
    _people("redeemers", EventKind.PASS_REDEEM),
    _people("geofence_devices", EventKind.GEOFENCE_DISPLAY),
    _people("repliers", EventKind.MESSAGE_INBOUND),
    # Whoever did something, wherever; what was done to people is no act of theirs (F195, D-14).
    Tally("anyone", Grain.PEOPLE, acts=_BY_PEOPLE, everywhere=True, present=True, at="first_at"),
    # The subscribers' lists; what has no time is a running total, whatever days are asked.
    Tally("subscribers_joined", Grain.LISTS, total="joined", everywhere=True, at="at"),
    Tally("subscribers", Grain.LISTS, total="joined", everywhere=True, at=""),
    Tally("addresses_listed", Grain.LISTS, total="listed", everywhere=True, at=""),
    Tally("addresses_blocked", Grain.LISTS, total="blocked", everywhere=True, at=""),
    # What was configured, whether used or not.
    Tally("keywords", Grain.CONFIG, total="keywords"),
    Tally("interactions", Grain.CONFIG, total="interactions"),
    Tally("stock", Grain.CONFIG, total="prizes.stock"),
)

TALLIES: dict[str, Tally] = {tally.key: tally for tally in _ALL}
