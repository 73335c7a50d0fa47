/** What a person does with messages that are there. */
import { Long, parseMarkedPeerId, type tl } from '@mtcute/core'
import type { Entity, Message, PeerId, Reaction } from '../model/model'
import { call } from './call'
import { fromEntities } from './entities'
import { toMessages } from './getHistory'
import { inputChannel, inputPeer, isChannel } from './inputPeer'
import { randomId } from './randomId'
import { takePts, takeUpdates } from './taken'
import { session } from './session'
import { toMessage } from './toMessage'

export async function editText(chat: PeerId, id: number, text: string, entities: Entity[]): Promise<void> {
  takeUpdates(await call({ _: 'messages.editMessage', peer: await inputPeer(chat), id, message: text, entities: await fromEntities(entities) }))
}

export async function deleteMessages(chat: PeerId, ids: number[], forAll: boolean): Promise<void> {
  if (isChannel(chat)) {
    const answer = await call({ _: 'channels.deleteMessages', channel: await inputChannel(chat), id: ids })
    takePts(answer.pts, answer.ptsCount, parseMarkedPeerId(chat)[1])
  } else {
    const answer = await call({ _: 'messages.deleteMessages', id: ids, revoke: forAll })
    takePts(answer.pts, answer.ptsCount)
  }
  session.tell({ kind: 'deleted', ...(isChannel(chat) ? { chat } : {}), ids })
}

export async function forwardMessages(from: PeerId, ids: number[], to: PeerId): Promise<void> {
  const now = Date.now()
  takeUpdates(await call({
    _: 'messages.forwardMessages', fromPeer: await inputPeer(from), toPeer: await inputPeer(to), id: ids,
    randomId: ids.map((_, index) => randomId(now * 128 + index)),
  }))
}

export async function readHistory(chat: PeerId, upTo: number): Promise<void> {
  if (isChannel(chat)) {
    await call({ _: 'channels.readHistory', channel: await inputChannel(chat), maxId: upTo })
    return
  }
  const answer = await call({ _: 'messages.readHistory', peer: await inputPeer(chat), maxId: upTo })
  takePts(answer.pts, answer.ptsCount)
}

export async function readReactions(chat: PeerId): Promise<void> {
  const answer = await call({ _: 'messages.readReactions', peer: await inputPeer(chat) })
  takePts(answer.pts, answer.ptsCount, isChannel(chat) ? parseMarkedPeerId(chat)[1] : 0)
}

export async function sendReaction(chat: PeerId, id: number, reactions: Pick<Reaction, 'emoji' | 'custom'>[]): Promise<void> {
  takeUpdates(await call({
    _: 'messages.sendReaction', peer: await inputPeer(chat), msgId: id, addToRecent: true,
    reaction: reactions.map(({ emoji, custom }) => (custom ? { _: 'reactionCustomEmoji', documentId: Long.fromString(custom) } : { _: 'reactionEmoji', emoticon: emoji })),
  }))
}

export async function pinMessage(chat: PeerId, id: number, pinned: boolean, forBoth: boolean): Promise<void> {
  takeUpdates(await call({
    _: 'messages.updatePinnedMessage', peer: await inputPeer(chat), id, ...(pinned ? {} : { unpin: true }), ...(forBoth ? {} : { pmOneside: true }),
  }))
}

export async function setTyping(chat: PeerId, what: 'typing' | 'recording' | 'uploading' | 'nothing'): Promise<void> {
  const action: tl.TypeSendMessageAction =
    what === 'typing' ? { _: 'sendMessageTypingAction' }
    : what === 'recording' ? { _: 'sendMessageRecordAudioAction' }
    : what === 'uploading' ? { _: 'sendMessageUploadDocumentAction', progress: 0 }
    : { _: 'sendMessageCancelAction' }
  await call({ _: 'messages.setTyping', peer: await inputPeer(chat), action })
}

export async function saveDraft(chat: PeerId, message: string, reply?: number): Promise<void> {
  await call({
    _: 'messages.saveDraft', peer: await inputPeer(chat), message,
    ...(reply ? { replyTo: { _: 'inputReplyToMessage', replyToMsgId: reply } as tl.RawInputReplyToMessage } : {}),
  })
}

export async function searchChat(options: { chat: PeerId; query?: string; only?: 'pinned' | 'media' | 'files'; before?: number; limit: number }): Promise<{ messages: Message[]; total: number }> {
  const filter: tl.TypeMessagesFilter =
    options.only === 'pinned' ? { _: 'inputMessagesFilterPinned' }
    : options.only === 'media' ? { _: 'inputMessagesFilterPhotoVideo' }
    : options.only === 'files' ? { _: 'inputMessagesFilterDocument' }
    : { _: 'inputMessagesFilterEmpty' }
  const answer = await call({
    _: 'messages.search', peer: await inputPeer(options.chat), q: options.query ?? '', filter, minDate: 0, maxDate: 0,
    offsetId: options.before ?? 0, addOffset: 0, limit: options.limit, maxId: 0, minId: 0, hash: 0 as never,
  } as tl.messages.RawSearchRequest)
  const messages = toMessages(answer)
  return { messages, total: 'count' in answer ? answer.count : messages.length }
}

export async function searchAll(query: string, limit: number): Promise<Message[]> {
  return toMessages(await call({
    _: 'messages.searchGlobal', q: query, filter: { _: 'inputMessagesFilterEmpty' }, minDate: 0, maxDate: 0, offsetRate: 0,
    offsetPeer: { _: 'inputPeerEmpty' }, offsetId: 0, limit,
  }))
}

export async function getScheduled(chat: PeerId): Promise<Message[]> {
  const answer = await call({ _: 'messages.getScheduledHistory', peer: await inputPeer(chat), hash: 0 as never } as tl.messages.RawGetScheduledHistoryRequest)
  return answer._ === 'messages.messagesNotModified' ? [] : answer.messages.flatMap((message) => toMessage(message, true) ?? [])
}

export async function sendScheduledNow(chat: PeerId, id: number): Promise<void> {
  takeUpdates(await call({ _: 'messages.sendScheduledMessages', peer: await inputPeer(chat), id: [id] }))
}

export async function deleteScheduled(chat: PeerId, id: number): Promise<void> {
  takeUpdates(await call({ _: 'messages.deleteScheduledMessages', peer: await inputPeer(chat), id: [id] }))
  session.tell({ kind: 'unscheduled', chat, ids: [id] })
}

export async function vote(chat: PeerId, id: number, options: string[]): Promise<void> {
  const bytes = options.map((key) => Uint8Array.from(key.match(/../g) ?? [], (one) => Number.parseInt(one, 16)))
  takeUpdates(await call({ _: 'messages.sendVote', peer: await inputPeer(chat), msgId: id, options: bytes }))
}
