import type { InviteLink, PeerId } from '../model/model'
import { call } from './call'
import { inputPeer } from './inputPeer'

/** Makes a link lead nowhere; one that was revoked before goes from the list. */
export async function revokeInviteLink(chat: PeerId, { link, revoked }: InviteLink): Promise<void> {
  const peer = await inputPeer(chat)
  if (revoked) await call({ _: 'messages.deleteExportedChatInvite', peer, link })
  else await call({ _: 'messages.editExportedChatInvite', peer, link, revoked: true })
}
