import type { FileRef } from '../model/model'
import { link } from './link'

/** What an animation may be at most when it is unpacked, in bytes of its text. */
const UNPACKED_BYTES_MAX = 4 << 20
/** Animations that are kept, since the same stickers are shown again and again. */
const KEPT_MAX = 80

const kept = new Map<string, Promise<string>>()

/** An animated sticker, unpacked: what the player is given. Each caller gets one of its own, which the player changes. */
export async function animationOf(file: FileRef): Promise<object> {
  let text = kept.get(file.key)
  if (!text) {
    text = fetched(file)
    kept.set(file.key, text)
    text.catch(() => kept.delete(file.key))
    const [oldest] = kept.keys()
    if (kept.size > KEPT_MAX && oldest !== undefined) kept.delete(oldest)
  }
  return JSON.parse(await text) as object
}

async function fetched(file: FileRef): Promise<string> {
  return unpackedAnimation(await (await link()).download(file))
}

/** The text of an animation that came packed; it has no pictures of elsewhere, and is not too large. */
export async function unpackedAnimation(packed: Blob): Promise<string> {
  const reader = packed.stream().pipeThrough(new DecompressionStream('gzip')).getReader()
  const parts: BlobPart[] = []
  let bytes = 0
  for (;;) {
    const { value, done } = await reader.read()
    if (done) break
    bytes += value.length
    if (bytes > UNPACKED_BYTES_MAX) {
      await reader.cancel()
      throw new Error('the animation is too large')
    }
    parts.push(value)
  }
  const animation = JSON.parse(await new Blob(parts).text()) as { assets?: { p?: unknown; layers?: unknown }[] }
  // Only shapes: a picture would be fetched from an address that whoever made the sticker has chosen.
  if (animation.assets) animation.assets = animation.assets.filter((asset) => asset.layers && asset.p === undefined)
  return JSON.stringify(animation)
}
