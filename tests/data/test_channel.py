"""What a channel answers about a code or a category, known or not."""

import pytest

from data.channel import UNKNOWN_RANK, Category, Channel, RawStatus
from data.vocabulary.outcome import Outcome

UNSENT = Category("unsent", "Unsent", Outcome.UNSENT)
DELIVERED = Category("delivered", "Delivered", Outcome.DELIVERED)
TRANSIT = Category("transit", "Transit", Outcome.TRANSIT)


def channel(*categories):
    return Channel(
        key="pigeon",
        label="Pigeon",
        short="Pigeon",
        icon="send",
        code="B",
        description="A letter by air.",
        sender_label="Loft",
        recipient_label="Window",
        two_way=False,
        categories=categories,
        statuses=(RawStatus("FLYING", categories[-1].key, 20, "On its way"),),
        kpis=(),
    )


def test_a_known_code_keeps_its_meaning():
    assert channel(UNSENT, TRANSIT).status("FLYING").meaning == "On its way"


def test_an_unknown_code_is_in_transit_and_keeps_its_name():
    """D-07: an unknown code goes to Transit."""
    status = channel(UNSENT, DELIVERED, TRANSIT).status("LOST_AT_SEA")
    assert (status.code, status.category, status.rank) == ("LOST_AT_SEA", "transit", UNKNOWN_RANK)


def test_an_unknown_code_is_in_transit_where_no_known_code_ever_is():
    """D-07: calling it delivered would be a guess, and a flattering one."""
    email = channel(UNSENT, DELIVERED)
    assert email.category(email.status("LOST_AT_SEA").category).outcome is Outcome.TRANSIT


def test_codes_are_taken_to_the_letter():
    assert channel(UNSENT, TRANSIT).status("flying").meaning == "Unknown status code"


def test_a_category_is_found_by_its_key():
    assert channel(UNSENT, TRANSIT).category("transit") is TRANSIT


def test_an_unknown_category_is_an_error_and_not_a_guess():
    with pytest.raises(KeyError):
        channel(UNSENT, TRANSIT).category("eaten")
