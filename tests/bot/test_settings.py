"""Settings from a file and the environment; what is wrong is said in one line, with the place."""

import json
import logging
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest

from bot import logs
from bot.settings import BadSettings, Settings, load_settings
from crm_domain.access import Reach
from crm_domain.members import Role
from crm_domain.support import support_of
from crm_domain.ticket_states import Priority

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def config(text: str) -> Path:
    path = Path("my.yaml")
    path.write_text(text, "utf-8")
    return path


def complaint(text: str) -> str:
    with pytest.raises(BadSettings) as raised:
        load_settings(config(text))
    assert "\n" not in str(raised.value)
    return str(raised.value)


def test_without_a_file_there_are_defaults() -> None:
    settings = load_settings()
    assert (settings.database, settings.workspace, settings.server.port) == ("var/confab.db", "main", 8080)


def test_a_named_file_that_is_missing_is_an_error() -> None:
    with pytest.raises(BadSettings, match=r"nowhere\.yaml: there is no such file"):
        load_settings(Path("nowhere.yaml"))


def test_the_file_that_comes_along_says_what_the_defaults_are() -> None:
    assert load_settings(ROOT / "config.yaml") == Settings()


def test_every_setting_stands_in_the_file_that_comes_along() -> None:
    text = (ROOT / "config.yaml").read_text("utf-8")
    assert [name for name in Settings.model_fields if f"{name}:" not in text] == []


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONFAB_SERVER__PORT", "9001")
    settings = load_settings(config("server:\n  host: 0.0.0.0\n  port: 9000\n"))
    assert (settings.server.host, settings.server.port) == ("0.0.0.0", 9001)


def test_secrets_come_from_the_environment_or_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("xoxb-1\n")
    monkeypatch.setenv("CONFAB_SLACK__APP_TOKEN", "xapp-1")
    slack = load_settings(config("slack:\n  bot_token_file: token\n")).slack
    assert (slack.plain("bot_token"), slack.plain("app_token"), slack.plain("signing_secret")) == (
        "xoxb-1",
        "xapp-1",
        None,
    )


def test_secrets_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONFAB_TELEGRAM__TOKEN", "123:very-secret")
    settings = load_settings()
    assert settings.telegram.plain("token") == "123:very-secret"
    assert "very-secret" not in repr(settings)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("workspace: x\nserver:\n  prot: 1\n", "my.yaml:3: server.prot: no such setting; allowed: host, port"),
        ("\ncolour: red\n", "my.yaml:2: colour: no such setting; allowed: database, workspace, files, base_currency"),
        ("server:\n  host: x\n  port: 99999\n", "my.yaml:3: server.port: Input should be less than or equal to 65535"),
        ("server: 8080\n", "my.yaml:1: server: Input should be a valid dictionary"),
        ("language: fr\n", "my.yaml:1: language: allowed: 'en' or 'zh'"),
        ("base_currency: usd\n", "my.yaml:1: base_currency: allowed: three capital letters such as USD"),
        ("timezone: Mars/Base\n", "my.yaml:1: timezone: no such time zone; write a name such as Europe/London"),
        ("access:\n  boss:\n    deals: [all, all]\n", "my.yaml:2: access.boss: allowed: 'admin', 'manager', 'rep' or"),
        ("access:\n  rep:\n    deels: [all, all]\n", "my.yaml:3: access.rep.deels: no such kind of record; allowed: *"),
        ("access:\n  rep:\n    deals: [all, some]\n", "my.yaml:3: access.rep.deals.1: allowed: 'none', 'own', 'team'"),
        ("slack:\n  bot_token: xoxb-1\n", "my.yaml:2: slack.bot_token: a secret; set CONFAB_SLACK__BOT_TOKEN or"),
        ("slack:\n  bot_token_file: no/such\n", "my.yaml:2: slack.bot_token_file: the file 'no/such' cannot be read"),
        ("database: postgresql://me:pw@db/crm\n", "my.yaml:1: database: holds a password; set CONFAB_DATABASE"),
        ("a: [1\nb: 2\n", "my.yaml:2: not YAML:"),
        ("exchange_rates:\n  EUR:\n    since: 2026-13-01\n    worth: 1.1\n", "my.yaml:3: exchange_rates.EUR.since:"),
        ("- a\n- b\n", "my.yaml:1: not settings"),
        ("true\n", "my.yaml:1: not settings"),
        ("1: 2\n", "my.yaml:1: not settings"),
        ("telegram:\n  webhook_url: crm.example.com\n", "my.yaml:2: telegram.webhook_url: allowed: a web address"),
    ],
)
def test_what_is_wrong_is_said_with_file_line_and_what_is_allowed(text: str, said: str) -> None:
    assert complaint(text).startswith(said)


def test_a_bad_value_of_the_environment_names_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONFAB_TELEGRAM__TOKEN", "hush")
    said = complaint("telegram:\n")
    assert said.startswith("environment: CONFAB_TELEGRAM__TOKEN: not a bot token")
    assert "hush" not in said


def test_a_bot_token_needs_a_way_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONFAB_SLACK__BOT_TOKEN", "xoxb-1")
    assert "app_token (socket mode) or signing_secret" in complaint("")


def test_a_file_in_another_encoding_is_no_crash(tmp_path: Path) -> None:
    Path("my.yaml").write_bytes("workspace: é".encode("latin-1"))
    with pytest.raises(BadSettings, match="cannot be read"):
        load_settings(Path("my.yaml"))


def test_rights_replace_single_entries_of_the_default() -> None:
    rules = load_settings(config("access:\n  rep:\n    deals: [team, own]\n")).rules()
    assert rules.reach(Role.REP, "deals") == (Reach.TEAM, Reach.OWN)
    assert rules.reach(Role.REP, "tasks") == (Reach.OWN, Reach.OWN)
    assert rules.reach(Role.ADMIN, "deals") == (Reach.ALL, Reach.ALL)


@pytest.fixture
def stream() -> StringIO:
    stream = StringIO()
    before = logging.getLogger().handlers[:], logging.getLogger().level
    logs.set_up("info", stream)
    yield stream
    logging.getLogger().handlers[:], level = before
    logging.getLogger().setLevel(level)


def test_the_log_is_json_lines_with_its_facts(stream: StringIO) -> None:
    logging.getLogger("bot.postman").info("sent", extra={"letter": 7, "channel": "slack"})
    line = json.loads(stream.getvalue())
    assert (line["level"], line["event"], line["letter"], line["channel"]) == ("info", "sent", 7, "slack")
    assert line["at"].endswith("+00:00")


def test_the_words_of_an_exception_stay_out_of_the_log(stream: StringIO) -> None:
    try:
        raise ValueError("Dana said so")
    except ValueError:
        logging.getLogger("bot").exception("failed")
    assert "Dana" not in stream.getvalue()
    line = json.loads(stream.getvalue())
    assert line["error"] == "ValueError"
    assert "test_settings.py" in line["trace"][0]


def test_support_is_set_and_laid_down_for_the_workspace(tmp_path):
    file = tmp_path / "config.yaml"
    file.write_text(
        "support:\n  calendars:\n    office: {zone: customer, days: {mon: ['09:00-17:00']}, holidays: GB-ENG}\n"
        "  policies:\n    - {calendar: office, targets: {urgent: {first_response: 30}}}\n  on_call: [ivy]\n"
    )
    settings = load_settings(file)
    assert settings.support is not None
    support = support_of(settings.support.to_plain())
    assert support.policy(None).targets[Priority.URGENT].first_response == timedelta(minutes=30)
    assert support.calendar(support.policy(None), "Asia/Tokyo", "UTC").country == "GB-ENG"
    assert support.on_call == ["ivy"]


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ("calendars: {office: {days: {mon: ['18:00-09:00']}}}", "write spans of a day"),
        ("calendars: {office: {days: {mon: ['09:00-17:00']}, holidays: Atlantis}}", "no such country"),
        ("policies: [{calendar: office}]", "no such calendar: office"),
        ("warn_at: 2", "less than 1"),
    ],
)
def test_support_settings_that_make_no_sense_are_named(tmp_path, said, complaint):
    file = tmp_path / "config.yaml"
    file.write_text(f"support:\n  {said}\n")
    with pytest.raises(BadSettings, match=complaint):
        load_settings(file)
