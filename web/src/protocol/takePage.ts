import type { tl } from '@mtcute/core'
import type { Happening, Media } from '../model/model'
import { toMedia } from './toMedia'

/** How many pages are remembered for messages that are told of later than they. */
const FOUND_MAX = 50

export const foundPages = new Map<string, Media>()

/** What the server has found at an address to which messages link. */
export function takePage(webpage: tl.TypeWebPage): Happening[] {
  if (webpage._ === 'webPageNotModified' || webpage._ === 'webPagePending') return []
  const id = webpage.id.toString()
  const media = toMedia({ _: 'messageMediaWebPage', webpage })
  if (!media) return [{ kind: 'page', id }]
  foundPages.set(id, media)
  const [oldest] = foundPages.keys()
  if (foundPages.size > FOUND_MAX && oldest !== undefined) foundPages.delete(oldest)
  return [{ kind: 'page', id, media }]
}
