"""Where codes go: a gateway to telephones, mail, the link of an invitation; and how many go. Telethon asks for them;
the mail server is aiosmtpd, the gateway Python's own HTTP server."""

import asyncio
import http.server
import json
import os
import re
import ssl
import subprocess
import threading
import time
import urllib.error
import urllib.request
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller
from harness import (
    API_HASH,
    API_ID,
    PROGRAM,
    Server,
    certificates,
    check,
    finish,
    free_port,
    login_code,
    merpati,
    soon,
)
from telethon import errors, events, functions, types
from telethon_people import device, fails, sign_up

AYU, BUDI = "+6281255530001", "+6281255530002"


class Gateway(http.server.BaseHTTPRequestHandler):
    """Notes what it is sent and answers as `answer` says: a status, or nothing for a long time."""

    got, answer = [], 200

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        self.got.append((self.path, self.headers["authorization"], json.loads(body)))
        if Gateway.answer is None:
            time.sleep(15)
            return
        self.send_response(Gateway.answer)
        if Gateway.answer == 302:
            self.send_header("location", "/elsewhere")
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class Letters:
    """What aiosmtpd took, as (address, text); it refuses whom the round wants refused."""

    got = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refused"):
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        letter = message_from_bytes(envelope.content, policy=policy.default)
        self.got.append((envelope.rcpt_tos[0], letter["from"], letter.get_content()))
        return "250 OK"


def send_code(phone):
    settings = types.CodeSettings()
    return functions.auth.SendCodeRequest(phone, API_ID, API_HASH, settings)


def no_code_waits(server, phone):
    try:
        login_code(phone, server.data)
    except AssertionError:
        return
    raise AssertionError("a code waits")


async def by_gateway():
    gateway = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    threading.Thread(target=gateway.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{gateway.server_port}/send"
    with Server("gateway", "--code-gateway", url, "--code-gateway-token", "shown") as server:
        client = device(server=server)
        await client.connect()
        async with check("a gateway gets number and code, and the code opens"):
            sent = await client(send_code(AYU))
            assert isinstance(sent.type, types.auth.SentCodeTypeSms), sent.type
            path, token, told = Gateway.got.pop()
            assert (path, token, told["number"]) == ("/send", "Bearer shown", AYU), (path, token)
            missing = functions.auth.ReportMissingCodeRequest
            assert await client(missing(AYU, sent.phone_code_hash, "01"))
            log = open(server.data + ".log").read()
            assert "login code has not come" in log and AYU[1:] not in log
            await fails(client(missing(BUDI, sent.phone_code_hash, "01")), "PHONE_CODE_INVALID")
            answer = await client(functions.auth.SignInRequest(AYU, sent.phone_code_hash, told["code"]))
            assert isinstance(answer, types.auth.AuthorizationSignUpRequired)
        for status, what in ((500, "fails"), (302, "points elsewhere"), (None, "never answers")):
            async with check(f"a gateway that {what} leaves no code behind"):
                Gateway.answer, Gateway.got[:] = status, []
                began = time.monotonic()
                await fails(client(send_code(BUDI)), "SMS_CODE_CREATE_FAILED")
                assert time.monotonic() - began < 14, "it waited as long as the gateway"
                assert [path for path, _, _ in Gateway.got] == ["/send"], "it followed"
                no_code_waits(server, BUDI)
        async with check("a gateway that is well again is used again"):
            Gateway.answer, Gateway.got[:] = 200, []
            await client(send_code(BUDI))
            assert login_code(BUDI, server.data) == Gateway.got[0][2]["code"]
        await client.disconnect()
    gateway.shutdown()


async def with_tls():
    """A gateway and a mail server behind TLS, whose authority the system trusts, or not."""
    folder = certificates("codes-tls")
    own = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    own.load_cert_chain(os.path.join(folder, "own.pem"), os.path.join(folder, "own.key"))
    gateway = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    gateway.socket = own.wrap_socket(gateway.socket, server_side=True)
    threading.Thread(target=gateway.serve_forever, daemon=True).start()
    port = free_port()
    mail = Controller(Letters(), hostname="127.0.0.1", port=port, ready_timeout=60, ssl_context=own)
    mail.start()
    flags = ["--code-gateway", f"https://localhost:{gateway.server_port}/send"]
    flags += ["--mail-server", f"smtps://localhost:{port}", "--mail-from", "Merpati <merpati@example.org>"]
    trusting = {"SSL_CERT_FILE": os.path.join(folder, "root.pem")}

    def doctor(flags, environment, data):
        """Exit code, and verdict and words about mail and gateway."""
        run = subprocess.run(
            [PROGRAM, "doctor", "--data", data, *flags],
            capture_output=True, text=True, timeout=60, env={**os.environ, **environment},
        )
        rows = [line.split(maxsplit=2) for line in run.stdout.splitlines()]
        return run.returncode, {row[1]: (row[0], row[2]) for row in rows if row[1] in ("mail", "gateway")}

    with Server("gateway-tls", *flags, environment=trusting) as server:
        client = device(server=server)
        await client.connect()
        async with check("a gateway behind TLS that the system trusts gets number and code"):
            Gateway.answer, Gateway.got[:] = 200, []
            sent = await client(send_code(AYU))
            path, _, told = Gateway.got.pop()
            assert path == "/send" and told["number"] == AYU
            answer = await client(functions.auth.SignInRequest(AYU, sent.phone_code_hash, told["code"]))
            assert isinstance(answer, types.auth.AuthorizationSignUpRequired)
            await client(functions.auth.SignUpRequest(AYU, sent.phone_code_hash, "Ayu", ""))
        async with check("a mail server behind TLS that the system trusts gets a letter"):
            change = types.EmailVerifyPurposeLoginChange()
            await client(functions.account.SendVerifyEmailCodeRequest(change, "ayu@example.org"))
            assert mailed("ayu@example.org")
        async with check("doctor finds both well, and sends nothing"):
            Gateway.got[:] = []
            code, found = doctor(flags, trusting, server.data)
            assert code == 0 and {verdict for verdict, _ in found.values()} == {"ok"}, found
            assert not Gateway.got and not Letters.got
        await client.disconnect()
    with Server("gateway-stranger", *flags) as server:
        client = device(server=server)
        await client.connect()
        async with check("a gateway behind TLS that nobody trusts gets nothing, and there is no code"):
            await fails(client(send_code(BUDI)), "SMS_CODE_CREATE_FAILED")
            assert not Gateway.got
            no_code_waits(server, BUDI)
            assert "TLS does not hold" in open(server.data + ".log").read()
        async with check("doctor says what is wrong with mail and gateway, and what to do"):
            code, found = doctor(flags, {}, server.data)
            assert code == 1 and all(verdict == "bad" for verdict, _ in found.values()), found
            assert "TLS does not hold" in found["gateway"][1] and "firewall" in found["gateway"][1], found
            wrong_name = ["--code-gateway", f"https://127.0.0.2:{gateway.server_port}/"]
            code, found = doctor(wrong_name, trusting, server.data)
            assert code == 1 and found["gateway"][0] == "bad" and found["mail"][0] == "ok", found
            nobody = ["--mail-server", f"smtp://127.0.0.1:{free_port()}", "--mail-from", "a@example.org"]
            code, found = doctor(nobody, {}, server.data)
            assert code == 1 and "cannot be reached" in found["mail"][1] and "not set up" in found["gateway"][1], found
        await client.disconnect()
    gateway.shutdown()
    mail.stop()


def mailed(address):
    """The code in the newest letter, which went to this address."""
    to, sender, text = Letters.got.pop()
    assert (to, sender) == (address, "Merpati <merpati@example.org>"), (to, sender)
    return re.search(r"\b\d{5}\b", text)[0]


async def by_mail():
    port = free_port()
    mail = Controller(Letters(), hostname="127.0.0.1", port=port, ready_timeout=60)
    mail.start()
    flags = ["--mail-server", f"smtp://127.0.0.1:{port}", "--mail-from", "Merpati <merpati@example.org>"]
    with Server("mail", *flags, "--mail-required") as server:
        ayu = device(server=server)
        await ayu.connect()
        async with check("where the operator wants it, a mail address is proven before a number is"):
            sent = await ayu(send_code(AYU))
            assert isinstance(sent.type, types.auth.SentCodeTypeSetUpEmailRequired), sent.type
            hash = sent.phone_code_hash
            setup = types.EmailVerifyPurposeLoginSetup(AYU, hash)
            ask = lambda address: ayu(functions.account.SendVerifyEmailCodeRequest(setup, address))
            prove = lambda code: ayu(
                functions.account.VerifyEmailRequest(setup, types.EmailVerificationCode(code))
            )
            no_code_waits(server, AYU)
            await fails(ayu(functions.auth.SignInRequest(AYU, hash, "12345")), "PHONE_CODE_INVALID")
            await fails(ask("no address"), "EMAIL_INVALID")
            await fails(ask("refused@example.org"), "EMAIL_NOT_ALLOWED")
            asked = await ask("ayu@example.org")
            assert (asked.email_pattern, asked.length) == ("a***@example.org", 5), asked
            code = mailed("ayu@example.org")
            await fails(prove("99999" if code != "99999" else "11111"), "CODE_INVALID")
            proven = await prove(code)
            assert isinstance(proven, types.account.EmailVerifiedLogin) and proven.email == "ayu@example.org"
            hash = proven.sent_code.phone_code_hash
            code = login_code(AYU, server.data)
            answer = await ayu(functions.auth.SignInRequest(AYU, hash, code))
            assert isinstance(answer, types.auth.AuthorizationSignUpRequired)
            await ayu(functions.auth.SignUpRequest(AYU, hash, "Ayu", ""))
        async with check("the next code comes by mail"):
            second = device(server=server)
            await second.connect()
            sent = await second(send_code(AYU))
            assert isinstance(sent.type, types.auth.SentCodeTypeEmailCode), sent.type
            assert sent.type.email_pattern == "a***@example.org"
            proof = types.EmailVerificationCode(mailed("ayu@example.org"))
            answer = await second(
                functions.auth.SignInRequest(AYU, sent.phone_code_hash, email_verification=proof)
            )
            assert answer.user.first_name == "Ayu"
            password = await second(functions.account.GetPasswordRequest())
            assert password.login_email_pattern == "a***@example.org"
        async with check("the address can be changed"):
            change = types.EmailVerifyPurposeLoginChange()
            await second(functions.account.SendVerifyEmailCodeRequest(change, "new@example.org"))
            proof = types.EmailVerificationCode(mailed("new@example.org"))
            changed = await second(functions.account.VerifyEmailRequest(change, proof))
            assert changed.email == "new@example.org"
            await fails(second(functions.account.VerifyEmailRequest(change, proof)), "EMAIL_VERIFY_EXPIRED")
        async with check("whoever has lost the address gets the code another way"):
            third = device(server=server)
            await third.connect()
            sent = await third(send_code(AYU))
            mailed("new@example.org")
            sent = await third(functions.auth.ResetLoginEmailRequest(AYU, sent.phone_code_hash))
            assert isinstance(sent.type, types.auth.SentCodeTypeApp), sent.type
            code = login_code(AYU, server.data)
            answer = await third(functions.auth.SignInRequest(AYU, sent.phone_code_hash, code))
            assert answer.user.first_name == "Ayu"
        async with check("a mail server that is away leaves no code behind"):
            change = types.EmailVerifyPurposeLoginChange()
            await third(functions.account.SendVerifyEmailCodeRequest(change, "ayu@example.org"))
            proof = types.EmailVerificationCode(mailed("ayu@example.org"))
            await third(functions.account.VerifyEmailRequest(change, proof))
            mail.stop()
            fourth = device(server=server)
            await fourth.connect()
            await fails(fourth(send_code(AYU)), "SMS_CODE_CREATE_FAILED")
            no_code_waits(server, AYU)
        for client in (ayu, second, third, fourth):
            await client.disconnect()


def page(link):
    """Status and text of a page."""
    try:
        with urllib.request.urlopen(link, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


async def by_invitation():
    with Server("invited", "--registration", "invite") as server:
        client = device(server=server)
        await client.connect()
        async with check("an invitation gives a number and a link that shows its code until somebody has signed up"):
            number, link = merpati("admin", "invite", "--data", server.data).split()
            assert re.fullmatch(r"\+888\d{8}", number) and link.startswith(f"http://{server.http}/invite/"), link
            status, text = page(link)
            assert status == 200 and number in text and not re.search(r">\d{5}<", text)
            sent = await client(send_code(number))
            code = re.search(r">(\d{5})<", page(link)[1])[1]
            await client(functions.auth.SignInRequest(number, sent.phone_code_hash, code))
            await client(functions.auth.SignUpRequest(number, sent.phone_code_hash, "Somebody", ""))
            assert (await client.get_me()).phone == number[1:]
            status, text = page(link)
            assert status == 200 and number not in text
            assert page(link[:-1] + ("0" if link[-1] != "0" else "1"))[0] == 404
        async with check("a number of that kind that nobody was given cannot sign up"):
            other = device(server=server)
            await other.connect()
            number = "+88800000000"
            sent = await other(send_code(number))
            sign_in = functions.auth.SignInRequest(number, sent.phone_code_hash, login_code(number, server.data))
            await fails(other(sign_in), "PHONE_NUMBER_UNOCCUPIED")
            await other.disconnect()
        await client.disconnect()


async def limited():
    flags = ["--codes-per-number", "2", "--codes-per-prefix", "3", "--codes-per-day", "5"]
    with Server("limited", *flags, test_mode=False) as server:
        operator = await sign_up("+4915112345678", "Op", server=server)
        merpati("admin", "user", "make-operator", "--data", server.data, "+4915112345678")
        notices = []

        @operator.on(events.NewMessage(incoming=True, chats=777000))
        async def hear(event):
            notices.append(event.raw_text)

        client = device(server=server)
        await client.connect()
        async with check("L-4: codes over a limit are refused with the time to wait, counted and told of without numbers"):
            waits = []
            for phone in (AYU, AYU, AYU, BUDI, "+6281255530003", "+14155550100", "+14155559100"):
                try:
                    await client(send_code(phone))
                    waits.append(None)
                except errors.FloodWaitError as error:
                    waits.append(error.seconds)
                    # Telethon would refuse the next one by itself.
                    client._flood_waited_requests.clear()
            assert [wait is None for wait in waits] == [True, True, False, True, False, True, False], waits
            assert all(wait is None or 86300 < wait <= 86401 for wait in waits), waits
            metrics = page(f"http://{server.http}/metrics")[1]
            for limit in ("number", "prefix", "day"):
                assert f"\nmerpati_codes_over_{limit}_total 1\n" in metrics, limit
            log = open(server.data + ".log").read()
            assert log.count("a limit on sends in 24 hours is reached") == 3, log
            assert not re.search(r"6281255|1415555", log), "a number stands in the log"
        async with check("L-4: an operator gets a message for each limit"):
            names = ("codes_per_number", "codes_per_prefix", "codes_per_day")
            told = lambda: [name for name in names for text in notices if f" {name} " in text]
            await soon(lambda: len(told()) == 3, f"three notices, not {notices}")
            assert told() == list(names) and len(notices) == 3, notices
        async with check("L-1, L-4: a restart does not forget what was sent"):
            await client.disconnect()
            await operator.disconnect()
            server.again()
            client = device(server=server)
            await client.connect()
            for phone in (AYU, "+14155559101"):
                error = await fails(client(send_code(phone)), "FLOOD_WAIT")
                assert 86200 < error.seconds <= 86401, error
                client._flood_waited_requests.clear()
        await client.disconnect()


async def main():
    await by_gateway()
    await with_tls()
    await by_mail()
    await by_invitation()
    await limited()


asyncio.run(main())
finish()
