"""What a page of the creator is answered, without a browser."""

from __future__ import annotations

from typing import Any

import pytest
from dash import no_update

from data.api.guard import Visitor
from data.audience import parse_csv
from data.campaign_draft import CampaignDraft
from data.campaign_types import CAMPAIGN_TYPES
from data.creation import Work
from data.creation_steps import steps_of
from data.errors import BadRequest, NotAllowed, NotFound
from data.services import Services
from data.vocabulary.campaign_state import Group, State
from pages.campaign_edit import deeds, form, frame
from pages.campaign_edit.deeds import Asked
from tests.creations import ALL
from tests.drawn import text

ADA = Visitor("Ada", "editor", sees_recipients=True)


def asked(work: Work, step: str, **more: Any) -> Asked:
    usual: dict[str, Any] = {
        "campaign_id": work.campaign_id,
        "step": step,
        "tab": "a page",
        "revision": work.revision,
        "sequence": 1,
        "values": {},
        "shown": [],
        "strict": False,
    }
    return Asked(**{**usual, **more})


def begun(services: Services, kind: str = "sms") -> Work:
    key = services.creation.begin(CAMPAIGN_TYPES[kind].group, kind, "Begun", "Ada")
    return services.creation.get(key)


@pytest.mark.parametrize("deed", ["", "next", "confirm", "discard", "mine", "theirs"])
def test_whoever_only_looks_on_changes_nothing(services: Services, deed: str):
    work = begun(services)
    with pytest.raises(NotAllowed):
        deeds.answer(
            services,
            asked(work, "delivery", deed=deed, values={"sender": "1"}),
            Visitor("Vi", "viewer"),
        )
    assert services.creation.get(work.campaign_id) == work


def test_typing_keeps_the_fields_that_show_and_a_choice_draws_them_anew(services: Services):
    work = begun(services)
    first = deeds.answer(services, asked(work, "delivery"), ADA)
    mark = first["mark"]
    typing = asked(work, "delivery", sequence=2, shown=mark["shown"], values={"sender": "61222"})
    assert deeds.answer(services, typing, ADA)["body"] is no_update
    choosing = asked(
        work, "delivery", sequence=3, shown=mark["shown"], values={"recipients": "csv"}
    )
    assert "CSV list" in text(deeds.answer(services, choosing, ADA)["body"])


def test_a_name_that_is_taken_is_told_as_it_is_typed(services: Services):
    """D-18: a warning, whatever the case."""
    draft = CampaignDraft(name="Taken", group=Group.MESSAGING, type="sms", state=State.PENDING)
    services.campaigns.register(draft, "Ada")
    work = begun(services)
    mark = deeds.answer(services, asked(work, "delivery"), ADA)["mark"]
    typing = asked(work, "delivery", sequence=2, shown=mark["shown"], values={"name": "TAKEN"})
    told = deeds.answer(services, typing, ADA)["live"]
    assert "bears this name already" in told[form.NAMESAKE]


def test_next_stops_at_what_is_wrong_and_back_does_not(services: Services):
    work = begun(services)
    stopped = deeds.answer(services, asked(work, "delivery", deed="next"), ADA)
    assert stopped["gone"] is no_update
    assert stopped["mark"]["faults"]["sender"] == "Required"
    back = deeds.answer(services, asked(work, "message", deed="back", sequence=2), ADA)
    assert back["gone"] == f"/campaigns/{work.campaign_id}/edit/delivery"


@pytest.mark.parametrize(
    ("step", "deed", "about", "error"),
    [
        ("nowhere", "", "", NotFound),
        ("delivery", "go", "nowhere", NotFound),
        ("delivery", "add", "pages", BadRequest),
        ("delivery", "remove", "sender", BadRequest),
    ],
)
def test_what_no_page_of_ours_asks_is_refused_and_nothing_stored(
    services: Services, step: str, deed: str, about: str, error: type[Exception]
):
    work = begun(services)
    with pytest.raises(error):
        deeds.answer(services, asked(work, step, deed=deed, about=about), ADA)
    if deed != "go":
        assert services.creation.get(work.campaign_id) == work


def test_recipients_of_a_list_are_masked_for_who_may_not_see_them(services: Services):
    """D-28."""
    work = begun(services)
    parsed = parse_csv(b"number\n+4915112345678\n", "sms")
    head = services.creation.bring_list(work.campaign_id, "x.csv", parsed)
    assert "+4915112345678" in text(form.list_told(head, sees=True))
    assert "+4915112345678" not in text(form.list_told(head, sees=False))


def test_a_conflict_tells_what_the_other_version_says_in_a_line(services: Services):
    key = services.creation.begin(Group.INTERACTIVE, "e-swipe", "x", "Ada")
    typed = {"pages": [{"title": "Linen", "text": "a\nb", "link": ""}]}
    work = services.creation.get(key)
    deeds.answer(services, asked(work, "design", tab="other", values=typed), ADA)
    answer = deeds.answer(services, asked(work, "design", values={"pages": []}), ADA)
    assert "Pages" in text(answer["trouble"])
    assert "Linen, a b" in text(answer["trouble"])
    assert answer["saved"] == "Not saved"


@pytest.mark.parametrize("kind", sorted(ALL))
def test_every_step_of_every_type_is_drawn_empty_and_full(services: Services, kind: str):
    """F253."""
    work = begun(services, kind)
    for number, step in enumerate(steps_of(work.kind), 1):
        for values in ({}, ALL[kind]):
            ask = asked(work, step.slug, sequence=2 * number + bool(values), values=values)
            drawn = deeds.answer(services, ask, ADA)
            assert drawn["body"] is not no_update
            last = frame.is_last(work, step)
            assert ("Campaign Activation" in text(drawn["body"])) is last
