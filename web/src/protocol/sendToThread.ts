import type { tl } from '@mtcute/core'
import type { Entity, Thread } from '../model/model'
import { call } from './call'
import { fromEntities } from './entities'
import { inputPeer } from './inputPeer'
import { randomId } from './randomId'
import { takeUpdates } from './taken'

/** Writes in a thread. `local` is the page's own number of it: a repeat is the same message. */
export async function sendToThread({ chat, top }: Thread, local: number, message: string, entities: Entity[]): Promise<void> {
  takeUpdates(await call({
    _: 'messages.sendMessage', peer: await inputPeer(chat), message, randomId: randomId(local), entities: await fromEntities(entities),
    replyTo: { _: 'inputReplyToMessage', replyToMsgId: top, topMsgId: top } as tl.RawInputReplyToMessage,
  }))
}
