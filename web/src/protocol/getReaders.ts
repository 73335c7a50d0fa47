import type { PeerId, Reactor } from '../model/model'
import { call } from './call'
import { inputPeer } from './inputPeer'

/** Who has read one's own message in a group, and when; servers tell it of small groups and for some days. */
export async function getReaders(chat: PeerId, id: number): Promise<Reactor[]> {
  const readers = await call({ _: 'messages.getMessageReadParticipants', peer: await inputPeer(chat), msgId: id })
  return readers.map(({ userId, date }) => ({ id: userId, date }))
}
