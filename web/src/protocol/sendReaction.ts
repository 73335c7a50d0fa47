import { Long } from '@mtcute/core'
import type { PeerId, Reaction } from '../model/model'
import { call } from './call'
import { inputPeer } from './inputPeer'
import { takeUpdates } from './takeUpdates'

/** Gives reactions to a message in place of those that one gave; none takes them back. */
export async function sendReaction(chat: PeerId, id: number, reactions: Pick<Reaction, 'emoji' | 'custom'>[]): Promise<void> {
  takeUpdates(await call({
    _: 'messages.sendReaction', peer: await inputPeer(chat), msgId: id, addToRecent: true,
    reaction: reactions.map(({ emoji, custom }) => (custom ? { _: 'reactionCustomEmoji', documentId: Long.fromString(custom) } : { _: 'reactionEmoji', emoticon: emoji })),
  }))
}
