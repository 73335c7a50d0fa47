import type { PeerId } from '../model/model'
import { call } from './call'
import { inputUser } from './inputUser'

export interface FullUser {
  bio: string
  blocked: boolean
  ttl: number
}

/** What one learns of somebody on their page. */
export async function getFullUser(id: PeerId): Promise<FullUser> {
  const { fullUser } = await call({ _: 'users.getFullUser', id: await inputUser(id) })
  return { bio: fullUser.about ?? '', blocked: fullUser.blocked ?? false, ttl: fullUser.ttlPeriod ?? 0 }
}
