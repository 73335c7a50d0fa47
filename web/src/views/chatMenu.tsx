/** What can be done with a chat of the list. */
import { lazy, Suspense } from 'solid-js'
import { attempt } from '../state/attempt'
import { archive } from '../state/archive'
import { deleteHistory } from '../state/deleteHistory'
import { leave } from '../state/leave'
import { mute } from '../state/mute'
import { pinDialog } from '../state/pinDialog'
import { setRead } from '../state/setRead'
import { peerName } from '../state/peerName'
import { go } from '../state/go'
import { route } from '../state/route'
import { state } from '../state/store'
import { t } from '../text/text'
import { type MenuItem, openModal, Question } from './Overlay'

const MuteFor = lazy(() => import('./MuteFor'))

export function chatMenu(chat: number): MenuItem[] {
  const dialog = state.dialogs[chat]
  const peer = state.peers[chat]
  if (!dialog) return []
  const muted = dialog.mutedUntil * 1000 > Date.now()
  const unread = dialog.unread > 0 || dialog.marked
  const items: MenuItem[] = [
    { icon: 'pin', text: t(dialog.pin === undefined ? 'menu.pin' : 'menu.unpin'), run: () => void attempt(() => pinDialog(chat, dialog.pin === undefined)) },
    { icon: 'check', text: t(unread ? 'menu.markRead' : 'menu.markUnread'), run: () => void attempt(() => setRead(chat, unread)) },
  ]
  if (chat !== state.me) {
    items.push(
      { icon: muted ? 'bell' : 'mute', text: t(muted ? 'menu.unmute' : 'menu.mute'), run: () => (muted ? void attempt(() => mute(chat, false)) : openModal(() => <Suspense><MuteFor chat={chat} /></Suspense>)) },
      { icon: 'archive', text: t(dialog.archived ? 'menu.unarchive' : 'menu.archive'), run: () => void attempt(() => archive(chat, !dialog.archived)) },
    )
  }
  const isUser = peer?.kind === 'user'
  if (isUser || peer?.kind === 'group') {
    items.push({ icon: 'trash', text: t('menu.clear'), danger: true, run: () => ask(chat, 'clear') })
  }
  items.push(
    isUser
      ? { icon: 'trash', text: t('menu.deleteChat'), danger: true, run: () => ask(chat, 'delete') }
      : { icon: 'out', text: t('menu.leave'), danger: true, run: () => ask(chat, 'leave') },
  )
  return items
}

function ask(chat: number, what: 'clear' | 'delete' | 'leave'): void {
  const name = peerName(chat)
  const both = state.peers[chat]?.kind === 'user' && chat !== state.me && !state.peers[chat]?.service
  const title = what === 'clear' ? t('delete.clearTitle', { name }) : what === 'leave' ? t('delete.leaveTitle', { name }) : t('delete.chatTitle', { name })
  openModal(() => (
    <Question
      title={title} {...(what === 'leave' ? {} : { text: t('delete.chatText') })} answer={t(what === 'leave' ? 'menu.leave' : 'common.delete')} danger
      {...(both && what !== 'leave' ? { check: t('delete.forBoth', { name }) } : {})}
      run={(checked) => void attempt(async () => {
        if (what === 'leave') await leave(chat)
        else await deleteHistory(chat, checked, what === 'clear')
        if (what !== 'clear' && route().chat === chat) go({})
      })}
    />
  ))
}
