import type { tl } from '@mtcute/core'
import type { PeerId } from '../model/model'
import { call } from './call'
import { inputUser } from './inputUser'
import { made } from './made'

/** Makes a group with these people. */
export async function createGroup(title: string, users: PeerId[]): Promise<PeerId> {
  const answer = await call({ _: 'messages.createChat', title, users: await Promise.all(users.map(inputUser)) })
  return made('updates' in answer && answer._ === 'messages.invitedUsers' ? answer.updates : (answer as unknown as tl.TypeUpdates))
}
