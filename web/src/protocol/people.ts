/** Finding people, and who they are. */
import type { tl } from '@mtcute/core'
import type { Peer, PeerId } from '../model/model'
import { Trouble } from '../model/trouble'
import { call } from './call'
import { inputPeer, inputUser } from './inputPeer'
import { peerId } from './peerId'
import { toPeer } from './toPeer'
import { takeUpdates } from './taken'

function one(answer: { users: tl.TypeUser[]; chats: tl.TypeChat[] }, peer: tl.TypePeer): Peer {
  const id = peerId(peer)
  const found = [...answer.users, ...answer.chats].map(toPeer).find((known) => known?.id === id)
  if (!found) throw new Trouble('noUser')
  return found
}

export async function resolveUsername(username: string): Promise<Peer> {
  const answer = await call({ _: 'contacts.resolveUsername', username: username.replace(/^@/, '') })
  return one(answer, answer.peer)
}

export async function resolvePhone(phone: string): Promise<Peer> {
  const answer = await call({ _: 'contacts.resolvePhone', phone: phone.replace(/\D/g, '') })
  return one(answer, answer.peer)
}

/** Adds somebody by number; none if nobody here has it. */
export async function importContact(phone: string, firstName: string, lastName: string): Promise<Peer | undefined> {
  const answer = await call({
    _: 'contacts.importContacts', contacts: [{ _: 'inputPhoneContact', clientId: 0 as never, phone, firstName, lastName } as tl.RawInputPhoneContact],
  })
  const [user] = answer.users
  return user && toPeer(user)
}

export async function getContacts(): Promise<Peer[]> {
  const answer = await call({ _: 'contacts.getContacts', hash: 0 as never } as tl.contacts.RawGetContactsRequest)
  return answer._ === 'contacts.contacts' ? answer.users.flatMap((user) => toPeer(user) ?? []) : []
}

export async function searchPeople(query: string): Promise<{ mine: PeerId[]; others: PeerId[] }> {
  const answer = await call({ _: 'contacts.search', q: query, limit: 20 })
  return { mine: answer.myResults.map(peerId), others: answer.results.map(peerId) }
}

export interface FullUser {
  bio: string
  blocked: boolean
  ttl: number
}

export async function getFullUser(id: PeerId): Promise<FullUser> {
  const { fullUser } = await call({ _: 'users.getFullUser', id: await inputUser(id) })
  return { bio: fullUser.about ?? '', blocked: fullUser.blocked ?? false, ttl: fullUser.ttlPeriod ?? 0 }
}

export async function setBlocked(id: PeerId, blocked: boolean): Promise<void> {
  const peer = await inputPeer(id)
  await call(blocked ? { _: 'contacts.block', id: peer } : { _: 'contacts.unblock', id: peer })
}

export async function getBlocked(): Promise<PeerId[]> {
  const answer = await call({ _: 'contacts.getBlocked', offset: 0, limit: 100 })
  return answer.blocked.map((one) => peerId(one.peerId))
}

export async function addContact(peer: Peer): Promise<void> {
  takeUpdates(await call({
    _: 'contacts.addContact', id: await inputUser(peer.id), firstName: peer.firstName ?? peer.name, lastName: peer.lastName ?? '', phone: peer.phone ?? '',
  }))
}

export async function deleteContact(id: PeerId): Promise<void> {
  takeUpdates(await call({ _: 'contacts.deleteContacts', id: [await inputUser(id)] }))
}

export async function setTtl(chat: PeerId, period: number): Promise<void> {
  takeUpdates(await call({ _: 'messages.setHistoryTTL', peer: await inputPeer(chat), period }))
}
