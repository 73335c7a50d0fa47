import type { Sticker } from '../model/model'
import { link } from './link'

/** The most that are asked for at once. */
const AT_ONCE = 100

const known = new Map<string, Promise<Sticker | undefined>>()
let waiting: { id: string; found: (sticker: Sticker | undefined) => void }[] = []

/** The picture of a custom emoji, or nothing where there is none. Those of one moment are asked for together, each once. */
export function customEmoji(id: string): Promise<Sticker | undefined> {
  let one = known.get(id)
  if (!one) {
    one = new Promise((found) => {
      waiting.push({ id, found })
      if (waiting.length === 1) setTimeout(() => void ask(), 20)
    })
    known.set(id, one)
  }
  return one
}

async function ask(): Promise<void> {
  const all = waiting
  waiting = []
  for (let at = 0; at < all.length; at += AT_ONCE) {
    const part = all.slice(at, at + AT_ONCE)
    const found = await link().then((protocol) => protocol.getCustomEmoji(part.map((one) => one.id))).catch(() => undefined)
    for (const one of part) {
      // What could not be asked for is asked for when it is shown the next time.
      if (!found) known.delete(one.id)
      one.found(found?.get(one.id))
    }
  }
}
