"""`crm doctor` says what is wrong and how to mend it."""

from pathlib import Path

import pytest

from bot.cli import main


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_new_house_lacks_an_admin_and_a_channel(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--db", str(tmp_path / "new.db")]) == 1
    told = capsys.readouterr().out
    assert "ok  database" in told
    assert "there is no admin" in told
    assert "crm member add HANDLE" in told
    assert "CONFAB_TELEGRAM__TOKEN" in told


def test_an_admin_is_seen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    db = str(tmp_path / "new.db")
    assert main(["member", "add", "ann", "--name", "Ann Lee", "--role", "admin", "--db", db]) == 0
    main(["doctor", "--db", db])
    assert "1 members, 1 of them admins" in capsys.readouterr().out


def test_a_database_that_cannot_be_opened_is_a_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "no.db").write_bytes(b"this is no database, whatever its name says" * 50)
    assert main(["doctor", "--db", str(tmp_path / "no.db")]) == 1
    assert "!!  database" in capsys.readouterr().out
