# Signs an account in to this server with kurigram (a living fork of Pyrogram) and keeps the session in a file.
import asyncio

from pyrogram import Client, raw
from pyrogram.connection import Connection
from pyrogram.crypto import rsa

FINGERPRINT = int.from_bytes(bytes.fromhex("{{FINGERPRINT}}"), "big", signed=True)
MODULUS = int("{{MODULUS}}", 16)
rsa.server_public_keys[FINGERPRINT] = rsa.PublicKey(MODULUS, 65537)


class Merpati(Connection):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.server_address, self.port = "{{HOST}}", {{PORT}}


async def sign_in(client):
    phone = input("phone number: ")
    sent = await client.send_phone_number_code(phone)
    code = input("code (from the operator or your other devices): ")
    if not await client.sign_in(phone, sent.phone_code_hash, code):  # nobody has this number yet
        name = input("first name: ")
        await client.sign_up(phone, sent.phone_code_hash, name)


async def main():
    client = Client("merpati_kurigram", api_id=1, api_hash="merpati", connection_factory=Merpati)
    is_signed_in = await client.connect()
    config = await client.invoke(raw.functions.help.GetConfig())
    print("connected to dc", config.this_dc)
    if not is_signed_in:
        await sign_in(client)
    me = await client.get_me()
    print("signed in as", me.first_name)
    await client.disconnect()


asyncio.run(main())
