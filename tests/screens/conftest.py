"""A real Chromium in front of a real server; a page that complains fails its test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import ConsoleMessage, Locator, Page, Request, Response
from selenium.webdriver.chrome.options import Options

from data.campaign import Campaign
from data.campaigns import CampaignDraft
from data.demo.plan import World
from data.keys import Scope
from data.services import build
from data.settings import Settings
from data.vocabulary.campaign_state import Group, State
from tests.chromium import CHROMIUM, FLAGS
from tests.demonstration import SCALE, open_reports, put_in
from tests.server import serving

ZONE = "Europe/Berlin"
_CREATED = datetime(2026, 2, 9, 12, 7, tzinfo=UTC)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder drives the browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")


def pytest_setup_options() -> Options:
    """The same browser for Dash's own driver (a hook of dash.testing)."""
    options = Options()
    options.binary_location = shutil.which("chromium")
    for flag in ("--headless=new", "--window-size=1440,900", *FLAGS):
        options.add_argument(flag)
    return options


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium."""
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A desk screen of a person far from the workspace's zone, who wants no motion."""
    return {
        **browser_context_args,
        "viewport": {"width": 1440, "height": 900},
        "timezone_id": "America/Bogota",
        "reduced_motion": "reduce",
        "color_scheme": "light",
    }


@pytest.fixture(scope="session")
def empty_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over a workspace without a single campaign."""
    with serving(tmp_path_factory.mktemp("empty"), timezone=ZONE) as address:
        yield address


@pytest.fixture(scope="session")
def app_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over a workspace with a campaign in every state; ids count up from 1."""
    data_dir = tmp_path_factory.mktemp("some")
    _register_campaigns(data_dir)
    with serving(data_dir, timezone=ZONE) as address:
        yield address


@dataclass(frozen=True)
class Demo:
    """A served demonstration, a key with every scope, and its reports by the campaigns' names."""

    url: str
    key: str
    campaigns: Mapping[str, Campaign]

    def report(self, name: str, tab: str = "") -> str:
        """The path of a campaign's report, for pages and under /api/v1 alike."""
        path = f"/campaigns/{self.campaigns[name].id}/report"
        return f"{path}/{tab}" if tab else path


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A server over a small demonstration that ends now."""
    data_dir = tmp_path_factory.mktemp("demo")
    services = build(Settings(_env_file=None, data_dir=data_dir))  # type: ignore[call-arg]
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    put_in(services, World(seed=1, scale=SCALE, as_of=now))
    campaigns, key = open_reports(services), services.keys.create("reader", list(Scope))
    services.engine.dispose()
    with serving(data_dir, timezone="UTC") as address:
        yield Demo(address, key, campaigns)


@pytest.fixture(scope="session")
def demo_url(demo: Demo) -> str:
    """The address of a server over a small demonstration."""
    return demo.url


def until_seen(page: Page, wanted: Locator) -> None:
    """Wait for what a following page shows, without its ten seconds from look to look."""
    until = monotonic() + 30
    while not wanted.is_visible():
        assert monotonic() < until, f"never seen: {wanted}"
        page.evaluate("window.dispatchEvent(new Event('online'))")  # it looks at once
        page.wait_for_timeout(200)


def _register_campaigns(data_dir: Path) -> None:
    settings = Settings(_env_file=None, data_dir=data_dir, timezone=ZONE)  # type: ignore[call-arg]
    services = build(settings)
    drafts = [_draft(Group.MESSAGING, state) for state in (State.COMPLETED, State.PENDING)]
    drafts += [_draft(Group.MESSAGING, state) for state in (State.IN_PROGRESS, State.SCHEDULED)]
    drafts += [_draft(Group.INTERACTIVE, state) for state in (State.LIVE, State.DRAFT)]
    services.campaigns.bulk_register(drafts, "Ada Lovelace")
    services.engine.dispose()


def _draft(group: Group, state: State) -> CampaignDraft:
    return CampaignDraft(
        external_id=f"{group}-{state}",
        name=f"{state.label} <b>{group}</b> campaign",
        group=group,
        type="sms" if group is Group.MESSAGING else "e-swipe",
        channel="sms",
        sender="61222",
        state=state,
        created_at=_CREATED,
        delivery_at=datetime(2026, 2, 10, 8, tzinfo=UTC),
        recipients=12_500,
        config={"text": "Twenty percent off <until> Sunday", "links": ["https://example.com"]},
    )


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """A page that may not complain: no console error, no violation, no call to another host.

    Going to an address that answers 404 is the one thing that Chromium calls an error and a
    test may want.
    """
    troubles: list[str] = []
    missing: set[str] = set()

    def answered(response: Response) -> None:
        if response.status == 404 and response.request.is_navigation_request():
            missing.add(response.url)
        elif response.status >= 400:
            troubles.append(f"{response.status} {response.url}")

    def said(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and message.location["url"] not in missing:
            troubles.append(f"{message.type}: {message.text}")

    def asked(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname != "127.0.0.1":
            troubles.append(f"asked another host: {request.url}")

    page.on("response", answered)
    page.on("console", said)
    page.on("request", asked)
    page.on("pageerror", lambda error: troubles.append(f"exception: {error}"))
    page.set_default_timeout(20_000)
    yield page
    assert troubles == []
