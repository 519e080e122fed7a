"""What tells people of a workspace what happens in it: alerts, and reports that are sent."""

from __future__ import annotations

from dataclasses import dataclass

from data.alerts import Alerts
from data.notice_mail import MailWay
from data.notices import Notices
from data.picture import Painter
from data.receivers import Receivers
from data.report_schedules import ReportSchedules
from data.settings import Settings, secret
from data.source import Desk
from data.store.notice_rows import Way


@dataclass(frozen=True, slots=True)
class Telling:
    """The use cases; `step` is their turn beside the requests."""

    mail: MailWay
    receivers: Receivers
    alerts: Alerts
    report_schedules: ReportSchedules
    notices: Notices

    @property
    def is_due(self) -> bool:
        """Whether a turn would find anything to do, without taking it."""
        return self.alerts.is_due or self.report_schedules.is_due or self.notices.is_due

    def step(self) -> bool:
        """Look at alerts, make what is due, and try to deliver; True when there is more to do."""
        self.alerts.step()
        self.report_schedules.step()
        return self.notices.step()


def telling(settings: Settings, desk: Desk, painter: Painter) -> Telling:
    """What tells people of the workspace that `settings` name."""
    mail = MailWay(settings)
    receivers = Receivers(
        desk.engine, secret(settings), desk.clock, private=settings.private_webhooks
    )
    return Telling(
        mail=mail,
        receivers=receivers,
        alerts=Alerts(
            desk.engine, desk.lake, desk.campaigns, receivers, mail, desk.clock, settings.address
        ),
        report_schedules=ReportSchedules(desk, mail, painter, settings.address),
        notices=Notices(desk.engine, desk.clock, {Way.EMAIL: mail, Way.WEBHOOK: receivers}),
    )
