"""Which browser do the tests drive? Debian's Chromium, without the window that nobody sees."""

from __future__ import annotations

import shutil

from playwright.sync_api import expect

CHROMIUM = shutil.which("chromium-headless-shell")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-dev-shm-usage --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()

# A busy machine may take its time; what never comes fails all the same.
expect.set_options(timeout=20_000)
