import { state } from './store'

const plain = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/** Whether the name or username of somebody has this in it, whatever the case and the accents. */
export function memberMatches(id: number, query: string): boolean {
  const peer = state.peers[id]
  return plain(`${peer?.name ?? ''} ${peer?.username ?? ''}`).includes(plain(query.trim()))
}
