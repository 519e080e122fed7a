"""Everything that the screens and the API ask, made once and handed to both doors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from data.actor_settings import ActorSettings
from data.annotations import Annotations
from data.audience import Audience
from data.campaigns import Campaigns
from data.clock import Clock, utc_now
from data.connections import Connections
from data.creation import Creation
from data.dashboard_links import DashboardLinks
from data.dispatch.dispatch import Dispatch, connect
from data.file_imports import FileImports
from data.ingest.accept import Accept
from data.ingest.replaying import Replay
from data.ingest.unmatched import Unmatched
from data.ingest.webhooks import Webhooks
from data.keys import Keys
from data.message_log import MessageLog
from data.own_dashboards import OwnDashboards
from data.picture import NoPainter, Painter
from data.play import Plays
from data.play_identity import Identity
from data.reports import Reports, Tab
from data.screens import Screens
from data.settings import Settings, secret
from data.short_links import ShortLinks
from data.source import Desk
from data.store.engine import Engine, migrate, open_database
from data.store.lake import Lake
from data.store.workspace_rows import fact
from data.subscriber_imports import SubscriberImports
from data.subscribers import Subscribers
from data.targets import Targets
from data.telling import Telling, telling
from data.unsubscribing import Unsubscribing
from data.walls import Walls


@dataclass(frozen=True)
class Services:
    """The use cases of one workspace."""

    settings: Settings
    clock: Clock
    zone: ZoneInfo
    engine: Engine
    campaigns: Campaigns
    creation: Creation
    keys: Keys
    connections: Connections
    accept: Accept
    unmatched: Unmatched
    webhooks: Webhooks
    replay: Replay
    lake: Lake
    actor_settings: ActorSettings
    reports: Reports
    message_log: MessageLog
    short_links: ShortLinks
    plays: Plays
    identity: Identity
    audience: Audience
    subscribers: Subscribers
    subscriber_imports: SubscriberImports
    unsubscribing: Unsubscribing
    dispatch: Dispatch
    painter: Painter
    screens: Screens

    @property
    def desk(self) -> Desk:
        """What every source of figures looks into; see data.showing."""
        return Desk(self.campaigns, self.reports, self.lake, self.engine, self.clock, self.zone)

    @property
    def own_dashboards(self) -> OwnDashboards:
        """The dashboards that people made."""
        return OwnDashboards(self.desk)

    @property
    def dashboard_links(self) -> DashboardLinks:
        """The links that show them to whoever has one."""
        key = secret(self.settings)
        return DashboardLinks(self.engine, self.own_dashboards, key, self.clock)

    @property
    def walls(self) -> Walls:
        """What wall screens can show."""
        return Walls(self.engine, self.clock, self.own_dashboards)

    @property
    def file_imports(self) -> FileImports:
        """The files of events that people hand over."""
        return FileImports(self.engine, self.accept, self.campaigns, self.lake, self.clock)

    @property
    def annotations(self) -> Annotations:
        """What people wrote about moments and days."""
        return Annotations(self.engine, self.campaigns, self.clock, self.zone)

    @property
    def targets(self) -> Targets:
        """What figures should be."""
        return Targets(self.engine, self.campaigns, self.clock)

    @property
    def telling(self) -> Telling:
        """What tells people of it: alerts and scheduled reports."""
        return telling(self.settings, self.desk, self.painter)

    @property
    def is_demo(self) -> bool:
        """Whether the workspace was filled with demonstration data; screens say so."""
        return fact(self.engine, "demo") is not None


def build(
    settings: Settings,
    clock: Clock = utc_now,
    tabs: Mapping[str, Tab] | None = None,
    painter: Painter | None = None,
) -> Services:
    """Open the workspace that `settings` name, bringing its database up to date first.

    What is drawn comes from outside: the `tabs` of reports, and the `painter` of pictures.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    engine = open_database(settings.database)
    migrate(engine)
    zone = ZoneInfo(settings.timezone)
    campaigns = Campaigns(engine, clock, zone)
    lake = Lake(settings.lake, engine)
    accept = Accept(engine, campaigns, clock)
    connections = Connections(engine, secret(settings), clock, settings.raw_calls_kept)
    unmatched = Unmatched(engine, connections, accept, campaigns, clock, settings.unmatched_kept)
    webhooks = Webhooks(connections, accept, campaigns, unmatched)
    short_links = ShortLinks(engine, secret(settings), settings.address, clock)
    audience = Audience(engine, clock)
    subscribers = Subscribers(engine, accept, clock)
    unsubscribing = Unsubscribing(
        engine,
        campaigns,
        accept,
        subscribers,
        clock,
        secret=secret(settings),
        address=settings.address,
    )
    return Services(
        settings=settings,
        clock=clock,
        zone=zone,
        engine=engine,
        campaigns=campaigns,
        creation=Creation(engine, audience, clock, zone),
        keys=Keys(engine, clock),
        connections=connections,
        accept=accept,
        unmatched=unmatched,
        webhooks=webhooks,
        replay=Replay(engine, connections, campaigns, webhooks, lake, clock),
        lake=lake,
        actor_settings=ActorSettings(engine, lake, campaigns, clock),
        reports=Reports(campaigns, lake, clock, zone, tabs or {}),
        message_log=MessageLog(lake, campaigns),
        short_links=short_links,
        plays=Plays(engine, campaigns, accept, lake, clock),
        identity=Identity(secret(settings)),
        audience=audience,
        subscribers=subscribers,
        subscriber_imports=SubscriberImports(engine, accept, clock),
        unsubscribing=unsubscribing,
        dispatch=Dispatch(
            engine,
            campaigns,
            accept,
            lake,
            clock,
            audiences=audience,
            blocklist=subscribers,
            links=short_links,
            unsubscribing=unsubscribing,
            carriers=connect(settings),
        ),
        painter=painter or NoPainter(),
        screens=Screens(engine, clock),
    )


_installed: list[Services] = []


def install(services: Services) -> None:
    """Make `services` the ones that screens ask; called once, by whoever builds the app."""
    _installed[:] = [services]


def services() -> Services:
    """The workspace that this process serves."""
    return _installed[0]
