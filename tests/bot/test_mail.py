"""E-mail in and out, over a real IMAP and a real SMTP server on the loopback, from bytes to bytes."""

import email
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from itertools import count
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from bot.channel import Later, Parcel
from bot.channels.email import EmailChannel
from bot.channels.email_mailbox import Mailbox, Unreachable
from bot.channels.email_read import Bounce, read
from bot.frontdesk import FrontDesk
from bot.mailroom import Mailroom
from bot.postman import Postman
from bot.settings import Settings
from bot.settings_mail import Imap, Smtp, Tls
from crm_domain.activities import Activity
from crm_domain.contacts import Contact
from crm_domain.mail import mailbox
from crm_domain.outbox import Letter, Post
from crm_domain.store import Store
from crm_domain.tickets import Status, Ticket, TicketMessage
from handlers.reply import Outcome, Reply
from tests.peers.mail import PASSWORD, PostOffice, post_office
from tests.people import MONDAY, Office, asked, done, furnish
from tests.waiting import eventually

US, DANA = "help@us.example", "dana@acme.example"
numbers = count(1)


def written(
    text: str, subject: str = "", sender: str = f"Dana Wu <{DANA}>", to: str = US, **headers: str
) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Message-ID"] = f"<{next(numbers)}@mail.example>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


@dataclass
class House:
    post: PostOffice
    office: Office
    settings: Settings
    desk: FrontDesk
    postman: Postman
    room: Mailroom

    async def gets(self, *messages: EmailMessage | bytes) -> None:
        for message in messages:
            self.post.put(US, message)
        await self.room.look()
        self.postman.wake("email")

    async def sent_to(self, address: str, nth: int) -> EmailMessage:
        """The nth mail that the address has got from us."""
        inbox = self.post.folder(address).messages
        self.postman.wake("email")
        raw = await eventually(lambda: inbox.get(nth))
        return email.message_from_bytes(raw, policy=default)

    async def answers(self, to: EmailMessage, text: str, **headers: str) -> None:
        """As a mail program answers: the subject, the thread, and what is answered below."""
        quoted = "\n".join(f"> {line}" for line in to.get_content().splitlines())
        body = f"{text}\n\nOn Mon, 23 Nov 2026 at 09:00, Help <{US}> wrote:\n{quoted}\n"
        known = {"In-Reply-To": to["Message-ID"], "References": to["Message-ID"]}
        await self.gets(written(body, f"Re: {to['Subject']}", **known | headers))

    def rows(self, model: type) -> list:
        return list(self.office.rows(model))


@pytest.fixture
async def house(sqlite_url: str, request: pytest.FixtureRequest) -> AsyncIterator[House]:
    with post_office() as post:
        smtp = Smtp(host="127.0.0.1", port=post.smtp.port, sender=US, tls="never")
        imap = Imap(host="127.0.0.1", port=post.imap.port, user=US, password=PASSWORD, tls="never")
        imap.becomes = getattr(request, "param", "ticket")
        settings = Settings(database=sqlite_url, smtp=smtp, imap=imap)
        office = furnish(Office(Store(sqlite_url)))
        desk = FrontDesk(office.store, office.assistant, lambda: office.now)
        desk.start()
        workspace = office.crm(lambda crm: crm.workspace.id)
        postman = Postman(desk, workspace, [EmailChannel(smtp)], lambda: office.now)
        await postman.start()
        room = Mailroom(desk, settings, workspace, lambda: office.now)
        post.put(US, written("from before we were here"))
        await room.look()
        yield House(post, office, settings, desk, postman, room)
        await postman.close(1)
        await desk.close()
        office.store.close()


async def test_a_customers_mail_is_a_ticket_and_goes_on_in_one_thread(house: House) -> None:
    first = written("The cover leaks.\n\n-- \nDana Wu\nAcme", "Leaking cover")
    first.add_attachment(b"%PDF-1.7 picture", maintype="application", subtype="pdf", filename="Foto 图.pdf")
    await house.gets(first)
    [ticket] = house.rows(Ticket)
    assert (ticket.subject, ticket.status) == ("Leaking cover", Status.NEW)
    assert house.office.facts(Ticket, "Leaking cover", "contact.name", "company.name") == ("Dana Wu", "Acme Industries")
    confirmed = await house.sent_to(DANA, 1)
    assert f"#{ticket.id}" in confirmed.get_content()
    assert confirmed["Subject"] == f"[#{ticket.id}] Leaking cover"
    assert confirmed["In-Reply-To"] == first["Message-ID"]
    assert confirmed["Auto-Submitted"] == "auto-replied"
    ivy = house.office.person("ivy")
    assert "Foto" in str(done(ivy.says(f"show ticket {ticket.id}")).table)
    assert "e-mail" in asked(ivy.says(f"reply to {ticket.id}: We send you a new one")).text
    done(ivy.presses("Send"))
    told = await house.sent_to(DANA, 2)
    assert "We send you a new one" in told.get_content()
    assert (told["In-Reply-To"], told["Auto-Submitted"]) == (first["Message-ID"], None)
    await house.answers(told, "Great, when?")
    texts = [message.text for message in house.rows(TicketMessage)]
    assert texts[-1] == "Great, when?"
    assert len(house.rows(Ticket)) == 1
    asked(ivy.says(f"reply to {ticket.id}: tomorrow"))
    done(ivy.presses("Send"))
    assert (await house.sent_to(DANA, 3))["In-Reply-To"].startswith("<")
    without = written("And the screws?", "something else altogether", In_Reply_To=told["Message-ID"])
    await house.gets(without)
    assert [message.text for message in house.rows(TicketMessage)][-1] == "And the screws?"


async def test_the_same_mail_twice_is_taken_in_once_wherever_we_had_come_to(house: House) -> None:
    mail = written("Twice", "Twice")
    await house.gets(mail, mail)
    house.post.folder(US).validity += 1  # the mailbox was made anew: its numbers mean nothing any more
    await house.room.look()
    await house.gets(mail, written("Once", "Once"))
    assert [ticket.subject for ticket in house.rows(Ticket)] == ["Twice", "Once"]


async def test_nobody_answers_a_program_and_a_returned_letter_is_told(house: House) -> None:
    quiet = [
        written("I am away", "Re: x", Auto_Submitted="auto-replied"),
        written("News!", "News", List_Id="<news.example>"),
        written("Sale", "Sale", Precedence="bulk"),
        written("to myself", "loop", sender=US),
        written("gone", "Undelivered", sender="MAILER-DAEMON@mail.example"),
        b"\xff\xfe\x00 no mail at all",
    ]
    await house.gets(*quiet)
    assert house.rows(Ticket) == []
    await house.gets(written("Hello?", "Question"))
    letter = (await house.sent_to(DANA, 1))["Message-ID"]
    report = (
        f'From: MAILER-DAEMON@mail.example\nContent-Type: multipart/report; boundary="b"\n\n--b\n\nSorry.\n--b\n'
        "Content-Type: message/delivery-status\n\nFinal-Recipient: rfc822; dana@acme.example\nAction: failed\n"
        f"Diagnostic-Code: smtp; 550 no such user\n\n--b\n"
        f"Content-Type: message/rfc822\n\nMessage-ID: {letter}\n\n--b--\n"
    )
    await house.gets(report.encode())
    [lost] = [row for row in house.rows(Letter) if row.channel == "email"]
    assert (lost.state, lost.error) == (Post.DEAD, "smtp; 550 no such user")
    assert len(house.rows(Ticket)) == 1


async def test_a_flood_of_one_sender_is_not_answered_without_end(house: House) -> None:
    await house.gets(*(written(f"{n}", f"Number {n}") for n in range(8)))
    assert len(house.rows(Ticket)) == 8
    assert len([row for row in house.rows(Letter) if row.channel == "email"]) == 5


async def test_a_stranger_can_reach_their_own_ticket_only(house: House) -> None:
    await house.gets(written("Mine", "Mine"))
    [ticket] = house.rows(Ticket)
    await house.gets(written("Let me in", f"Re: [#{ticket.id}] Mine", sender="eve@evil.example"))
    assert [row.subject for row in house.rows(Ticket)] == ["Mine", "Mine"]
    await house.gets(written("list my tickets", "help", sender="root@us.example"))
    assert house.rows(Ticket)[-1].subject == "help"


async def test_chinese_mail_is_answered_in_chinese_and_rated_by_a_number(house: House) -> None:
    mail = written("打印机坏了，麻烦看一下。\n\n在 2026年11月23日 09:00，客服写道：\n> 旧内容", "打印机坏了")
    await house.gets(mail)
    assert "编号是" in (await house.sent_to(DANA, 1)).get_content()
    [ticket] = house.rows(Ticket)
    assert "旧内容" not in house.rows(TicketMessage)[0].text

    def asked_to_rate(crm) -> None:
        row = crm.tickets.get(ticket.id)
        crm.tickets.move(row, Status.RESOLVED)
        row.asked_at = crm.now

    house.office.crm(asked_to_rate)
    await house.gets(written("5分，谢谢", f"回复：[#{ticket.id}] 打印机坏了"))
    [rated] = house.rows(Ticket)
    assert (rated.score, rated.comment, rated.status) == (5, "谢谢", Status.RESOLVED)


async def test_stop_takes_a_contact_off_the_mailings(house: House) -> None:
    await house.gets(written("STOP\n", "Re: Winter Deals"))
    assert next(row for row in house.rows(Contact) if row.email == DANA).consent is False
    assert "no more mailings" in (await house.sent_to(DANA, 1)).get_content()
    await house.gets(written("退订", "回复: 冬季优惠"))
    assert house.rows(Ticket) == []


@pytest.mark.parametrize("house", ["activity"], indirect=True)
async def test_where_mails_are_noted_a_known_contact_is_logged_and_the_rep_told(house: House) -> None:
    ann = house.office.person("ann")
    done(ann.says("my tasks"))  # so that she can be written to
    await house.gets(written("Please send the contract.", "Contract"))
    [noted] = house.rows(Activity)
    assert noted.summary == "Contract\nPlease send the contract."
    assert house.office.facts(Activity, noted.summary, "kind", "contact.name", "company.name", "deal.title") == (
        "email",
        "Dana Wu",
        "Acme Industries",
        "Acme renewal",
    )
    assert any("Please send the contract" in row.body["text"] for row in house.rows(Letter) if row.account == "ann")
    await house.gets(written("Who are you?", "Hi", sender="new@else.example"))
    assert [ticket.subject for ticket in house.rows(Ticket)] == ["Hi"]


async def test_what_a_colleague_sent_a_customer_and_copied_to_us_is_logged_as_theirs(house: House) -> None:
    house.office.crm(lambda crm: setattr(crm.members.by_handle("ann"), "email", "ann@us.example"))
    await house.gets(written("Here is the quote.", "Quote", sender="ann@us.example", to=DANA, Cc=US))
    [noted] = house.rows(Activity)
    assert house.office.facts(Activity, noted.summary, "owner.handle", "contact.name") == ("ann", "Dana Wu")
    await house.gets(written("Hi", "Hi", sender="ann@us.example", to=f"nobody@else.example, {US}"))
    assert "nobody@else.example" in (await house.sent_to("ann@us.example", 1)).get_content()
    assert house.rows(Ticket) == []


async def test_nothing_is_left_of_an_erased_person_who_wrote_by_mail(house: House) -> None:
    first = written("The cover leaks, says Dana Wu", "Leaking cover")
    first.add_attachment(b"private words of Dana", maintype="text", subtype="plain", filename="dana wu.txt")
    await house.gets(first)
    await house.sent_to(DANA, 1)
    root = house.office.person("root")
    asked(root.says("erase all personal data of Dana Wu"))
    done(root.says("yes"))
    path = Path(house.office.store.engine.url.database)
    files = [path, *house.office.assistant.drawer.folder.rglob("*")]
    left = b"".join(file.read_bytes() for file in files if file.is_file())
    secrets = (DANA, "Dana Wu", "cover leaks", mailbox(DANA), first["Message-ID"].strip("<>"))
    assert [secret for secret in secrets if secret.encode() in left] == []
    await house.gets(written("Me again", "Hello"))
    assert house.rows(Ticket)[-1].contact_id is None


async def test_a_server_that_is_away_or_shuts_the_door_is_said_so(house: House) -> None:
    house.post.down = True
    with pytest.raises(Unreachable, match=r"127\.0\.0\.1"):
        await house.room.look()
    house.post.down = False
    house.settings.imap.password = None
    with pytest.raises(Unreachable, match="not the password"):
        await house.room.look()


@pytest.mark.parametrize("tls", ["always", "starttls"])
async def test_mail_goes_out_and_comes_in_under_a_certificate_that_is_trusted_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tls: Tls
) -> None:
    file = certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    parcel = Parcel(1, "c", {"to": DANA, "subject": "Hi"}, None, Reply(Outcome.DONE, "你好"))
    with post_office(context, at_once=tls == "always") as post:
        channel = EmailChannel(Smtp(host="127.0.0.1", port=post.smtp.port, sender=US, tls=tls))
        box = Mailbox(Imap(host="127.0.0.1", port=post.imap.port, user=DANA, password=PASSWORD, tls=tls))
        with pytest.raises(Later, match="SSLCertVerificationError"):
            await channel.send(parcel)
        with pytest.raises(Unreachable, match="certificate"):
            box.come_since(None)
        assert post.logins == 0, "no password was told to a stranger"
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        place, _ = box.come_since(None)
        await channel.send(parcel)
        [(_, raw)] = box.come_since(place)[1]
    assert email.message_from_bytes(raw, policy=default).get_content().strip() == "你好"


def certificate(folder: Path) -> Path:
    """Key and certificate of 127.0.0.1, signed by nobody else."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback")]),
    )
    own = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = (
        made.serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2120, 1, 1, tzinfo=UTC))
    )
    signed = made.add_extension(own, critical=False).sign(key, hashes.SHA256())
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file = folder / "server.pem"
    file.write_bytes(plain + signed.public_bytes(Encoding.PEM))
    return file


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"From: a@b.example\nContent-Type: text/plain; charset=gb2312\n\n\xc4\xe3\xba\xc3", "你好"),
        (b"From: a@b.example\nContent-Type: text/html\n\n<style>x</style><p>Hi&nbsp;there<blockquote>old", "Hi there"),
        (b"From: a@b.example\nContent-Type: text/plain; charset=klingon\n\nqapla", "qapla"),
        (b"From: a@b.example\n\nnew words\n\n-----Original Message-----\nFrom: x\nold words", "new words"),
        (b"From: a@b.example\n\n> all of it\n> is quoted", "> all of it\n> is quoted"),
    ],
)  # fmt: skip
def test_a_mail_says_what_was_written_now(raw: bytes, said: str) -> None:
    came = read(raw, MONDAY, frozenset({US}))
    assert came is not None
    assert not isinstance(came, Bounce)
    assert came.message.text == said
