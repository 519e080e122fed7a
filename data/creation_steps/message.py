"""Message: what the recipients read, in the parts that their channel has."""

from __future__ import annotations

from collections.abc import Iterator

from data.campaign_type import CampaignType
from data.creation_field import CreationStep, Field, Kind, Values, on
from data.vocabulary.campaign_state import Group

LONGEST_SMS = 1600  # beyond it, carriers answer SEGMENTS_EXCEEDED
LINK = "{{link}}"
# Types whose content stands behind the short link that the message brings.
LINKED = frozenset(
    {
        "e-swipe",
        "web-trivia",
        "raffle-giveaway",
        "digital-coupon",
        "member-card",
        "web-polls-surveys",
    }
)
_BUTTON_KINDS = (("quick-reply", "Quick reply"), ("url", "Opens a page"))


def message_fields(*, required: bool = True, link: bool = False) -> tuple[Field, ...]:
    """The parts of a message, each on the channels that have it."""
    email = on("channel", "email")
    rich = on("channel", "whatsapp", "rcs")
    return (
        Field("message.from_name", "Sender's name", when=email),
        Field("message.subject", "Subject", required=required, when=email),
        Field(
            "message.preheader", "Preheader", help="Shown after the subject in a list.", when=email
        ),
        Field("message.title", "Title", required=required, when=on("channel", "push")),
        Field("message.header", "Header", longest=60, when=rich),
        Field(
            "message.body",
            "Text",
            Kind.TEXT,
            required=required,
            longest=20_000,
            inserts=("{{first_name}}", LINK) if link else ("{{first_name}}",),
        ),
        Field("message.footer", "Footer", longest=60, when=rich),
        Field(
            "message.buttons",
            "Buttons",
            Kind.ROWS,
            columns=(
                Field("kind", "Kind", Kind.PICK, usual="quick-reply", options=_BUTTON_KINDS),
                Field("text", "Text", required=True, longest=25),
                Field("url", "Page", help="For a button that opens a page.", pattern="url"),
            ),
            most_rows=10,
            noun="button",
            when=rich,
        ),
    )


def too_long(values: Values) -> Iterator[tuple[str, str]]:
    """What carriers would refuse, and buttons that lead nowhere."""
    body = str(values.get("message.body") or "")
    if values.get("channel") == "sms" and len(body) > LONGEST_SMS:
        yield "message.body", f"At most {LONGEST_SMS:,} characters by SMS, not {len(body):,}"
    for number, button in enumerate(values.get("message.buttons") or ()):
        if button.get("kind") == "url" and not button.get("url"):
            yield f"message.buttons.{number}.url", "A button that opens a page needs its address"


def _fields(kind: CampaignType) -> tuple[Field, ...]:
    # People who come by form have no message to wait for; what they get is the page itself.
    return message_fields(
        required="form" not in kind.recipients, link=kind.group is Group.INTERACTIVE
    )


def _check(kind: CampaignType, values: Values) -> Iterator[tuple[str, str]]:
    yield from too_long(values)
    if values.get("recipients") == "form":
        return
    body = str(values.get("message.body") or "").strip()
    if "form" in kind.recipients and not body:
        yield "message.body", "Required"
    elif kind.key in LINKED and body and LINK not in body and "://" not in body:
        yield "message.body", f"Needs {LINK}, where the link to the content goes"


STEP = CreationStep("message", "Message", "What the recipients read.", _fields, check=_check)
