"""Ways to sign in beside the code: a QR code and a passkey, judged by Telethon and by raw calls of its types. The
passkeys are soft-webauthn's."""

import asyncio
import base64
import json
import os
import time

from harness import API_HASH, API_ID, PATIENCE_SECONDS, Server, check, finish, soon
from soft_webauthn import SoftWebauthnDevice
from telethon import errors, events, functions, types
from telethon_people import device, fails, sign_up

AYU, BUDI = "+6281255500001", "+6281255500002"
ORIGIN = "http://localhost:8080"
A = functions.account


def written(data):
    return base64.urlsafe_b64encode(data).decode()


def decoded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def options(answer):
    """What a browser is given: bytes where JSON has base64url."""
    public = json.loads(answer.options.data)["publicKey"]
    public["challenge"] = decoded(public["challenge"])
    if "user" in public:
        public["user"]["id"] = decoded(public["user"]["id"])
    return {"publicKey": public}


def made(key, asked, origin=ORIGIN):
    """What the authenticator makes, as apps bring it: with padding, as Telegram Desktop does."""
    new = key.create(asked, origin)
    answer = new["response"]
    client_data = types.DataJSON(answer["clientDataJSON"].decode())
    response = types.InputPasskeyResponseRegister(client_data, answer["attestationObject"])
    id = written(new["rawId"])
    return A.RegisterPasskeyRequest(types.InputPasskeyCredentialPublicKey(id, id, response))


async def register(client, key, origin=ORIGIN):
    return await client(made(key, options(await client(A.InitPasskeyRegistrationRequest())), origin))


async def challenge(client):
    return options(await client(functions.auth.InitPasskeyLoginRequest(API_ID, API_HASH)))


def signed(key, asked, origin=ORIGIN, handle=None, **more):
    got = key.get(asked, origin)
    answer = got["response"]
    client_data = types.DataJSON(answer["clientDataJSON"].decode())
    handle = handle or answer["userHandle"].decode()
    response = types.InputPasskeyResponseLogin(
        client_data, answer["authenticatorData"], answer["signature"], handle
    )
    id = written(got["rawId"]).rstrip("=")
    credential = types.InputPasskeyCredentialPublicKey(id, id, response)
    return functions.auth.FinishPasskeyLoginRequest(credential, **more)


async def stranger(server=None):
    client = device(server=server, device_model="Telethon passkey")
    await client.connect()
    return client


async def enters(client, key):
    return (await client(signed(key, await challenge(client)))).user


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


async def by_passkey():
    key = SoftWebauthnDevice()
    with Server("passkeys") as server:
        ayu = await sign_up(AYU, "Ayu", server=server)
        budi = await sign_up(BUDI, "Budi", server=server)
        me = (await ayu.get_me()).id
        told = []

        @ayu.on(events.NewMessage(incoming=True, chats=777000))
        async def hear(event):
            told.append(event.raw_text)

        async with check("a passkey is made from the server's options and listed with its date"):
            asked = options(await ayu(A.InitPasskeyRegistrationRequest()))
            public = asked["publicKey"]
            assert public["rp"]["id"] == "localhost" and public["user"]["id"] == f"2:{me}".encode(), public
            assert public["authenticatorSelection"]["residentKey"] == "required"
            passkey = await ayu(made(key, asked))
            assert decoded(passkey.id) == key.credential_id and passkey.name == "Telethon", passkey
            assert abs(passkey.date.timestamp() - time.time()) < 120, passkey
            listed = (await ayu(A.GetPasskeysRequest())).passkeys
            assert [one.id for one in listed] == [passkey.id] and listed[0].last_usage_date is None, listed
            assert not (await budi(A.GetPasskeysRequest())).passkeys
            known = options(await ayu(A.InitPasskeyRegistrationRequest()))["publicKey"]["excludeCredentials"]
            assert [decoded(one["id"]) for one in known] == [key.credential_id]
            await soon(lambda: any("passkey" in text for text in told), "the devices are told of it")
        async with check("a new passkey is refused from elsewhere, a second time, and with another's challenge"):
            await fails(register(ayu, SoftWebauthnDevice(), "https://telegram.org"), "PASSKEY_ORIGIN_MISMATCH")
            asked = options(await ayu(A.InitPasskeyRegistrationRequest()))
            await fails(budi(made(SoftWebauthnDevice(), asked)), "CREDENTIAL_INVALID")
            other = SoftWebauthnDevice()
            again = made(other, asked)
            again.credential.raw_id = again.credential.id = written(b"another name")
            await fails(ayu(again), "CREDENTIAL_INVALID")
            await fails(ayu(made(other, asked)), "CREDENTIAL_INVALID")
            assert len((await ayu(A.GetPasskeysRequest())).passkeys) == 1
        async with check("a passkey signs a new device in without a code, and the others hear of it"):
            heard = []

            @ayu.on(events.Raw)
            async def note(update):
                heard.append(update)

            second = await stranger(server)
            assert (await enters(second, key)).id == me == (await second.get_me()).id
            new = lambda: any(isinstance(update, types.UpdateNewAuthorization) for update in heard)
            await soon(new, "the other devices hear of the new one")
            assert (await second(A.GetPasskeysRequest())).passkeys[0].last_usage_date
            await second.disconnect()
        third = await stranger(server)
        async with check("what a passkey has signed is good once, here, for its own account and as it is"):
            login = signed(key, await challenge(third))
            fourth = await stranger(server)
            await fails(fourth(login), "CREDENTIAL_INVALID")
            assert (await third(login)).user.id == me
            await fails(fourth(login), "CREDENTIAL_INVALID")
            await fails(third(login), "CREDENTIAL_INVALID")
            ask = lambda: challenge(fourth)
            await fails(fourth(signed(key, await ask(), "https://telegram.org")), "PASSKEY_ORIGIN_MISMATCH")
            never = {"publicKey": {**(await ask())["publicKey"], "challenge": os.urandom(32)}}
            await fails(fourth(signed(key, never)), "CREDENTIAL_INVALID")
            for handle in (f"2:{(await budi.get_me()).id}", "2:1", "nobody"):
                await fails(fourth(signed(key, await ask(), handle=handle)), "CREDENTIAL_INVALID")
            forged = signed(key, await ask())
            forged.credential.response.signature = bytes(forged.credential.response.signature[:-1])
            await fails(fourth(forged), "CREDENTIAL_INVALID")
            made_up = SoftWebauthnDevice()
            made_up.cred_init("localhost", key.user_handle)
            made_up.credential_id = key.credential_id
            made_up.sign_count = 99
            await fails(fourth(signed(made_up, await ask())), "CREDENTIAL_INVALID")
            count, key.sign_count = key.sign_count, 0
            await fails(fourth(signed(key, await ask())), "CREDENTIAL_INVALID")
            key.sign_count = count
            assert not await fourth.is_user_authorized()
            assert (await enters(fourth, key)).id == me
            await fourth.disconnect()
        async with check("a client that asks at one data centre and answers at another says so"):
            asker, answerer = await stranger(server), await stranger(server)
            asked = await challenge(asker)
            from_key = asker.session.auth_key.key_id
            from_key -= (from_key >> 63) << 64
            login = signed(key, asked, from_dc_id=4, from_auth_key_id=from_key)
            assert (await answerer(login)).user.id == me
            for client in (asker, answerer):
                await client.disconnect()
        async with check("no more passkeys are kept than a person may have"):
            others = [SoftWebauthnDevice() for _ in range(4)]
            for other in others:
                await register(ayu, other)
            await fails(ayu(A.InitPasskeyRegistrationRequest()), "LIMIT_EXCEEDED")
            assert len((await ayu(A.GetPasskeysRequest())).passkeys) == 5
            config = await ayu(functions.help.GetAppConfigRequest(0))
            values = {entry.key: entry.value.value for entry in config.config.value if hasattr(entry.value, "value")}
            assert values["passkeys_account_passkeys_max"] == 5 and values["settings_display_passkeys"] is True
        async with check("a passkey that was taken away opens nothing"):
            gone = others[0]
            await fails(budi(A.DeletePasskeyRequest(written(gone.credential_id))), "CREDENTIAL_INVALID")
            assert await third(A.DeletePasskeyRequest(written(gone.credential_id)))
            await fails(ayu(A.DeletePasskeyRequest(written(gone.credential_id))), "CREDENTIAL_INVALID")
            fifth = await stranger(server)
            await fails(enters(fifth, gone), "CREDENTIAL_INVALID")
            assert len((await ayu(A.GetPasskeysRequest())).passkeys) == 4
            await fifth.disconnect()
        for client in (ayu, budi, third):
            await client.disconnect()
        server.again()
        async with check("passkeys outlive the server; where a two-step password is set, it is asked for"):
            sixth = await stranger(server)
            assert (await enters(sixth, key)).id == me
            await sixth.edit_2fa(new_password="kata sandi")
            seventh = await stranger(server)
            try:
                await enters(seventh, key)
            except errors.SessionPasswordNeededError:
                pass
            else:
                raise AssertionError("the passkey was enough")
            assert (await seventh.sign_in(password="kata sandi")).id == me
            await seventh.disconnect()
        async with check("passkeys end with their account"):
            await sixth.edit_2fa(current_password="kata sandi")
            assert await sixth(A.DeleteAccountRequest("done"))
            eighth = await stranger(server)
            await fails(enters(eighth, key), "CREDENTIAL_INVALID")
            for client in (sixth, eighth):
                await client.disconnect()
    with Server("passkeys-nameless", "--http", "0.0.0.0:0", test_mode=False) as server:
        async with check("a server that does not know its own name takes no passkeys and offers none"):
            ayu = await sign_up(AYU, "Ayu", server=server)
            await fails(ayu(A.InitPasskeyRegistrationRequest()), "METHOD_INVALID")
            await fails(challenge(ayu), "METHOD_INVALID")
            assert not (await ayu(A.GetPasskeysRequest())).passkeys
            config = await ayu(functions.help.GetAppConfigRequest(0))
            assert "settings_display_passkeys" not in [entry.key for entry in config.config.value]
            await ayu.disconnect()
    with Server("passkeys-named", "--public-name", "chat.example.org", test_mode=False) as server:
        async with check("a server with a name takes passkeys for it alone, from sessions that are a day old"):
            ayu = await stranger(server)
            asked = await challenge(ayu)
            assert asked["publicKey"]["rpId"] == "chat.example.org"
            key.rp_id = "chat.example.org"
            await fails(ayu(signed(key, asked, ORIGIN)), "PASSKEY_ORIGIN_MISMATCH")
            await fails(ayu(signed(key, asked, "https://chat.example.org")), "CREDENTIAL_INVALID")
            budi = await sign_up(BUDI, "Budi", server=server)
            await fails(budi(A.InitPasskeyRegistrationRequest()), "FRESH_RESET_AUTHORISATION_FORBIDDEN")
            for client in (ayu, budi):
                await client.disconnect()


async def main():
    ayu = await sign_up(AYU, "Ayu")
    await by_qr(ayu)
    await by_export(ayu)
    await ayu.disconnect()
    await by_passkey()


asyncio.run(main())
finish()
