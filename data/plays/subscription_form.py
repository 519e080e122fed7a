"""How is a form filled in? Its fields are checked, and whoever sends it becomes a subscriber."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data.campaign import Campaign
from data.errors import BadRequest
from data.play_type import Did, Joining, PlayType, Round, Scene, Step, Turn, heading, part
from data.vocabulary.address import address, kind_of
from data.vocabulary.event_kind import EventKind
from data.vocabulary.tag import clean_tag

LONGEST = 200  # characters of an answer
CONSENT = "I agree to receive messages, and can stop them at any time."
_NUMBER, _EMAIL = "number", "email"
# How browsers are told what goes into a field: its type, and what they may fill in by themselves.
_INPUTS = {
    "name": ("text", "name"),
    "first_name": ("text", "given-name"),
    "last_name": ("text", "family-name"),
    _NUMBER: ("tel", "tel"),
    _EMAIL: ("email", "email"),
}


@dataclass(frozen=True, slots=True)
class FormField:
    """One field as the page asks for it; `name` is the form's, `becomes` the subscriber's."""

    name: str
    label: str
    becomes: str
    required: bool

    @property
    def input(self) -> str:
        """The type of its input."""
        return _INPUTS.get(self.becomes, ("text", "off"))[0]

    @property
    def autocomplete(self) -> str:
        """What a browser may fill in."""
        return _INPUTS.get(self.becomes, ("text", "off"))[1]


def fields_of(campaign: Campaign) -> tuple[FormField, ...]:
    """The configured fields that have a label."""
    listed = campaign.config.get("fields")
    found = []
    for number, entry in enumerate(listed if isinstance(listed, list | tuple) else ()):
        whole = entry if isinstance(entry, Mapping) else {"name": entry}
        label, becomes = whole.get("name"), whole.get("field")
        if isinstance(label, str) and label.strip():
            kind = becomes if isinstance(becomes, str) else ""
            required = whole.get("required") is True
            found.append(FormField(f"field{number}", label.strip(), kind, required))
    return tuple(found)


def _scene(campaign: Campaign, rounds: tuple[Round, ...], query: Mapping[str, str]) -> Scene:
    if rounds and "again" not in query:
        thanks = part(campaign, "closure", "title", "Thank you, you are in")
        return Scene("form-sent", thanks, {"text": part(campaign, "closure", "text")})
    fields = fields_of(campaign)
    if not fields:
        return Scene("empty", heading(campaign))
    values = {
        "text": part(campaign, "cover", "text"),
        "fields": fields,
        "consent": part(campaign, "consent", "text", CONSENT),
    }
    return Scene("form", heading(campaign), values)


def _send(turn: Turn) -> Step:
    if turn.round.progress.get("nonce") == turn.nonce:
        return Step()  # sent twice by one press
    faults: dict[str, str] = {}
    found: dict[str, str] = {}
    for field in fields_of(turn.campaign):
        said = " ".join(turn.form.get(field.name, "").split())
        try:
            value = _checked(field, said)
        except BadRequest as error:
            faults[field.name] = f"{error}."
            continue
        if value:
            found.setdefault(field.becomes, value)
    if not turn.form.get("consent"):
        faults["consent"] = "Tick the box if you agree; without it we may not write to you."
    return Step(faults=faults) if faults else _sent(turn, found)


def _checked(field: FormField, said: str) -> str:
    """The answer as it is kept. Raises BadRequest with a sentence for whoever fills it in."""
    if not said:
        if field.required:
            raise BadRequest(f"{field.label} is missing")
        return ""
    if len(said) > LONGEST:
        raise BadRequest(f"{field.label} has at most {LONGEST} characters")
    if field.becomes in (_NUMBER, _EMAIL):
        return address("sms" if field.becomes == _NUMBER else "email", said)
    return clean_tag(said) if field.becomes == "tag" else said


def _sent(turn: Turn, found: Mapping[str, str]) -> Step:
    """The form that was sent, by whom it says, and who becomes a subscriber."""
    channel = turn.campaign.channel
    own = kind_of(channel)
    usual = {_NUMBER: "sms", _EMAIL: "email"}
    addresses = {
        channel if kind == own else usual[kind]: found[kind] for kind in usual if kind in found
    }
    subject = found.get(own) or next(iter(addresses.values()), None)
    did = Did(EventKind.FORM_SUBMIT, f"form-{turn.nonce}", {"page": "form"}, subject)
    done = Round(1, {"nonce": turn.nonce}, turn.now)
    return Step((did,), done, joining=_joining(addresses, found) if addresses else None)


def _joining(addresses: Mapping[str, str], found: Mapping[str, str]) -> Joining:
    first, _, last = found.get("name", "").rpartition(" ")
    tag = found.get("tag")
    return Joining(
        addresses,
        found.get("first_name", first or last),
        found.get("last_name", last if first else ""),
        frozenset({tag} if tag else ()),
    )


PLAY = PlayType(key="subscription-form", scene=_scene, acts={"send": _send})
