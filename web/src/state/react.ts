import type { Message, Reaction } from '../model/model'
import { apply } from './apply'
import { link } from './link'

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
