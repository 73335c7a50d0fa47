import type { PeerId } from '../model/model'
import { call } from './call'
import { inputPeer } from './inputPeer'

export interface NewInviteLink {
  title: string
  /** Seconds since 1970; 0 for ever. */
  expires: number
  /** How many may use it; 0 without a limit. */
  limit: number
  /** Whether admins let in whoever follows it. */
  approval: boolean
}

export async function createInviteLink(chat: PeerId, wanted: NewInviteLink): Promise<void> {
  await call({
    _: 'messages.exportChatInvite', peer: await inputPeer(chat),
    ...(wanted.title ? { title: wanted.title } : {}),
    ...(wanted.expires ? { expireDate: wanted.expires } : {}),
    ...(wanted.approval ? { requestNeeded: true } : wanted.limit ? { usageLimit: wanted.limit } : {}),
  })
}
