import type { FileRef } from '../model/model'
import { link } from './link'
import { unpackedAnimation } from './unpackedAnimation'

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
