/** What can be done with a message. */
import { For, lazy, Suspense } from 'solid-js'
import type { Message } from '../model/model'
import { attempt } from '../state/attempt'
import { isLocal } from '../state/isLocal'
import { customEmoji } from '../state/customEmoji'
import { deleteMessages } from '../state/deleteMessages'
import { pinMessage } from '../state/pinMessage'
import { react } from '../state/react'
import { setEditing } from '../state/setEditing'
import { setReplying } from '../state/setReplying'
import { peerName } from '../state/peerName'
import { retrySend } from '../state/retrySend'
import { dropUnsent } from '../state/dropUnsent'
import { leaveSelection } from '../state/leaveSelection'
import { select } from '../state/select'
import { state } from '../state/store'
import { messageAt } from '../state/messageAt'
import { toast } from '../state/toast'
import { t } from '../text/text'
import { tCount } from '../text/tCount'
import { Icon } from './Icon'
import { openSetOf } from './openSetOf'
import { closeMenu, type MenuItem, openModal, Question } from './Overlay'

const AllReactions = lazy(() => import('./AllReactions'))
const Reactors = lazy(() => import('./Reactors'))
const Forward = lazy(() => import('./Forward'))

/** Reactions that are offered first. */
const QUICK = ['👍', '❤️', '😂', '🔥', '😮', '😢', '🙏']

/** What carries no text that could be edited. */
const FIXED = ['poll', 'sticker', 'dice', 'contact', 'place', 'other']

export function messageMenu(message: Message): MenuItem[] {
  const { chat } = message
  if (message.sending === 'failed') {
    return [
      { icon: 'send', text: t('msg.retry'), run: () => retrySend(message) },
      { icon: 'trash', text: t('msg.remove'), danger: true, run: () => dropUnsent(message) },
    ]
  }
  if (isLocal(message.id)) return []
  const peer = state.peers[chat]
  const items: MenuItem[] = []
  const forwards = !message.noForwards && !peer?.noForwards && !(message.media && 'goes' in message.media)
  const mayWrite = peer?.kind === 'user' || peer?.rights?.send
  if (mayWrite && !peer?.service) items.push({ icon: 'reply', text: t('msg.reply'), run: () => setReplying(chat, message.id) })
  if (message.out && !message.action && !message.forward && !FIXED.includes(message.media?.kind ?? '')) {
    items.push({ icon: 'pen', text: t('msg.edit'), run: () => setEditing(chat, message.id) })
  }
  if (message.text && forwards) items.push({ icon: 'copy', text: t('msg.copy'), run: () => void copy(message.text) })
  const group = peer?.kind === 'group' || peer?.kind === 'supergroup'
  if (group && !message.action && (message.out || message.reactions.length)) items.push({ icon: 'eye', text: t('reactors.menu'), run: () => openModal(() => <Suspense><Reactors message={message} /></Suspense>) })
  const emoji = message.entities.find((one) => one.kind === 'emoji')?.emoji
  if (emoji) items.push({ icon: 'smile', text: t('msg.emojiSet'), run: () => void customEmoji(emoji).then((found) => found && openSetOf(found)) })
  if (peer?.username && chat < 0) items.push({ icon: 'link', text: t('msg.copyLink'), run: () => void copy(`${location.origin}/#at=${peer.username}&message=${message.id}`) })
  if (!message.action && forwards) items.push({ icon: 'forward', text: t('msg.forward'), run: () => askForward(chat, [message.id]) })
  if (!message.action && (peer?.kind === 'user' || peer?.rights?.pin)) {
    items.push({ icon: 'pin', text: t(message.pinned ? 'msg.unpin' : 'msg.pin'), run: () => (message.pinned ? void attempt(() => pinMessage(message, false, true)) : askPin(message)) })
  }
  items.push({ icon: 'select', text: t('msg.select'), run: () => select(message.id) })
  if (message.out || peer?.kind === 'user' || peer?.kind === 'group' || peer?.rights?.deleteOthers) {
    items.push({ icon: 'trash', text: t('msg.delete'), danger: true, run: () => askDelete(chat, [message.id]) })
  }
  return items
}

async function copy(text: string) {
  await navigator.clipboard.writeText(text)
  toast(t('common.copied'))
}

export function ReactionRow(props: { message: Message }) {
  return (
    <div class="menu-reactions">
      <For each={QUICK}>
        {(emoji) => (
          <button
            type="button" role="menuitem" aria-label={t('msg.react', { emoji })}
            classList={{ mine: props.message.reactions.some((one) => one.mine && one.emoji === emoji) }}
            onClick={() => { closeMenu(); void attempt(() => react(props.message, { emoji })) }}
          >
            {emoji}
          </button>
        )}
      </For>
      <button type="button" role="menuitem" class="more" aria-label={t('msg.moreReactions')} onClick={() => openModal(() => <Suspense><AllReactions message={props.message} /></Suspense>)}><Icon name="plus" /></button>
    </div>
  )
}

export function askForward(chat: number, ids: number[]): void {
  openModal(() => <Suspense><Forward chat={chat} ids={ids} /></Suspense>)
}

export function askDelete(chat: number, ids: number[]): void {
  const peer = state.peers[chat]
  const user = peer?.kind === 'user' && chat !== state.me && !peer.service
  const own = ids.every((id) => messageAt(chat, id)?.out)
  const check = user ? t('delete.forBoth', { name: peerName(chat) }) : peer?.kind === 'group' && (own || peer.admin) ? t('delete.forAll') : undefined
  openModal(() => (
    <Question
      title={tCount('delete.title', ids.length)} answer={t('common.delete')} danger {...(check ? { check, checked: true } : {})}
      run={(checked) => void attempt(async () => {
        await deleteMessages(chat, ids, checked)
        leaveSelection()
      })}
    />
  ))
}

function askPin(message: Message): void {
  const user = state.peers[message.chat]?.kind === 'user' && message.chat !== state.me
  openModal(() => (
    <Question
      title={t('pin.title')} answer={t('msg.pin')} {...(user ? { check: t('pin.forBoth', { name: peerName(message.chat) }), checked: true } : {})}
      run={(checked) => void attempt(() => pinMessage(message, true, user ? checked : true))}
    />
  ))
}
