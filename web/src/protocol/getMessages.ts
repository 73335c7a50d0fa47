import type { tl } from '@mtcute/core'
import type { Message, PeerId } from '../model/model'
import { call } from './call'
import { inputPeer } from './inputPeer'
import { toMessages } from './toMessages'

/** Single messages by id, such as those that are answered. */
export async function getMessages(chat: PeerId, ids: number[]): Promise<Message[]> {
  const id: tl.TypeInputMessage[] = ids.map((one) => ({ _: 'inputMessageID', id: one }))
  const peer = await inputPeer(chat)
  if (peer._ === 'inputPeerChannel') {
    const channel: tl.RawInputChannel = { _: 'inputChannel', channelId: peer.channelId, accessHash: peer.accessHash }
    return toMessages(await call({ _: 'channels.getMessages', channel, id }))
  }
  return toMessages(await call({ _: 'messages.getMessages', id }))
}
