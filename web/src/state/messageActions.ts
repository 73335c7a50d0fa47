/** What a person does with messages that are there. */
import type { Message, PeerId, Reaction } from '../model/model'
import { parseMarkup } from '../text/parseMarkup'
import { apply } from './apply'
import { link } from './link'
import { loadPinned } from './loadPinned'
import { setState } from './store'
import { messageAt } from './thread'

export async function pinMessage(message: Message, pinned: boolean, forBoth: boolean): Promise<void> {
  await (await link()).pinMessage(message.chat, message.id, pinned, forBoth)
  apply({ kind: 'pinnedMessages', chat: message.chat, ids: [message.id], pinned })
  await loadPinned(message.chat)
}

export async function editMessage(message: Message, source: string): Promise<void> {
  const { text, entities } = parseMarkup(source)
  await (await link()).editText(message.chat, message.id, text, entities)
}

export async function deleteMessages(chat: PeerId, ids: number[], forAll: boolean): Promise<void> {
  await (await link()).deleteMessages(chat, ids, forAll)
}

export async function forward(from: PeerId, ids: number[], to: PeerId): Promise<void> {
  await (await link()).forwardMessages(from, ids, to)
}

/** Gives a reaction, or takes it back if it was given. It shows at once. */
export async function react(message: Message, { emoji, custom }: Pick<Reaction, 'emoji' | 'custom'>): Promise<void> {
  const before = message.reactions
  const wanted = (one: Reaction) => one.emoji === emoji && one.custom === custom
  const given = !before.some((one) => one.mine && wanted(one))
  const counted = before
    .map((one) => ({ ...one, count: one.count - (one.mine ? 1 : 0) + (given && wanted(one) ? 1 : 0), mine: given && wanted(one) }))
    .filter((one) => one.count > 0)
  const one = { emoji, ...(custom ? { custom } : {}) }
  if (given && !counted.some(wanted)) counted.push({ ...one, count: 1, mine: true })
  apply({ kind: 'reactions', chat: message.chat, id: message.id, reactions: counted })
  try {
    await (await link()).sendReaction(message.chat, message.id, given ? [one] : [])
  } catch (error) {
    apply({ kind: 'reactions', chat: message.chat, id: message.id, reactions: before })
    throw error
  }
}

export async function vote(message: Message, options: string[]): Promise<void> {
  await (await link()).vote(message.chat, message.id, options)
}

/** The messages that others answer, fetched where they are not among those that are there. */
export async function fetchMessage(chat: PeerId, id: number): Promise<Message | undefined> {
  const known = messageAt(chat, id)
  if (known) return known
  const [found] = await (await link()).getMessages(chat, [id])
  return found
}

export const setReplying = (chat: PeerId, id: number | undefined) => {
  setState('editing', chat, undefined)
  setState('replying', chat, id)
}

export const setEditing = (chat: PeerId, id: number | undefined) => {
  setState('replying', chat, undefined)
  setState('editing', chat, id)
}
