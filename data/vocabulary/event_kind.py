"""What can happen: the kinds of events that carriers, pages and files report."""

from __future__ import annotations

from enum import StrEnum


class EventKind(StrEnum):
    """The `type` of a CloudEvent here; a new word touches several rooms, see the room tests."""

    MESSAGE_STATUS = "message.status"
    MESSAGE_INBOUND = "message.inbound"
    LINK_OPEN = "link.open"
    LINK_CLICK = "link.click"
    CONTENT_PLAY = "content.play"
    CONTENT_CLICK = "content.click"
    FORM_SUBMIT = "form.submit"
    QUESTION_ANSWER = "question.answer"
    KEYWORD_USE = "keyword.use"
    CHATBOT_INTERACTION = "chatbot.interaction"
    PRIZE_AWARD = "prize.award"
    PASS_GENERATE = "pass.generate"
    PASS_SEND = "pass.send"
    PASS_ADD = "pass.add"
    PASS_REMOVE = "pass.remove"
    PASS_REDEEM = "pass.redeem"
    GEOFENCE_DISPLAY = "geofence.display"
    SUBSCRIBER_JOIN = "subscriber.join"
    SUBSCRIBER_BLOCK = "subscriber.block"
    SUBSCRIBER_UNBLOCK = "subscriber.unblock"
    CONVERSION = "conversion"


# Kinds that may come without a campaign: they are about a person or a conversation.
WITHOUT_CAMPAIGN = frozenset(
    {
        EventKind.MESSAGE_INBOUND,
        EventKind.SUBSCRIBER_JOIN,
        EventKind.SUBSCRIBER_BLOCK,
        EventKind.SUBSCRIBER_UNBLOCK,
        EventKind.CONVERSION,
    }
)

# What is done to people rather than by them: it is no activity of theirs.
DONE_TO_PEOPLE = frozenset({EventKind.PASS_GENERATE, EventKind.PASS_SEND, EventKind.PRIZE_AWARD})

# Taking part in a campaign, and what comes of taking part: a paused one accepts none of it (F060).
# Receipts of messages, replies, and whatever ends something (opting out, removing a pass) are facts
# that no pause prevents, and so is a purchase.
PARTICIPATION = frozenset(EventKind) - {
    EventKind.MESSAGE_STATUS,
    EventKind.MESSAGE_INBOUND,
    EventKind.PASS_REMOVE,
    EventKind.SUBSCRIBER_JOIN,
    EventKind.SUBSCRIBER_BLOCK,
    EventKind.SUBSCRIBER_UNBLOCK,
    EventKind.CONVERSION,
}
