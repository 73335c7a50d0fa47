/**
 * What the views and the state know: people, chats and messages as plain values. Nothing here is of the protocol; the
 * functions under `protocol/` translate.
 */

/** Positive for people, negative for groups; the same number on every device. */
export type PeerId = number

export type Presence =
  | { kind: 'online'; until: number }
  | { kind: 'offline'; at: number }
  | { kind: 'recently' | 'lastWeek' | 'lastMonth' | 'unknown' }

export type PeerKind = 'user' | 'group' | 'supergroup' | 'channel'

/** What somebody may do in a group or channel. */
export interface Rights {
  send: boolean
  media: boolean
  pin: boolean
  invite: boolean
  changeInfo: boolean
  deleteOthers: boolean
  ban: boolean
  addAdmins: boolean
}

export interface Peer {
  id: PeerId
  kind: PeerKind
  name: string
  firstName?: string
  lastName?: string
  username?: string
  phone?: string
  self?: boolean
  bot?: boolean
  contact?: boolean
  deleted?: boolean
  /** The service account, which speaks for the server. */
  service?: boolean
  presence?: Presence
  members?: number
  /** The supergroup that a group has become. */
  movedTo?: PeerId
  /** No longer, or not yet, a member. */
  left?: boolean
  creator?: boolean
  admin?: boolean
  rights?: Rights
  photo?: FileRef
  noForwards?: boolean
  /** A group whose messages stand in topics. */
  forum?: boolean
}

/** What is needed to get a file's bytes; only the protocol looks inside. */
export interface FileRef {
  key: string
  location: unknown
  size?: number
}

/** A picture that the server has and no message has yet; only the protocol looks inside. */
export interface Uploaded {
  media: unknown
}

export type EntityKind =
  | 'bold' | 'italic' | 'underline' | 'strike' | 'code' | 'pre' | 'spoiler' | 'link' | 'url' | 'mention'
  | 'hashtag' | 'command' | 'email' | 'phone' | 'quote' | 'emoji'

export interface Entity {
  kind: EntityKind
  offset: number
  length: number
  /** Of a link. */
  url?: string
  /** Of a code block. */
  language?: string
  /** Of a mention without a name. */
  user?: PeerId
  /** The number of a custom emoji. */
  emoji?: string
}

/** What is more than its letters in a text that is being written: a custom emoji, or somebody who has no username. */
export interface Placed {
  offset: number
  /** What stands there in the field. */
  text: string
  /** `emoji` or `user`, and its number. */
  of: `${'emoji' | 'user'}?id=${string}`
}

export interface PollOption {
  key: string
  text: string
  voters: number
  chosen: boolean
  correct: boolean
}

export interface Poll {
  id: string
  question: string
  options: PollOption[]
  total: number
  closed: boolean
  quiz: boolean
  multiple: boolean
  public: boolean
  voted: boolean
  solution?: string
}

/** `goes`: how many seconds after the other side has opened it it goes; more than a minute means at once. */
export type Media =
  | { kind: 'photo'; width: number; height: number; thumb?: string; small?: FileRef; full: FileRef; spoiler?: boolean; goes?: number }
  | { kind: 'video'; width: number; height: number; duration: number; thumb?: string; small?: FileRef; full: FileRef; mime: string; round?: boolean; gif?: boolean; goes?: number }
  | { kind: 'voice'; duration: number; waveform: number[]; full: FileRef; mime: string; goes?: number }
  | { kind: 'audio'; duration: number; title: string; performer: string; full: FileRef; mime: string }
  | { kind: 'sticker'; width: number; height: number; emoji: string; full: FileRef; mime: string; set?: unknown }
  | { kind: 'file'; name: string; size: number; mime: string; full: FileRef; thumb?: string; small?: FileRef }
  | { kind: 'poll'; poll: Poll }
  | { kind: 'place'; latitude: number; longitude: number; title?: string; address?: string; live?: boolean }
  | { kind: 'contact'; name: string; phone: string; user?: PeerId }
  | { kind: 'dice'; emoji: string; value: number }
  | { kind: 'link'; url: string; site: string; title: string; text: string; photo?: FileRef }
  /** What was seen and has gone. */
  | { kind: 'gone'; what: 'photo' | 'video' | 'voice' }
  | { kind: 'other' }

export interface Reaction {
  /** Empty for a custom emoji. */
  emoji: string
  /** The number of a custom emoji. */
  custom?: string
  count: number
  mine: boolean
}

/** Somebody who reacted to a message, or has read it. */
export interface Reactor {
  id: PeerId
  date: number
  emoji?: string
  custom?: string
}

/** What happened, in place of a text. */
export type Action =
  | { kind: 'created'; title: string }
  | { kind: 'added'; users: PeerId[] }
  | { kind: 'removed'; user: PeerId }
  | { kind: 'joined' | 'joinedByLink' | 'joinedByRequest' | 'photoChanged' | 'photoRemoved' | 'screenshot' | 'contactJoined' }
  | { kind: 'renamed'; title: string }
  | { kind: 'pinned' }
  | { kind: 'ttl'; seconds: number }
  | { kind: 'noForwards'; on: boolean }
  | { kind: 'upgraded' }
  | { kind: 'other' }

/** A button that a bot has put below a message, or in place of the keyboard. */
export type BotButton =
  | { kind: 'text'; text: string }
  | { kind: 'url'; text: string; url: string }
  | { kind: 'callback'; text: string; data: string; password: boolean }
  | { kind: 'inline'; text: string; query: string; here: boolean }
  | { kind: 'app'; text: string; url: string; simple: boolean }
  | { kind: 'copy'; text: string; copy: string }
  | { kind: 'user'; text: string; user: PeerId }
  | { kind: 'phone' | 'poll' | 'other'; text: string }

export type Keyboard =
  | { kind: 'inline'; rows: BotButton[][] }
  | { kind: 'reply'; rows: BotButton[][]; once: boolean; placeholder: string }
  | { kind: 'hide' }
  | { kind: 'force'; placeholder: string }

export interface BotInfo {
  description: string
  commands: { command: string; description: string }[]
  /** The mini app behind the button beside the field. */
  app?: { text: string; url: string }
}

/** What a bot offers to send where it was asked in the field. */
export interface InlineResult {
  query: string
  id: string
  title: string
  text: string
  photo?: FileRef
}

export interface StickerSet {
  id: string
  title: string
  count: number
  /** Whether it is among those that one has. */
  added: boolean
  /** Whether its stickers are custom emoji, which stand in texts. */
  ofEmoji?: boolean
  /** Only the protocol looks inside. */
  input: unknown
}

export interface Sticker {
  /** Of a custom emoji the number that it has in texts. */
  id: string
  media: Extract<Media, { kind: 'sticker' }>
  /** Only the protocol looks inside. */
  input: unknown
}

export interface Topic {
  id: number
  title: string
  unread: number
  closed: boolean
  pinned: boolean
  last?: Message
}

export interface Message {
  /** The first message of the thread that it belongs to. */
  thread?: number
  /** Of a post of a channel that can be commented on: how many did. */
  comments?: number
  keyboard?: Keyboard
  /** The bot whose result it was. */
  via?: PeerId
  id: number
  chat: PeerId
  from?: PeerId
  out: boolean
  date: number
  edited?: number
  text: string
  entities: Entity[]
  reply?: { id: number; quote?: string }
  forward?: { from?: PeerId; name?: string; date: number }
  media?: Media
  /** The page that it links to, while the server still looks at it. */
  page?: string
  action?: Action
  reactions: Reaction[]
  views?: number
  pinned?: boolean
  mentioned?: boolean
  album?: string
  ttl?: number
  scheduled?: boolean
  noForwards?: boolean
  /** Only on this device so far. */
  sending?: 'now' | 'failed'
  /** Why it was not sent, in a sentence. */
  failure?: string
  /** Of an upload: how much is there, of 1. */
  progress?: number
}

/** What members may do, each by itself. */
export const PERMISSIONS = ['send', 'media', 'stickers', 'links', 'polls', 'invite', 'pin', 'change'] as const
export type Permission = (typeof PERMISSIONS)[number]
export type Permissions = Record<Permission, boolean>

/** What an admin may do, each by itself. */
export const ADMIN_RIGHTS = ['change', 'post', 'edit', 'delete', 'ban', 'invite', 'pin', 'topics', 'anonymous', 'addAdmins'] as const
export type AdminRight = (typeof ADMIN_RIGHTS)[number]
export type AdminRights = Record<AdminRight, boolean>

export interface Member {
  id: PeerId
  role: 'owner' | 'admin' | 'member' | 'restricted' | 'removed'
  /** What an admin is called here. */
  title?: string
  /** Of an admin. */
  rights?: AdminRights
  /** Of a restricted member. */
  permissions?: Permissions
}

export interface InviteLink {
  /** What the link ends with; the same in every way to write it. */
  hash: string
  /** The link as the server wants to hear it. */
  link: string
  title?: string
  expires?: number
  /** How many may use it. */
  limit?: number
  used: number
  waiting: number
  approval: boolean
  /** The one that each admin has from the beginning. */
  permanent: boolean
  revoked: boolean
}

/** Where an invite link leads. */
export type Invitation =
  | { kind: 'member'; chat: PeerId }
  | { kind: 'open'; title: string; about: string; members: number; approval: boolean; channel: boolean }

export interface JoinRequest {
  user: PeerId
  date: number
  about: string
}

export interface Draft {
  text: string
  reply?: number
  date: number
}

export interface Dialog {
  chat: PeerId
  top: number
  unread: number
  mentions: number
  reactions: number
  marked: boolean
  readInbox: number
  readOutbox: number
  /** The place among the chats on top; absent for others. */
  pin?: number
  archived: boolean
  mutedUntil: number
  draft?: Draft
}

export interface Folder {
  id: number
  title: string
  emoji?: string
  pinned: PeerId[]
  include: PeerId[]
  exclude: PeerId[]
  contacts: boolean
  others: boolean
  groups: boolean
  channels: boolean
  bots: boolean
  noMuted: boolean
  noRead: boolean
  noArchived: boolean
}

export interface Session {
  hash: string
  current: boolean
  app: string
  device: string
  place: string
  active: number
}

export type PrivacyKey =
  | 'lastSeen' | 'phone' | 'photo' | 'forwards' | 'calls' | 'groups' | 'bio' | 'birthday' | 'voices'
export type PrivacyRule = 'everybody' | 'contacts' | 'nobody'
export interface PrivacyRules {
  rule: PrivacyRule
  /** Who may whatever the rule says, and who may not. */
  always: PeerId[]
  never: PeerId[]
}

export type Typing = 'typing' | 'uploading' | 'recording' | 'choosing'

export type Connection = 'offline' | 'connecting' | 'updating' | 'connected'

/** What the protocol tells of itself, one by one and in order. */
export type Happening =
  | { kind: 'peers'; peers: Peer[] }
  | { kind: 'message'; message: Message }
  | { kind: 'edited'; message: Message }
  | { kind: 'sent'; chat: PeerId; local: number; message: Message }
  | { kind: 'deleted'; chat?: PeerId; ids: number[] }
  | { kind: 'scheduled'; message: Message }
  | { kind: 'unscheduled'; chat: PeerId; ids: number[] }
  | { kind: 'readInbox'; chat: PeerId; upTo: number; unread?: number }
  | { kind: 'readOutbox'; chat: PeerId; upTo: number }
  | { kind: 'typing'; chat: PeerId; who: PeerId; what?: Typing }
  | { kind: 'presence'; who: PeerId; presence: Presence }
  | { kind: 'draft'; chat: PeerId; draft?: Draft }
  | { kind: 'pinnedDialog'; chat: PeerId; pinned: boolean }
  | { kind: 'pinnedOrder'; archived: boolean; chats?: PeerId[] }
  | { kind: 'archived'; chats: { chat: PeerId; archived: boolean }[] }
  | { kind: 'marked'; chat: PeerId; marked: boolean }
  | { kind: 'muted'; chat: PeerId; until: number }
  | { kind: 'reactions'; chat: PeerId; id: number; reactions: Reaction[] }
  | { kind: 'poll'; id: string; poll?: Poll; results?: { key: string; voters: number; chosen: boolean; correct: boolean }[]; total?: number }
  | { kind: 'page'; id: string; media?: Media }
  | { kind: 'pinnedMessages'; chat: PeerId; ids: number[]; pinned: boolean }
  | { kind: 'views'; chat: PeerId; id: number; views: number }
  | { kind: 'foldersChanged' }
  | { kind: 'stickerSetsChanged' }
  | { kind: 'chatChanged'; chat: PeerId }
  | { kind: 'connection'; connection: Connection }
  | { kind: 'tokenAccepted' }
  | { kind: 'signedOut' }
