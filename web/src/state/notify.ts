import type { Message } from '../model/model'
import { peerName } from './peerName'
import { personName } from './personName'
import { preferences } from './preferences'
import { preview } from './preview'
import { go } from './go'
import { route } from './route'
import { state } from './store'

/** Shows a notification for a message that nobody looks at, unless the chat is muted. */
export function notify(message: Message): void {
  const dialog = state.dialogs[message.chat]
  const seen = document.visibilityState === 'visible' && document.hasFocus() && route().chat === message.chat
  if (seen || (dialog?.mutedUntil ?? 0) * 1000 > Date.now() || dialog?.archived) return
  if (message.date * 1000 < Date.now() - 60_000 || state.connection !== 'connected') return
  if (!preferences().notifications || !('Notification' in window) || Notification.permission !== 'granted') return
  const title = peerName(message.chat)
  const chat = state.peers[message.chat]
  const shown = new Notification(title, {
    body: chat?.kind === 'group' || chat?.kind === 'supergroup' ? `${personName(message.from)}: ${preview(message)}` : preview(message), tag: String(message.chat), icon: '/icon-192.png', silent: !preferences().sound,
  })
  shown.onclick = () => {
    window.focus()
    go({ chat: message.chat })
    shown.close()
  }
}
