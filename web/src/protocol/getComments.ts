import type { PeerId } from '../model/model'
import { Trouble } from '../model/trouble'
import { call } from './call'
import { inputPeer } from './inputPeer'
import { peerId } from './peerId'

/** Where the comments on a post of a channel are: in its group, below the copy of the post. */
export async function getComments(channel: PeerId, post: number): Promise<{ chat: PeerId; top: number }> {
  const answer = await call({ _: 'messages.getDiscussionMessage', peer: await inputPeer(channel), msgId: post })
  const copy = answer.messages.find((one) => one._ !== 'messageEmpty')
  if (!copy) throw new Trouble('gone')
  return { chat: peerId(copy.peerId), top: copy.id }
}
