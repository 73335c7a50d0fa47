import type { tl } from '@mtcute/core'
import type { Dialog, Message, PeerId } from '../model/model'
import { call } from './call'
import { inputPeer } from './inputPeer'
import { toDialog } from './toDialog'
import { toMessage } from './toMessage'

export interface Page {
  dialogs: Dialog[]
  tops: Message[]
  next?: { date: number; id: number; chat: PeerId }
}

/** A page of the list of chats, with the newest message of each. */
export async function getDialogs(options: { archived: boolean; limit: number; after?: { date: number; id: number; chat: PeerId } }): Promise<Page> {
  const { after } = options
  const answer = await call({
    _: 'messages.getDialogs', folderId: options.archived ? 1 : 0, limit: options.limit, hash: 0 as never,
    offsetDate: after?.date ?? 0, offsetId: after?.id ?? 0,
    offsetPeer: after ? await inputPeer(after.chat) : { _: 'inputPeerEmpty' },
  } as tl.messages.RawGetDialogsRequest)
  if (answer._ === 'messages.dialogsNotModified') return { dialogs: [], tops: [] }
  const page = toPage(answer)
  const more = answer._ === 'messages.dialogsSlice' && page.dialogs.length >= options.limit
  const last = page.dialogs.at(-1)
  const lastTop = last && page.tops.find((message) => message.chat === last.chat && message.id === last.top)
  return more && last && lastTop ? { ...page, next: { date: lastTop.date, id: last.top, chat: last.chat } } : page
}

function toPage(answer: { dialogs: tl.TypeDialog[]; messages: tl.TypeMessage[] }): Page {
  let pin = 0
  const dialogs = answer.dialogs.flatMap((one) => (one._ === 'dialog' ? [toDialog(one, pin++)] : []))
  return { dialogs, tops: answer.messages.flatMap((message) => toMessage(message) ?? []) }
}
