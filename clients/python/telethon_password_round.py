"""The two-step password, judged by Telethon: set, asked for, changed, removed, won back by mail, reset, guessed at."""

import asyncio
import datetime
import os
import re
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller
from harness import API_HASH, API_ID, DATA, HOST, Server, check, finish, free_port, login_code, merpati, soon
from telethon import TelegramClient, errors, events, functions, password as srp, types
from telethon.network import ConnectionTcpFull
from telethon_people import device, fails, sign_in, sign_up

AYU, BUDI = "+6281255550101", "+6281255550102"
ONE, TWO = "satu kata sandi", "kata sandi kedua, dengan ümlaut"


async def with_code(phone, server=None, **options):
    """A device on which the right code was entered and the password is still missing."""
    client = device(server=server, **options)
    await client.connect()
    await client.send_code_request(phone)
    try:
        await client.sign_in(phone, login_code(phone, *([server.data] if server else [])))
    except errors.SessionPasswordNeededError:
        return client
    raise AssertionError("the code was enough")


async def proof(client, words):
    return srp.compute_check(await client(functions.account.GetPasswordRequest()), words)


async def over_a_restart():
    with Server("password-restart") as server:
        ayu = await sign_up(AYU, "Ayu", server=server)
        await ayu.edit_2fa(new_password=ONE)
        await ayu.disconnect()
        async with check("a device that owes the password gives it to the server's next life"):
            waiting = await with_code(AYU, server)
            state = waiting.session
            await waiting.disconnect()
            server.again()
            state.set_dc(2, HOST, server.port)
            waiting = TelegramClient(state, API_ID, API_HASH, connection=ConnectionTcpFull)
            await waiting.connect()
            await fails(waiting(functions.updates.GetStateRequest()), "SESSION_PASSWORD_NEEDED")
            me = await waiting.sign_in(password=ONE)
            assert me.first_name == "Ayu" and (await waiting.get_me()).id == me.id
            await waiting.disconnect()


async def by_password(ayu):
    told = []

    @ayu.on(events.NewMessage(incoming=True, chats=777000))
    async def hear(event):
        told.append(event.raw_text)

    async with check("Telethon sets a password, and its hint is shown"):
        assert await ayu.edit_2fa(new_password=ONE, hint="angka")
        state = await ayu(functions.account.GetPasswordRequest())
        assert state.has_password and state.hint == "angka" and not state.has_recovery
    async with check("the right code is not enough any more, and the other devices hear of the try"):
        second = await with_code(AYU, device_model="Telethon two")
        await soon(lambda: any("Incomplete login" in text for text in told), "word of the try")
        for request in (functions.updates.GetStateRequest(), functions.messages.GetDialogFiltersRequest()):
            await fails(second(request), "SESSION_PASSWORD_NEEDED")
    async with check("a wrong password opens nothing, the right one signs in"):
        try:
            await second.sign_in(password=TWO)
        except errors.PasswordHashInvalidError:
            pass
        else:
            raise AssertionError("a wrong password opened the account")
        me = await second.sign_in(password=ONE)
        assert me.id == (await ayu.get_me()).id == (await second.get_me()).id
        sessions = (await second(functions.account.GetAuthorizationsRequest())).authorizations
        assert {one.device_model for one in sessions} == {"Telethon", "Telethon two"}
        await soon(lambda: any("Telethon two" in text and "New login" in text for text in told), "the new login")
    async with check("a challenge is good for one guess"):
        once = await proof(ayu, ONE)
        await ayu(functions.auth.CheckPasswordRequest(once))
        await fails(ayu(functions.auth.CheckPasswordRequest(once)), "SRP_ID_INVALID")
        empty = types.InputCheckPasswordEmpty()
        await fails(ayu(functions.account.GetPasswordSettingsRequest(empty)), "PASSWORD_HASH_INVALID")
        spoilt = await proof(ayu, ONE)
        for public in (bytes(256), b"\xff" * 256, spoilt.A[1:]):
            wrong = await proof(ayu, ONE)
            wrong.A = public
            await fails(ayu(functions.auth.CheckPasswordRequest(wrong)), "SRP_A_INVALID")
    async with check("a temporary password is for who proves the password"):
        ask = lambda proven: ayu(functions.account.GetTmpPasswordRequest(proven, 3600))
        await fails(ask(types.InputCheckPasswordEmpty()), "PASSWORD_HASH_INVALID")
        given = await ask(await proof(ayu, ONE))
        left = given.valid_until - datetime.datetime.now(datetime.timezone.utc)
        assert len(given.tmp_password) == 32 and datetime.timedelta(minutes=55) < left <= datetime.timedelta(hours=1)
    async with check("the password is changed with the old one alone"):
        try:
            await second.edit_2fa(current_password="not this", new_password=TWO)
        except errors.PasswordHashInvalidError:
            pass
        else:
            raise AssertionError("a wrong password changed it")
        before = await proof(ayu, ONE)
        assert await second.edit_2fa(current_password=ONE, new_password=TWO)
        await fails(ayu(functions.auth.CheckPasswordRequest(before)), "SRP_PASSWORD_CHANGED")
        third = await with_code(AYU)
        await third.sign_in(password=TWO)
        await third.log_out()
    async with check("a QR code does not get around the password"):
        waiting = device()
        await waiting.connect()
        qr = await waiting.qr_login()
        wait = asyncio.create_task(qr.wait(20))
        await asyncio.sleep(0)
        accepted = await ayu(functions.auth.AcceptLoginTokenRequest(qr.token))
        assert accepted.password_pending
        try:
            await wait
        except errors.SessionPasswordNeededError:
            pass
        else:
            raise AssertionError("the QR code was enough")
        await waiting.sign_in(password=TWO)
        assert (await waiting.get_me()).id == (await ayu.get_me()).id
        await waiting.log_out()
    async with check("the account is deleted with its password alone"):
        wrong = await proof(ayu, ONE)
        await fails(ayu(functions.account.DeleteAccountRequest("no", password=wrong)), "PASSWORD_HASH_INVALID")
        assert (await ayu.get_me()).first_name == "Ayu"
    async with check("the operator takes the password away, and the code is enough again"):
        waiting = await with_code(AYU)
        assert "no two-step password any more" in merpati("admin", "user", "reset-password", "--data", DATA, AYU)
        await fails(waiting(functions.account.GetPasswordRequest()), "AUTH_KEY_UNREGISTERED")
        await soon(lambda: any("by those who run this server" in text for text in told), "word of it")
        third = await sign_in(AYU)
        await third.log_out()
        await waiting.disconnect()
    async with check("a password is removed, and the code is enough again"):
        assert await ayu.edit_2fa(new_password=ONE)
        assert await ayu.edit_2fa(current_password=ONE)
        assert not (await ayu(functions.account.GetPasswordRequest())).has_password
        third = await sign_in(AYU)
        await third.log_out()
        assert await ayu(functions.account.DeleteAccountRequest("enough"))
    await second.disconnect()


class Letters:
    """What aiosmtpd took, as (address, text)."""

    got = []

    async def handle_DATA(self, server, session, envelope):
        letter = message_from_bytes(envelope.content, policy=policy.default)
        self.got.append((envelope.rcpt_tos[0], letter.get_content()))
        return "250 OK"


def mailed(address):
    to, text = Letters.got.pop()
    assert to == address, to
    return re.search(r"\b\d{5}\b", text)[0]


def another(code):
    return "11111" if code != "11111" else "22222"


async def by_mail():
    port = free_port()
    mail = Controller(Letters(), hostname="127.0.0.1", port=port, ready_timeout=60)
    mail.start()
    flags = ["--mail-server", f"smtp://127.0.0.1:{port}", "--mail-from", "Merpati <merpati@example.org>"]
    with Server("password-mail", *flags) as server:
        ayu = await sign_up(AYU, "Ayu", server=server)
        async with check("a password with a mail address holds once the address is proven"):
            asked = []

            async def code(length):
                asked.append(length)
                state = await ayu(functions.account.GetPasswordRequest())
                assert not state.has_password and state.email_unconfirmed_pattern == "a***@example.org", state
                right = mailed("ayu@example.org")
                await fails(ayu(functions.account.ConfirmPasswordEmailRequest(another(right))), "CODE_INVALID")
                await ayu(functions.account.ResendPasswordEmailRequest())
                return mailed("ayu@example.org")

            await ayu.edit_2fa(new_password=ONE, email="ayu@example.org", email_code_callback=code)
            state = await ayu(functions.account.GetPasswordRequest())
            assert asked == [5] and state.has_password and state.has_recovery, state
            settings = await ayu(functions.account.GetPasswordSettingsRequest(await proof(ayu, ONE)))
            assert settings.email == "ayu@example.org"
        async with check("another address that is never proven changes nothing"):
            change = types.account.PasswordInputSettings(email="other@example.org")
            update = functions.account.UpdatePasswordSettingsRequest(await proof(ayu, ONE), change)
            try:
                await ayu(update)
            except errors.EmailUnconfirmedError as error:
                assert error.code_length == 5
            else:
                raise AssertionError("nothing is to be proven")
            mailed("other@example.org")
            await ayu(functions.account.CancelPasswordEmailRequest())
            await fails(ayu(functions.account.CancelPasswordEmailRequest()), "EMAIL_HASH_EXPIRED")
            settings = await ayu(functions.account.GetPasswordSettingsRequest(await proof(ayu, ONE)))
            assert settings.email == "ayu@example.org"
        async with check("a forgotten password is won back by mail, and the device is signed in"):
            second = await with_code(AYU, server)
            answer = await second(functions.auth.RequestPasswordRecoveryRequest())
            assert answer.email_pattern == "a***@example.org"
            right = mailed("ayu@example.org")
            await fails(second(functions.auth.CheckRecoveryPasswordRequest(another(right))), "CODE_INVALID")
            assert await second(functions.auth.CheckRecoveryPasswordRequest(right))
            algo = (await second(functions.account.GetPasswordRequest())).new_algo
            algo.salt1 += os.urandom(32)
            new = types.account.PasswordInputSettings(
                new_algo=algo, new_password_hash=srp.compute_digest(algo, TWO), hint=""
            )
            answer = await second(functions.auth.RecoverPasswordRequest(right, new))
            assert answer.user.id == (await second.get_me()).id
            await fails(second(functions.auth.RecoverPasswordRequest(right)), "PASSWORD_RECOVERY_EXPIRED")
            third = await with_code(AYU, server)
            await third.sign_in(password=TWO)
            await third.disconnect()
        async with check("a mail server that is away changes nothing"):
            mail.stop()
            change = types.account.PasswordInputSettings(email="other@example.org")
            update = functions.account.UpdatePasswordSettingsRequest(await proof(ayu, TWO), change)
            await fails(ayu(update), "SMS_CODE_CREATE_FAILED")
            state = await ayu(functions.account.GetPasswordRequest())
            assert state.has_recovery and not state.email_unconfirmed_pattern
        for client in (ayu, second):
            await client.disconnect()


async def with_limits():
    with Server("password-limits", test_mode=False) as server:
        ayu = await sign_up(AYU, "Ayu", server=server)
        await ayu.edit_2fa(new_password=ONE)
        async with check("a reset waits for a week, and a device that declines it ends it"):
            told = await ayu(functions.account.ResetPasswordRequest())
            assert isinstance(told, types.account.ResetPasswordRequestedWait), told
            state = await ayu(functions.account.GetPasswordRequest())
            assert state.pending_reset_date == told.until_date
            await ayu(functions.account.DeclinePasswordResetRequest())
            await fails(ayu(functions.account.DeclinePasswordResetRequest()), "RESET_REQUEST_MISSING")
            told = await ayu(functions.account.ResetPasswordRequest())
            assert isinstance(told, types.account.ResetPasswordFailedWait), told
        async with check("without its password, an account is deleted after a week at the earliest"):
            try:
                await ayu(functions.account.DeleteAccountRequest("forgotten"))
            except errors.RPCError as error:
                assert "2FA_CONFIRM_WAIT" in error.message or "604800" in str(error), repr(error)
            else:
                raise AssertionError("it is deleted")
            assert (await ayu.get_me()).first_name == "Ayu"
        async with check("L-7: wrong guesses cost waiting"):
            ayu.flood_sleep_threshold = 0
            for _ in range(5):
                wrong = functions.auth.CheckPasswordRequest(await proof(ayu, TWO))
                await fails(ayu(wrong), "PASSWORD_HASH_INVALID")
            try:
                await ayu(functions.auth.CheckPasswordRequest(await proof(ayu, ONE)))
            except errors.FloodWaitError as error:
                assert 50 <= error.seconds <= 60, error
            else:
                raise AssertionError("a sixth guess was heard")
        await ayu.disconnect()


async def main():
    ayu = await sign_up(AYU, "Ayu")
    await by_password(ayu)
    await over_a_restart()
    await by_mail()
    await with_limits()
    await ayu.disconnect()


asyncio.run(main())
finish()
