"""What the environment says, checked once at start."""

from __future__ import annotations

import secrets
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from shutil import which
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from data.errors import SettingsError


class Settings(BaseSettings):
    """The settings of the contract; a wrong one ends the program with one clear line."""

    model_config = SettingsConfigDict(
        env_prefix="HELIOGRAPH_", env_file=".env", extra="ignore", frozen=True
    )

    data_dir: Path = Path("var")
    database_url: str = ""
    host: str = "127.0.0.1"
    port: int = Field(default=8050, ge=0, le=65535)
    workers: int = Field(default=1, ge=1, le=64)
    timezone: str = "UTC"
    auth: Literal["demo", "password", "oidc"] = "demo"
    secret_key: str = ""
    public_url: str = ""
    trusted_proxy: bool = False
    smtp_url: SecretStr = SecretStr("")
    private_webhooks: bool = False
    raw_call_days: int = Field(default=30, ge=1, le=3650)
    unmatched_days: int = Field(default=30, ge=1, le=3650)
    chromium: str = ""

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"{name!r} is not a time zone of the IANA list") from None
        return name

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        if url and not url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return url.replace("postgresql://", "postgresql+psycopg://", 1)

    @field_validator("chromium")
    @classmethod
    def _browser_there(cls, program: str) -> str:
        if program and which(program) is None:
            raise ValueError(f"{program!r} is no program that can be run here")
        return program

    @field_validator("public_url")
    @classmethod
    def _web_address(cls, url: str) -> str:
        parts = urlsplit(url)
        if url and (parts.scheme not in {"http", "https"} or not parts.netloc or parts.query):
            raise ValueError(f"{url!r} is not an address like https://go.example.com")
        return url.rstrip("/")

    @field_validator("smtp_url")
    @classmethod
    def _mail_server(cls, url: SecretStr) -> SecretStr:
        """Nothing of the address is repeated in what is said about it: it holds a password."""
        text = url.get_secret_value()
        if not text:
            return url
        try:
            parts = urlsplit(text)
            known = parts.scheme in {"smtp", "smtp+starttls", "smtps"} and parts.hostname
            alone = parts.port != 0 and not (parts.path.strip("/") or parts.query or parts.fragment)
        except ValueError:  # a port that is none
            known = alone = False
        if not known or not alone:
            raise ValueError(
                "must be like smtps://user:password@mail.example.com:465; "
                "smtp+starttls:// and, without a password, smtp:// are known as well"
            )
        if parts.password and parts.scheme == "smtp" and not is_loopback(parts.hostname or ""):
            raise ValueError(
                "smtp:// would send the password unencrypted; use smtp+starttls:// or smtps://"
            )
        return url

    @model_validator(mode="after")
    def _loopback_only_in_demo(self) -> Settings:
        if self.auth == "demo" and not is_loopback(self.host):
            raise ValueError(
                f"HELIOGRAPH_HOST={self.host} would open the demo, which has no sign-in, to the "
                "network; set HELIOGRAPH_AUTH first"
            )
        return self

    @property
    def database(self) -> str:
        """The database's address: the one that was set, else SQLite in the data folder."""
        return self.database_url or f"sqlite:///{self.data_dir.resolve()}/heliograph.db"

    @property
    def address(self) -> str:
        """Where recipients reach this workspace: what was set, else where it listens."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public_url or f"http://{host}:{self.port}"

    @property
    def raw_calls_kept(self) -> timedelta:
        """How long the calls of providers are kept as they came, to be read again."""
        return timedelta(days=self.raw_call_days)

    @property
    def unmatched_kept(self) -> timedelta:
        """How long events wait for their campaign."""
        return timedelta(days=self.unmatched_days)

    @property
    def lake(self) -> Path:
        """Where the event lake's tables stand."""
        return self.data_dir / "lake"


def is_loopback(host: str) -> bool:
    """Whether `host` (a name or an address) can be reached from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def load(**overrides: object) -> Settings:
    """Read the environment and `.env`; `overrides` win. Raises SettingsError with one line."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = f"HELIOGRAPH_{str(first['loc'][0]).upper()}: " if first["loc"] else ""
        reason = str(first["msg"]).removeprefix("Value error, ")
        raise SettingsError(f"{name}{reason}") from None


def secret(settings: Settings) -> bytes:
    """The key that signs: the one that was set, else one kept in the data folder."""
    if settings.secret_key:
        return settings.secret_key.encode()
    path = settings.data_dir / "secret.key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_bytes()
