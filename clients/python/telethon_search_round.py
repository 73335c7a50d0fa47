"""Telethon's round of searching: beginnings of words, accents, pairs of characters, edits, and pages of many."""

import asyncio

from harness import check, finish
from telethon import errors, functions, types
from telethon_people import befriend, sign_in, sign_up

AYU, BUDI = "+15550012001", "+15550012002"
LINES = 100
FORWARDS = 45


async def texts(client, chat, words, **more):
    return [m.message for m in await client.get_messages(chat, search=words, limit=None, **more)]


async def small(ayu, budi, to_budi, to_ayu):
    async with check("telethon finds a word by its beginning, without case and accents"):
        said = "Wir sehen uns im Café, Straße 7"
        await ayu.send_message(to_budi, said)
        for words in ("Cafe", "CAFÉ", "ca", "strasse", "stra cafe", "uns 7"):
            assert await texts(ayu, to_budi, words) == [said], words
            assert await texts(budi, to_ayu, words) == [said], words
        for words in ("afé", "cafés", "cafe morgen", "!!"):
            assert not await texts(ayu, to_budi, words), words
    async with check("telethon finds Chinese, Japanese and Thai by pairs of characters"):
        for said, words in (
            ("明天我们去北京吃饭", ("北京", "吃饭", "去北京", "饭")),
            ("東京タワーで会いましょう", ("タワー", "東京", "会い")),
            ("พรุ่งนี้เจอกันที่ร้านกาแฟ", ("กาแฟ", "เจอ")),
        ):
            sent = await budi.send_message(to_ayu, said)
            for words in words:
                assert await texts(ayu, to_budi, words) == [said], words
            assert [m.message for m in await budi.get_messages(to_ayu, search=words, max_id=sent.id)] == []
    async with check("telethon no longer finds a word that was edited or deleted"):
        edited = await ayu.send_message(to_budi, "Treffpunkt: Bahnhof")
        deleted = await ayu.send_message(to_budi, "Bahnhof, Gleis zwei")
        assert len(await texts(budi, to_ayu, "bahnh")) == 2
        await ayu.edit_message(to_budi, edited.id, "Treffpunkt: Flughafen")
        await ayu.delete_messages(to_budi, [deleted.id], revoke=True)
        for client, chat in ((ayu, to_budi), (budi, to_ayu)):
            assert not await texts(client, chat, "bahnhof")
            assert await texts(client, chat, "flugh treff") == ["Treffpunkt: Flughafen"]
            assert await texts(client, None, "flugh") == ["Treffpunkt: Flughafen"]


async def large(ayu, ayu_two, to_budi):
    me = await ayu.get_input_entity("me")
    async with check("telethon pages through what is found among thousands, each once"):
        first = [await ayu.send_message(me, f"baris {n} {'genap' if n % 2 == 0 else 'ganjil'}") for n in range(LINES)]
        ids = [m.id for m in first]
        for _ in range(FORWARDS):
            await ayu.forward_messages(me, ids, from_peer=me)
        # Time for the index to take up what stands there.
        await asyncio.sleep(3)
        found = await ayu.get_messages(me, search="gen", limit=None)
        assert len({m.id for m in found}) == len(found) == LINES // 2 * (FORWARDS + 1), len(found)
        assert [m.id for m in found] == sorted((m.id for m in found), reverse=True)
        few = await ayu_two.get_messages("me", search="baris 42", limit=10)
        assert few.total == FORWARDS + 1 and len(few) == 10, few.total
    async with check("telethon narrows a search by author, date and id"):
        middle = found[len(found) // 2]
        older = await ayu.get_messages(me, search="genap", offset_id=middle.id, limit=100)
        assert [m.id for m in older] == [m.id for m in found if m.id < middle.id][:100]
        mine = await ayu.get_messages(me, search="genap", from_user="me", limit=1)
        assert mine.total == len(found) and mine[0].id == found[0].id
        assert (await ayu.get_messages(to_budi, search="genap", limit=1)).total == 0
        request = functions.messages.SearchRequest(
            peer=me, q="genap", filter=types.InputMessagesFilterEmpty(), min_date=None, max_date=first[0].date,
            offset_id=0, add_offset=0, limit=10, max_id=0, min_id=0, hash=0,
        )
        early = (await ayu(request)).messages
        assert early and all(m.date <= first[0].date for m in early)
    async with check("telethon finds a word edited in an indexed message, and not the old one"):
        await ayu.edit_message(me, first[42].id, "sekarang pelangi")
        assert [m.id for m in await ayu.get_messages(me, search="pelan")] == [first[42].id]
        assert (await ayu.get_messages(me, search="baris 42", limit=1)).total == FORWARDS
        await ayu.delete_messages(me, ids[:42])
        assert (await ayu.get_messages(me, search="baris 41", limit=1)).total == FORWARDS
    async with check("telethon is refused an empty search over all"):
        try:
            await ayu(functions.messages.SearchGlobalRequest(" ", types.InputMessagesFilterEmpty(), None, None, 0, types.InputPeerEmpty(), 0, 10))
        except errors.SearchQueryEmptyError:
            pass
        else:
            raise AssertionError("an empty search was answered")


async def main():
    ayu, budi = await sign_up(AYU, "Ayu"), await sign_up(BUDI, "Budi")
    ayu_two = await sign_in(AYU)
    to_budi, to_ayu = await befriend(ayu, BUDI, "Budi"), await befriend(budi, AYU, "Ayu")
    await small(ayu, budi, to_budi, to_ayu)
    await large(ayu, ayu_two, to_budi)
    for client in (ayu, ayu_two, budi):
        await client.disconnect()


asyncio.run(main())
finish()
