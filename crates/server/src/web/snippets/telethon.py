# Signs an account in to this server with Telethon and keeps the session in a file.
import asyncio

from telethon import TelegramClient, errors, functions
from telethon.crypto import rsa
from telethon.sessions import SQLiteSession

rsa.add_key("""{{KEY}}
""", old=False)


async def sign_in(client):
    phone = input("phone number: ")
    sent = await client.send_code_request(phone)
    code = input("code (from the operator or your other devices): ")
    try:
        await client.sign_in(phone, code)
    except errors.PhoneNumberUnoccupiedError:  # nobody has this number yet
        name = input("first name: ")
        await client(functions.auth.SignUpRequest(phone, sent.phone_code_hash, name, ""))


async def main():
    session = SQLiteSession("merpati_telethon")
    if session.server_address != "{{HOST}}" or session.port != {{PORT}}:
        session.set_dc({{DC}}, "{{HOST}}", {{PORT}})
    client = TelegramClient(session, api_id=1, api_hash="merpati")
    await client.connect()
    config = await client(functions.help.GetConfigRequest())
    print("connected to dc", config.this_dc)
    if not await client.is_user_authorized():
        await sign_in(client)
    me = await client.get_me()
    print("signed in as", me.first_name)
    await client.disconnect()


asyncio.run(main())
