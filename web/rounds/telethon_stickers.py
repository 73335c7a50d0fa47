"""A Telethon user who makes sets of pictures, films and custom emoji, sends one of each, and prints what it hears."""

import asyncio
import io
import sys

import telethon_people
from harness import check  # noqa: F401  (the harness finds the server)
from pictures import png
from telethon import events, functions, types

NAMES = {"image/png": "sticker.png", "video/webm": "sticker.webm"}


async def item(client, data, emoji, mime):
    file = await client.upload_file(io.BytesIO(data), file_name=NAMES[mime])
    media = types.InputMediaUploadedDocument(file, mime, [])
    document = (await client(functions.messages.UploadMediaRequest("me", media))).document
    return types.InputStickerSetItem(
        types.InputDocument(document.id, document.access_hash, document.file_reference), emoji
    )


async def main():
    phone, other, film = sys.argv[1:4]
    dewi = await telethon_people.sign_up(phone, "Dewi")
    friend = await telethon_people.befriend(dewi, other, "Ayu")
    make = functions.stickers.CreateStickerSetRequest
    with open(film, "rb") as file:
        moving = await item(dewi, file.read(), "\N{PARTY POPPER}", "video/webm")
    still = await item(dewi, png(512, 320, 5), "\N{BIRD}", "image/png")
    birds = await dewi(make("me", "Dewi's birds", "dewi_birds", [still, moving]))
    small = await item(dewi, png(100, 100, 6), "\N{PENGUIN}", "image/png")
    minis = await dewi(make("me", "Dewi's minis", "dewi_minis", [small], emojis=True))

    @dewi.on(events.NewMessage(incoming=True))
    async def heard(event):
        entities = [
            f"{entity.offset} {entity.length} {event.raw_text.encode('utf-16-le')[entity.offset * 2 :][: entity.length * 2].decode('utf-16-le')} {entity.document_id == minis.documents[0].id}"
            for entity in event.message.entities or []
            if isinstance(entity, types.MessageEntityCustomEmoji)
        ]
        print("heard", event.raw_text, f"[{', '.join(entities)}]", flush=True)
        if entities:
            own = types.ReactionCustomEmoji(minis.documents[0].id)
            await dewi(functions.messages.SendReactionRequest(friend, event.id, reaction=[own]))

    @dewi.on(events.Raw(types.UpdateEditMessage))
    async def edited(update):
        if isinstance(update.message.media, types.MessageMediaPhoto) and update.message.media.photo is None:
            print("gone", flush=True)

    for document in birds.documents:
        await dewi.send_file(friend, document)
    own = types.MessageEntityCustomEmoji(6, 2, minis.documents[0].id)
    await dewi.send_message(friend, "Brrr, \N{PENGUIN}", formatting_entities=[own])
    picture = io.BytesIO(png(300, 200, 61))
    picture.name = "once.png"
    await dewi.send_file(friend, picture, caption="only for a moment", ttl=3)
    print("sent", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    await dewi.disconnect()


asyncio.run(main())
