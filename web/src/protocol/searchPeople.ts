import type { PeerId } from '../model/model'
import { call } from './call'
import { peerId } from './peerId'

/** People and chats by name: one's own, and others. */
export async function searchPeople(query: string): Promise<{ mine: PeerId[]; others: PeerId[] }> {
  const answer = await call({ _: 'contacts.search', q: query, limit: 20 })
  return { mine: answer.myResults.map(peerId), others: answer.results.map(peerId) }
}
