import type { tl } from '@mtcute/core'
import { decodeWaveform, strippedPhotoToJpg } from '@mtcute/core/utils.js'
import type { FileRef, Media } from '../model/model'
import { toPoll } from './toPoll'

/** What a message carries beside its text. */
export function toMedia(raw: tl.TypeMessageMedia | undefined): Media | undefined {
  switch (raw?._) {
    case undefined:
    case 'messageMediaEmpty':
      return undefined
    case 'messageMediaPhoto':
      if (raw.photo?._ !== 'photo') return raw.ttlSeconds ? { kind: 'gone', what: 'photo' } : { kind: 'other' }
      return { ...photo(raw.photo), ...(raw.spoiler ? { spoiler: true } : {}), ...(raw.ttlSeconds ? { goes: raw.ttlSeconds } : {}) }
    case 'messageMediaDocument':
      if (raw.document?._ !== 'document') return raw.ttlSeconds ? { kind: 'gone', what: raw.voice ? 'voice' : 'video' } : { kind: 'other' }
      return going(document(raw.document, Boolean(raw.spoiler)), raw.ttlSeconds)
    case 'messageMediaPoll':
      return { kind: 'poll', poll: toPoll(raw.poll, raw.results) }
    case 'messageMediaGeo':
    case 'messageMediaGeoLive':
      if (raw.geo._ !== 'geoPoint') return { kind: 'other' }
      return { kind: 'place', latitude: raw.geo.lat, longitude: raw.geo.long, live: raw._ === 'messageMediaGeoLive' }
    case 'messageMediaVenue':
      if (raw.geo._ !== 'geoPoint') return { kind: 'other' }
      return { kind: 'place', latitude: raw.geo.lat, longitude: raw.geo.long, title: raw.title, address: raw.address }
    case 'messageMediaContact':
      return {
        kind: 'contact', name: [raw.firstName, raw.lastName].filter(Boolean).join(' '), phone: raw.phoneNumber,
        ...(raw.userId ? { user: raw.userId } : {}),
      }
    case 'messageMediaDice':
      return { kind: 'dice', emoji: raw.emoticon, value: raw.value }
    case 'messageMediaWebPage': {
      const page = raw.webpage
      if (page._ !== 'webPage') return undefined
      return {
        kind: 'link', url: page.url, site: page.siteName ?? '', title: page.title ?? '', text: page.description ?? '',
        ...(page.photo?._ === 'photo' ? { photo: photo(page.photo).small ?? photo(page.photo).full } : {}),
      }
    }
    default:
      return { kind: 'other' }
  }
}

const going = (media: Media, goes: number | undefined): Media => (goes && (media.kind === 'video' || media.kind === 'voice') ? { ...media, goes } : media)

type PhotoMedia = Extract<Media, { kind: 'photo' }>

function photo(raw: tl.RawPhoto): PhotoMedia {
  const sizes = sizesOf(raw.sizes)
  const largest = sizes.at(-1)
  const small = sizes.find((size) => size.width >= 320) ?? largest
  return {
    kind: 'photo', width: largest?.width ?? 1, height: largest?.height ?? 1, ...thumb(raw.sizes),
    full: at(largest?.type ?? '', largest?.size), ...(small ? { small: at(small.type, small.size) } : {}),
  }
  function at(type: string, size?: number): FileRef {
    return {
      key: `photo ${raw.id.toString()} ${type}`,
      location: { _: 'inputPhotoFileLocation', id: raw.id, accessHash: raw.accessHash, fileReference: raw.fileReference, thumbSize: type },
      ...(size ? { size } : {}),
    }
  }
}

function sizesOf(sizes: readonly tl.TypePhotoSize[] | undefined) {
  return (sizes ?? [])
    .flatMap((size) => {
      if (size._ === 'photoSize') return [{ type: size.type, width: size.w, height: size.h, size: size.size }]
      if (size._ === 'photoSizeProgressive') return [{ type: size.type, width: size.w, height: size.h, size: size.sizes.at(-1) ?? 0 }]
      return []
    })
    .sort((one, two) => one.width * one.height - two.width * two.height)
}

/** The few bytes that are shown until the picture is there. */
function thumb(sizes: readonly tl.TypePhotoSize[] | undefined): { thumb?: string } {
  const stripped = sizes?.find((size) => size._ === 'photoStrippedSize')
  if (stripped?._ !== 'photoStrippedSize') return {}
  const bytes = strippedPhotoToJpg(stripped.bytes)
  return { thumb: `data:image/jpeg;base64,${btoa(String.fromCharCode(...bytes))}` }
}

function document(raw: tl.RawDocument, spoiler: boolean): Media {
  const attribute = <T extends tl.TypeDocumentAttribute['_']>(name: T) =>
    raw.attributes.find((one) => one._ === name) as Extract<tl.TypeDocumentAttribute, { _: T }> | undefined
  const full: FileRef = {
    key: `document ${raw.id.toString()}`, size: raw.size,
    location: { _: 'inputDocumentFileLocation', id: raw.id, accessHash: raw.accessHash, fileReference: raw.fileReference, thumbSize: '' },
  }
  const sizes = sizesOf(raw.thumbs)
  const largest = sizes.at(-1)
  const small: { small?: FileRef } = largest
    ? { small: { key: `${full.key} ${largest.type}`, size: largest.size, location: { ...(full.location as object), thumbSize: largest.type } } }
    : {}
  const name = attribute('documentAttributeFilename')?.fileName ?? ''
  const mime = raw.mimeType
  const sticker = attribute('documentAttributeSticker')
  const video = attribute('documentAttributeVideo')
  const audio = attribute('documentAttributeAudio')
  const picture = attribute('documentAttributeImageSize')
  const custom = attribute('documentAttributeCustomEmoji')
  if (sticker || custom) {
    const size = picture ?? video
    const set = (sticker ?? custom)?.stickerset
    return {
      kind: 'sticker', width: size?.w ?? 512, height: size?.h ?? 512, emoji: (sticker ?? custom)?.alt ?? '', full, mime,
      ...(set && set._ !== 'inputStickerSetEmpty' ? { set } : {}),
    }
  }
  if (video) {
    const animated = Boolean(attribute('documentAttributeAnimated'))
    return {
      kind: 'video', width: video.w || 16, height: video.h || 9, duration: video.duration, mime, full, ...small, ...thumb(raw.thumbs),
      ...(video.roundMessage ? { round: true } : {}), ...(animated ? { gif: true } : {}),
      ...(spoiler ? {} : {}),
    }
  }
  if (audio?.voice) {
    return { kind: 'voice', duration: audio.duration, waveform: audio.waveform ? decodeWaveform(audio.waveform) : [], full, mime }
  }
  if (audio) {
    return { kind: 'audio', duration: audio.duration, title: audio.title ?? name, performer: audio.performer ?? '', full, mime }
  }
  return { kind: 'file', name, size: raw.size, mime, full, ...small, ...thumb(raw.thumbs) }
}
