import type { RawUpdateInfo, tl } from '@mtcute/core'
import { getMarkedPeerId } from '@mtcute/core'
import type { Happening, PeerId, Typing } from '../model/model'
import { peerId } from './peerId'
import { session } from './session'
import { takePage } from './takePage'
import { tellPeers } from './tellPeers'
import { toDraft } from './toDraft'
import { toPoll } from './toPoll'
import { toResults } from './toResults'
import { toMessage } from './toMessage'
import { toReactions } from './toReactions'
import { toPresence } from './toPresence'

/** Tells of an update what the page can show of it. */
export function handleUpdate({ update, peers }: RawUpdateInfo): void {
  tellPeers({ users: [...peers.users.values()], chats: [...peers.chats.values()] })
  for (const happening of happenings(update)) session.tell(happening)
}

const channel = (id: number): PeerId => getMarkedPeerId(id, 'channel')

function happenings(update: tl.TypeUpdate): Happening[] {
  switch (update._) {
    case 'updateNewMessage':
    case 'updateNewChannelMessage': {
      const message = toMessage(update.message)
      return message ? [{ kind: 'message', message }] : []
    }
    case 'updateEditMessage':
    case 'updateEditChannelMessage': {
      const message = toMessage(update.message)
      return message ? [{ kind: 'edited', message }] : []
    }
    case 'updateDeleteMessages':
      return [{ kind: 'deleted', ids: update.messages }]
    case 'updateDeleteChannelMessages':
      return [{ kind: 'deleted', chat: channel(update.channelId), ids: update.messages }]
    case 'updateNewScheduledMessage': {
      const message = toMessage(update.message, true)
      return message ? [{ kind: 'scheduled', message }] : []
    }
    case 'updateDeleteScheduledMessages':
      return [{ kind: 'unscheduled', chat: peerId(update.peer), ids: update.messages }]
    case 'updateReadHistoryInbox':
      return [{ kind: 'readInbox', chat: peerId(update.peer), upTo: update.maxId, unread: update.stillUnreadCount }]
    case 'updateReadChannelInbox':
      return [{ kind: 'readInbox', chat: channel(update.channelId), upTo: update.maxId, unread: update.stillUnreadCount }]
    case 'updateReadHistoryOutbox':
      return [{ kind: 'readOutbox', chat: peerId(update.peer), upTo: update.maxId }]
    case 'updateReadChannelOutbox':
      return [{ kind: 'readOutbox', chat: channel(update.channelId), upTo: update.maxId }]
    case 'updateUserTyping':
      return [typing(update.userId, update.userId, update.action)]
    case 'updateChatUserTyping':
      return [typing(-update.chatId, peerId(update.fromId), update.action)]
    case 'updateChannelUserTyping':
      return [typing(channel(update.channelId), peerId(update.fromId), update.action)]
    case 'updateUserStatus':
      return [{ kind: 'presence', who: update.userId, presence: toPresence(update.status) }]
    case 'updateDraftMessage': {
      const draft = toDraft(update.draft)
      return [{ kind: 'draft', chat: peerId(update.peer), ...(draft ? { draft } : {}) }]
    }
    case 'updateDialogPinned':
      return update.peer._ === 'dialogPeer' ? [{ kind: 'pinnedDialog', chat: peerId(update.peer.peer), pinned: update.pinned ?? false }] : []
    case 'updatePinnedDialogs': {
      const chats = update.order?.flatMap((one) => (one._ === 'dialogPeer' ? [peerId(one.peer)] : []))
      return [{ kind: 'pinnedOrder', archived: update.folderId === 1, ...(chats ? { chats } : {}) }]
    }
    case 'updateFolderPeers':
      return [{ kind: 'archived', chats: update.folderPeers.map((one) => ({ chat: peerId(one.peer), archived: one.folderId === 1 })) }]
    case 'updateDialogUnreadMark':
      return update.peer._ === 'dialogPeer' ? [{ kind: 'marked', chat: peerId(update.peer.peer), marked: update.unread ?? false }] : []
    case 'updateNotifySettings':
      return update.peer._ === 'notifyPeer' ? [{ kind: 'muted', chat: peerId(update.peer.peer), until: update.notifySettings.muteUntil ?? 0 }] : []
    case 'updateMessageReactions':
      return [{ kind: 'reactions', chat: peerId(update.peer), id: update.msgId, reactions: toReactions(update.reactions) }]
    case 'updateMessagePoll': {
      const id = update.pollId.toString()
      if (update.poll) return [{ kind: 'poll', id, poll: toPoll(update.poll, update.results) }]
      const total = update.results.totalVoters
      return [{ kind: 'poll', id, results: toResults(update.results), ...(total === undefined ? {} : { total }) }]
    }
    case 'updateWebPage':
    case 'updateChannelWebPage':
      return takePage(update.webpage)
    case 'updatePinnedMessages':
      return [{ kind: 'pinnedMessages', chat: peerId(update.peer), ids: update.messages, pinned: update.pinned ?? false }]
    case 'updatePinnedChannelMessages':
      return [{ kind: 'pinnedMessages', chat: channel(update.channelId), ids: update.messages, pinned: update.pinned ?? false }]
    case 'updateChannelMessageViews':
      return [{ kind: 'views', chat: channel(update.channelId), id: update.id, views: update.views }]
    case 'updateDialogFilter':
    case 'updateDialogFilters':
    case 'updateDialogFilterOrder':
      return [{ kind: 'foldersChanged' }]
    case 'updateStickerSets':
    case 'updateNewStickerSet':
    case 'updateStickerSetsOrder':
      return [{ kind: 'stickerSetsChanged' }]
    case 'updateChannel':
      return [{ kind: 'chatChanged', chat: channel(update.channelId) }]
    case 'updateChat':
      return [{ kind: 'chatChanged', chat: -update.chatId }]
    case 'updateLoginToken':
      return [{ kind: 'tokenAccepted' }]
    default:
      return []
  }
}

function typing(chat: PeerId, who: PeerId, action: tl.TypeSendMessageAction): Happening {
  const what: Typing | undefined =
    action._ === 'sendMessageCancelAction' ? undefined
    : action._ === 'sendMessageRecordAudioAction' || action._ === 'sendMessageRecordRoundAction' ? 'recording'
    : action._ === 'sendMessageChooseStickerAction' ? 'choosing'
    : action._.startsWith('sendMessageUpload') ? 'uploading'
    : 'typing'
  return { kind: 'typing', chat, who, ...(what ? { what } : {}) }
}
