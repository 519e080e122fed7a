"""Does an SMS count as many messages as the network sends?"""

import pytest

from data.segments import Encoding, segments


def test_170_gsm_7_characters_count_as_two_messages() -> None:
    """F108."""
    found = segments("a" * 170)
    assert (found.encoding, found.characters, found.messages) == (Encoding.GSM_7, 170, 2)


@pytest.mark.parametrize(
    ("length", "messages"),
    [(0, 0), (1, 1), (160, 1), (161, 2), (306, 2), (307, 3), (459, 3), (460, 4)],
)
def test_gsm_7_has_room_for_160_alone_and_for_153_in_each_of_several(
    length: int, messages: int
) -> None:
    assert segments("x" * length).messages == messages


@pytest.mark.parametrize(
    ("length", "messages"), [(1, 1), (70, 1), (71, 2), (134, 2), (135, 3), (201, 3), (202, 4)]
)
def test_ucs_2_has_room_for_70_alone_and_for_67_in_each_of_several(
    length: int, messages: int
) -> None:
    found = segments("ж" * length)
    assert (found.encoding, found.messages) == (Encoding.UCS_2, messages)


def test_one_character_outside_gsm_7_makes_the_whole_text_ucs_2() -> None:
    assert segments("a" * 100).messages == 1
    assert segments("a" * 99 + "ł").messages == 2


@pytest.mark.parametrize("character", "^{}\\[~]|€\f")
def test_characters_of_the_extension_take_two(character: str) -> None:
    assert segments(character * 80) == segments("ab" * 80).__class__(Encoding.GSM_7, 80, 160, 1)
    assert segments(character * 81).messages == 2


@pytest.mark.parametrize("character", "@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà")
def test_the_letters_of_the_default_alphabet_stay_gsm_7(character: str) -> None:
    assert segments(character * 160).messages == 1


@pytest.mark.parametrize("character", ["ç", "`", "á", "ő", "’", "–", "\t", "😀"])
def test_look_alikes_are_outside(character: str) -> None:
    assert segments(character).encoding is Encoding.UCS_2


def test_a_character_of_two_is_not_parted_between_messages() -> None:
    """152 and a pair don't fit into 153, so the pair opens the next message."""
    text = "a" * 152 + "€" + "a" * 152
    assert segments(text).units == 306
    assert segments(text).messages == 3


def test_an_emoji_takes_two_units_and_is_not_parted() -> None:
    assert segments("😀" * 35).messages == 1
    assert segments("😀" * 36).messages == 2
    assert segments("😀" * 67).messages == 3, "33 fit into each, not 33 and a half"
