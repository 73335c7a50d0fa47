/** Everything that the page knows. Views read it; only the functions beside this file change it. */
import { createStore } from 'solid-js/store'
import type {
  Connection, Dialog, Folder, Message, Peer, PeerId, Typing,
} from '../model/model'

/** Messages of a chat that follow each other without a gap. */
export interface History {
  /** In their order; those that only this device has stand last. */
  ids: number[]
  messages: Record<number, Message>
  /** Whether the first of the chat is among them. */
  start: boolean
  /** Whether the last of the chat is among them. */
  end: boolean
  /** Whether it was asked for since the last connection. */
  fresh: boolean
}

export interface Toast {
  id: number
  text: string
}

export interface State {
  phase: 'start' | 'needsHttps' | 'keyChanged' | 'signedOut' | 'signedIn'
  connection: Connection
  /** Whether the chats are those of the server, not only what was kept here. */
  listed: boolean
  me: PeerId
  peers: Record<PeerId, Peer>
  dialogs: Record<PeerId, Dialog>
  /** The newest message of each chat, for the list. */
  tops: Record<PeerId, Message | undefined>
  /** Of each chat; that of the open thread stands at `THREAD`. */
  histories: Record<PeerId, History | undefined>
  /** The topic, or the comments, that is open. */
  thread: { chat: PeerId; top: number } | undefined
  scheduled: Record<PeerId, Record<number, Message> | undefined>
  pinned: Record<PeerId, Message[] | undefined>
  typing: Record<PeerId, Record<PeerId, { what: Typing; until: number } | undefined> | undefined>
  folders: Folder[]
  toasts: Toast[]
  /** What is being answered, edited or chosen in a chat. */
  replying: Record<PeerId, number | undefined>
  editing: Record<PeerId, number | undefined>
  selected: Record<number, true | undefined>
  blocked: Record<PeerId, boolean | undefined>
  /** What the server can do beside private chats; nothing else is offered. */
  served: { files: boolean; groups: boolean; channels: boolean; stickers: boolean }
  /** What a bot is to be asked in the field of a chat, after a button of it. */
  asking: { chat: PeerId; bot: PeerId; query: string } | undefined
  /** The message whose keyboard was used, or put away, in each chat. */
  keyboardDone: Record<PeerId, number | undefined>
}

export const emptyState = (): State => ({
  phase: 'start',
  connection: 'connecting',
  listed: false,
  me: 0,
  peers: {},
  dialogs: {},
  tops: {},
  histories: {},
  thread: undefined,
  scheduled: {},
  pinned: {},
  typing: {},
  folders: [],
  toasts: [],
  replying: {},
  editing: {},
  selected: {},
  blocked: {},
  served: { files: false, groups: false, channels: false, stickers: false },
  asking: undefined,
  keyboardDone: {},
})

export const [state, setState] = createStore<State>(emptyState())
