"""Ways to sign in beside the code: a QR code, judged by Telethon and by raw calls of its types."""

import asyncio

from harness import API_HASH, API_ID, PATIENCE_SECONDS, check, finish, soon
from telethon import events, functions, types
from telethon_people import device, fails, sign_up

AYU = "+6281255500001"


async def by_qr(ayu):
    waiting = device(device_model="Telethon QR")
    async with check("Telethon's QR login ends when another device accepts the token"):
        await waiting.connect()
        qr = await waiting.qr_login()
        assert len(qr.token) >= 32
        told = []

        @ayu.on(events.Raw)
        async def note(update):
            told.append(update)

        wait = asyncio.create_task(qr.wait(PATIENCE_SECONDS))
        await asyncio.sleep(0)
        accepted = await ayu(functions.auth.AcceptLoginTokenRequest(qr.token))
        assert accepted.device_model == "Telethon QR" and accepted.hash != 0
        user = await wait
        assert user.id == (await ayu.get_me()).id and (await waiting.get_me()).id == user.id
        new = lambda: any(isinstance(update, types.UpdateNewAuthorization) for update in told)
        await soon(new, "the other devices hear of the new one")
        sessions = (await ayu(functions.account.GetAuthorizationsRequest())).authorizations
        assert {one.device_model for one in sessions} == {"Telethon", "Telethon QR"}
    async with check("a QR token is accepted once, and by nobody who guesses or is not wanted"):
        await fails(ayu(functions.auth.AcceptLoginTokenRequest(qr.token)), "AUTH_TOKEN_ALREADY_ACCEPTED")
        await fails(ayu(functions.auth.AcceptLoginTokenRequest(b"x" * 32)), "AUTH_TOKEN_INVALIDX")
        other = device()
        await other.connect()
        me = (await ayu.get_me()).id
        token = (await other(functions.auth.ExportLoginTokenRequest(API_ID, API_HASH, [me]))).token
        await fails(ayu(functions.auth.AcceptLoginTokenRequest(token)), "AUTH_TOKEN_EXCEPTION")
        await other.disconnect()
    async with check("a device that came by QR is signed out like any other"):
        hash = next(one.hash for one in sessions if one.device_model == "Telethon QR")
        await ayu(functions.account.ResetAuthorizationRequest(hash))
        await fails(waiting(functions.updates.GetStateRequest()), "AUTH_KEY_UNREGISTERED")
        await waiting.disconnect()


async def by_export(ayu):
    async with check("an exported authorization signs one key in, once, and ends with its session"):
        exported = await ayu(functions.auth.ExportAuthorizationRequest(4))
        further = device()
        await further.connect()
        stranger = functions.auth.ImportAuthorizationRequest(exported.id + 1, exported.bytes)
        await fails(further(stranger), "AUTH_BYTES_INVALID")
        answer = await further(functions.auth.ImportAuthorizationRequest(exported.id, exported.bytes))
        assert answer.user.id == (await ayu.get_me()).id == (await further.get_me()).id
        again = device()
        await again.connect()
        await fails(
            again(functions.auth.ImportAuthorizationRequest(exported.id, exported.bytes)), "AUTH_BYTES_INVALID"
        )
        await fails(ayu(functions.auth.ExportAuthorizationRequest(77)), "DC_ID_INVALID")
        sessions = (await ayu(functions.account.GetAuthorizationsRequest())).authorizations
        assert len(sessions) == 1, "the further connection is listed for itself"
        await ayu.log_out()
        await fails(further(functions.updates.GetStateRequest()), "AUTH_KEY_UNREGISTERED")
        for client in (further, again):
            await client.disconnect()


async def main():
    ayu = await sign_up(AYU, "Ayu")
    await by_qr(ayu)
    await by_export(ayu)
    await ayu.disconnect()


asyncio.run(main())
finish()
