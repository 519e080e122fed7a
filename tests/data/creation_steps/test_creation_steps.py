"""The creator's steps: every type has those that it names, and all their fields can be drawn."""

from __future__ import annotations

from collections import Counter

import pytest

from components.fields import FIELDS
from data.campaign_types import CAMPAIGN_TYPES
from data.creation_definition import complete, shown
from data.creation_field import Field, Kind
from data.creation_steps import STEPS, steps_of

KINDS = CAMPAIGN_TYPES.values()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_a_type_has_the_steps_that_it_names_in_their_order(kind):
    """F253."""
    assert [step.label for step in steps_of(kind)] == list(kind.steps)
    assert len({step.slug for step in steps_of(kind)}) == len(kind.steps)


def test_every_step_stands_in_some_creator():
    used = {step.key for kind in KINDS for step in steps_of(kind)}
    assert used == set(STEPS)


def test_every_kind_of_field_has_a_part_that_draws_it():
    assert {part.kind for part in FIELDS.values()} == set(Kind)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_no_two_fields_of_one_name_show_at_once(kind):
    """Senders have a field for each channel; only that of the chosen one shows."""
    for channel in kind.channels:
        whole = complete(kind, {"channel": channel, "recipients": kind.recipients[0]})
        for step in steps_of(kind):
            counted = Counter(field.key for field in shown(step, kind, whole))
            assert not counted or max(counted.values()) == 1


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_whatever_decides_about_a_field_is_a_field_that_comes_before_it(kind):
    known: set[str] = set()
    for step in steps_of(kind):
        for field in step.fields(kind):
            assert {key for key, _ in field.when} <= known
            known |= {field.key, "channel"}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_what_is_chosen_at_first_is_among_what_is_offered(kind):
    fields = [field for step in steps_of(kind) for field in step.fields(kind)]
    columns = [column for field in fields for column in field.columns]
    for field in (*fields, *columns):
        assert isinstance(field, Field)
        if field.usual and field.options:
            assert set(field.usual.split(",")) <= {value for value, _ in field.options}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_delivery_offers_the_types_channels_and_kinds_of_recipients(kind):
    """F256."""
    fields = {f.key: f for step in steps_of(kind) for f in step.fields(kind)}
    if kind.key == "subscription-form":  # people come by the form itself
        assert "recipients" not in fields
        return
    assert tuple(value for value, _ in fields["channel"].options) == kind.channels
    assert tuple(value for value, _ in fields["recipients"].options) == kind.recipients
