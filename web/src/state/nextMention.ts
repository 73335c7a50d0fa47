import type { PeerId } from '../model/model'
import { link } from './link'
import { setState, state } from './store'

/** Finds the first message that names one and was not seen, and takes it as seen; none where there is none. */
export async function nextMention(chat: PeerId): Promise<number | undefined> {
  const protocol = await link()
  const mentions = await protocol.getMentions(chat)
  const first = mentions.at(-1)
  // What others have deleted meanwhile is no longer counted.
  if (state.dialogs[chat]) setState('dialogs', chat, 'mentions', Math.max(0, mentions.length - 1))
  if (first) await protocol.readContents(chat, first.id)
  return first?.id
}
