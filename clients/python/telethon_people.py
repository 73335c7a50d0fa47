"""People who use Telethon: sign-up, sign-in and where the server is, for the rounds that need them."""

from harness import API_HASH, API_ID, HOST, PORT, PUBLIC_KEY, login_code, soon
from telethon import TelegramClient, errors, events, functions, types
from telethon.crypto import rsa
from telethon.network import ConnectionTcpFull
from telethon.sessions import MemorySession

rsa.add_key(PUBLIC_KEY, old=False)


def device(connection=ConnectionTcpFull, server=None, **options):
    """A client that knows nothing yet but the address of the server: the runner's, if none is named."""
    session = MemorySession()
    session.set_dc(2, HOST, server.port if server else PORT)
    if server:
        rsa.add_key(server.public_key, old=False)
    options.setdefault("device_model", "Telethon")
    client = TelegramClient(session, API_ID, API_HASH, connection=connection, **options)
    # A test shows what fails at once instead of trying again.
    client._request_retries = 1
    return client


async def sign_up(phone, first_name, server=None, **options):
    """A new account on a new device."""
    client = device(server=server, **options)
    await client.connect()
    sent = await client.send_code_request(phone)
    code = login_code(phone, *([server.data] if server else []))
    answer = await client(functions.auth.SignInRequest(phone, sent.phone_code_hash, code))
    assert isinstance(answer, types.auth.AuthorizationSignUpRequired), "a free number signed in without sign-up"
    answer = await client(functions.auth.SignUpRequest(phone, sent.phone_code_hash, first_name, "Telethon"))
    await client._on_login(answer.user)
    return client


def arrivals(client):
    """A function that waits for the message with a text among those that come in from now on, and gives it."""
    inbox = []

    async def incoming(event):
        inbox.append(event.message)

    client.add_event_handler(incoming, events.NewMessage(incoming=True))

    async def arrived(text):
        await soon(lambda: [m for m in inbox if m.message == text], f"{text} arrives")
        return next(m for m in inbox if m.message == text)

    return arrived


async def sign_in(phone, server=None, **options):
    """A further device of an account that exists."""
    client = device(server=server, **options)
    await client.connect()
    await client.send_code_request(phone)
    await client.sign_in(phone, login_code(phone, *([server.data] if server else [])))
    return client


async def befriend(client, phone, name):
    """Adds somebody by number and gives the entity."""
    imported = await client(
        functions.contacts.ImportContactsRequest([types.InputPhoneContact(1, phone, name, "")])
    )
    assert len(imported.users) == 1, f"{phone} was not found"
    return imported.users[0]


async def fails(call, name):
    """The call ends with this error of the server's; gives it."""
    try:
        await call
    except errors.RPCError as error:
        # Telethon has a class for every error that it knows.
        known = name.title().replace("_", "") + "Error"
        assert name == error.message or type(error).__name__ == known, f"{error!r}, not {name}"
        return error
    raise AssertionError(f"no {name}")
