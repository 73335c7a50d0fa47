import type { Message } from '../model/model'
import { indexIn } from './indexIn'

// What goes after being seen stands alone.
const pictured = (message: Message | undefined) => (message?.media?.kind === 'photo' || message?.media?.kind === 'video') && !message.media.goes

/**
 * The messages that are shown as one picture with this one: neighbours of one album, all of them photos or videos. None
 * for a message that stands alone; none for all but the first of them, since the first shows them all.
 */
export function albumOf(ids: readonly number[], messages: Record<number, Message>, id: number): { shown: Message[] } | { within: number } | undefined {
  const { album } = messages[id] ?? {}
  if (!album || !pictured(messages[id])) return undefined
  const belongs = (one: number | undefined) => one !== undefined && messages[one]?.album === album && pictured(messages[one])
  const at = indexIn(ids, id)
  let from = at
  while (belongs(ids[from - 1])) from--
  if (from < at) return { within: ids[from] as number }
  let to = at
  while (belongs(ids[to + 1])) to++
  return to > from ? { shown: ids.slice(from, to + 1).map((one) => messages[one] as Message) } : undefined
}
