import type { tl } from '@mtcute/core'
import type { Dialog, Message, PeerId } from '../model/model'
import { call } from './call'
import { inputPeer } from './inputPeer'
import { peerId } from './peerId'
import { toDialog } from './toDialog'
import { toMessage } from './toMessage'

/** One chat of the list; none if it is not there. */
export async function getDialog(chat: PeerId): Promise<{ dialog: Dialog; tops: Message[] } | undefined> {
  const peer = await inputPeer(chat)
  const answer = await call({ _: 'messages.getPeerDialogs', peers: [{ _: 'inputDialogPeer', peer }] })
  const raw = answer.dialogs.find((one): one is tl.RawDialog => one._ === 'dialog' && peerId(one.peer) === chat)
  if (!raw || (!raw.topMessage && !raw.draft && !raw.pinned)) return undefined
  return { dialog: toDialog(raw, 0), tops: answer.messages.flatMap((message) => toMessage(message) ?? []) }
}
