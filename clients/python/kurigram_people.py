"""People who use kurigram: sign-up, sign-in and where the server is, for the rounds that need them."""

import os
import tempfile

from harness import API_HASH, API_ID, HOST, PORT, PUBLIC_KEY, login_code
import rsa as rsa_keys

import pyrogram
from pyrogram import Client, raw
from pyrogram.connection import Connection
from pyrogram.crypto import rsa

FOLDER = tempfile.mkdtemp(prefix="kurigram-")


class Here(Connection):
    """A connection to the server under test, whatever address the library has in mind."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.server_address, self.port = HOST, PORT


def fingerprint(key):
    """The key's name on the wire: the low 64 bits of the SHA-1 of its TL form."""
    from hashlib import sha1

    from pyrogram.raw.core.primitives import Bytes

    body = b"".join(Bytes(n.to_bytes((n.bit_length() + 7) // 8, "big")) for n in (key.n, key.e))
    return int.from_bytes(sha1(body).digest()[-8:], "little", signed=True)


KEY = rsa_keys.PublicKey.load_pkcs1(PUBLIC_KEY.encode())
rsa.server_public_keys[fingerprint(KEY)] = rsa.PublicKey(KEY.n, KEY.e)


def device(name, **options):
    return Client(
        os.path.join(FOLDER, name), API_ID, API_HASH, connection_factory=Here, sleep_threshold=0, **options
    )


async def begin(client):
    """What `Client.start` does behind the sign-in."""
    await client.invoke(raw.functions.updates.GetState())
    client.me = await client.get_me()
    await client.initialize()
    return client


async def sign_up(phone, name):
    client = device(name)
    assert not await client.connect()
    sent = await client.send_phone_number_code(phone)
    assert await client.sign_in(phone, sent.phone_code_hash, login_code(phone)) is False
    await client.sign_up(phone, sent.phone_code_hash, name, "Kurigram")
    return await begin(client)


async def sign_in(phone, name, **options):
    client = device(name, **options)
    await client.connect()
    sent = await client.send_phone_number_code(phone)
    user = await client.sign_in(phone, sent.phone_code_hash, login_code(phone))
    assert user.is_self
    state = await client.invoke(raw.functions.updates.GetState())
    await client.storage.set_update_state(
        pyrogram.storage.storage.UpdateState(0, state.pts, state.qts, state.date, state.seq)
    )
    client.me = await client.get_me()
    await client.initialize()
    return client
