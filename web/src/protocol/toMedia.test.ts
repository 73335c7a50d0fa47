import { expect, test } from 'vitest'
import { toMedia } from './toMedia'

const page = { _: 'webPage', id: 1, url: 'https://example.org/pigeons', displayUrl: 'example.org/pigeons', hash: 0, siteName: 'Example', title: 'How pigeons find home', description: 'By the sun, and by smell.' }
const photo = { _: 'photo', id: 7, accessHash: 8, fileReference: new Uint8Array(), date: 0, dcId: 2, sizes: [{ _: 'photoSize', type: 'm', w: 320, h: 200, size: 9000 }, { _: 'photoSize', type: 'x', w: 800, h: 500, size: 90_000 }] }
const carried = (webpage: object) => toMedia({ _: 'messageMediaWebPage', webpage } as never)

test('the preview of a link has the words of its page, and the smaller of its pictures', () => {
  expect(carried(page)).toEqual({ kind: 'link', url: 'https://example.org/pigeons', site: 'Example', title: 'How pigeons find home', text: 'By the sun, and by smell.' })
  expect(carried({ ...page, photo })).toMatchObject({ photo: { location: { _: 'inputPhotoFileLocation', thumbSize: 'm' } } })
})

test('a page that is not known yet, or no longer, is nothing to show', () => {
  for (const webpage of [{ _: 'webPagePending', id: 1, date: 0 }, { _: 'webPageEmpty', id: 1 }]) expect(carried(webpage)).toBeUndefined()
})

test('an animated sticker and a custom emoji are stickers, with the set that they are of', () => {
  const set = { _: 'inputStickerSetID', id: 1, accessHash: 2 }
  const document = (mimeType: string, attribute: object) => ({ _: 'document', id: 5, accessHash: 6, fileReference: new Uint8Array(), date: 0, mimeType, size: 10, dcId: 2, attributes: [attribute] })
  const shown = (raw: object) => toMedia({ _: 'messageMediaDocument', document: raw } as never)
  expect(shown(document('application/x-tgsticker', { _: 'documentAttributeSticker', alt: '🕊', stickerset: set }))).toMatchObject({ kind: 'sticker', emoji: '🕊', mime: 'application/x-tgsticker', set })
  expect(shown(document('image/webp', { _: 'documentAttributeCustomEmoji', alt: '🐦', stickerset: set }))).toMatchObject({ kind: 'sticker', emoji: '🐦' })
  expect(shown(document('image/webp', { _: 'documentAttributeSticker', alt: '🕊', stickerset: { _: 'inputStickerSetEmpty' } }))).not.toHaveProperty('set')
})

test('what goes after being seen says so, and says afterwards that it has gone', () => {
  const plain = toMedia({ _: 'messageMediaPhoto', photo } as never)
  expect(plain).not.toHaveProperty('goes')
  expect(toMedia({ _: 'messageMediaPhoto', photo, ttlSeconds: 10 } as never)).toEqual({ ...plain, goes: 10 })
  expect(toMedia({ _: 'messageMediaPhoto', ttlSeconds: 10 } as never)).toEqual({ kind: 'gone', what: 'photo' })
  expect(toMedia({ _: 'messageMediaDocument', voice: true, ttlSeconds: 2_147_483_647 } as never)).toEqual({ kind: 'gone', what: 'voice' })
  expect(toMedia({ _: 'messageMediaDocument', video: true, ttlSeconds: 5 } as never)).toEqual({ kind: 'gone', what: 'video' })
  expect(toMedia({ _: 'messageMediaDocument' } as never)).toEqual({ kind: 'other' })
})
