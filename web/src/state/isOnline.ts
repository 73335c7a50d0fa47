import type { Peer } from '../model/model'

export const isOnline = (peer: Peer | undefined, now: number) =>
  peer?.presence?.kind === 'online' && peer.presence.until > now && !peer.self && !peer.service
