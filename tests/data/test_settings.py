"""Settings that are wrong stop the start with a sentence."""

from __future__ import annotations

import pytest

from data.errors import SettingsError
from data.settings import load


def test_a_browser_that_is_not_there_is_named():
    with pytest.raises(SettingsError, match="^HELIOGRAPH_CHROMIUM: '/nowhere/chrome'"):
        load(chromium="/nowhere/chrome")


def test_a_browser_may_be_named_by_path_or_by_name_alone():
    assert load(chromium="/bin/sh").chromium == "/bin/sh"
    assert load(chromium="sh").chromium == "sh"
