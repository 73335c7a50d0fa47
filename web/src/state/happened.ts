import type { Happening } from '../model/model'
import { apply } from './apply'
import { forget } from './forget'
import { link } from './link'
import { loadFolders } from './loadFolders'
import { loadDialogs } from './loadDialogs'
import { loadPinned } from './loadPinned'
import { keepSoon } from './keepSoon'
import { loginTokenAccepted } from './loginTokenAccepted'
import { connectionNow } from './connectionNow'
import { notify } from './notify'
import { refreshChat } from './refreshChat'
import { refreshOpen } from './refreshOpen'
import { stickerSetsChanged } from './stickerSets'
import { state } from './store'

/** Takes what the protocol tells, and asks for what is missing then. */
export function happened(told: Happening): void {
  const happening = told.kind === 'connection' ? { ...told, connection: connectionNow(told.connection) } : told
  const before = state.connection
  const wishes = apply(happening)
  if (happening.kind === 'signedOut') void forget()
  if (happening.kind === 'stickerSetsChanged') stickerSetsChanged()
  if (happening.kind === 'tokenAccepted') loginTokenAccepted()
  if (happening.kind === 'connection' && happening.connection === 'connected' && before !== 'connected') void refreshOpen().catch(() => {})
  for (const wish of wishes) {
    // What cannot be asked for now is asked for after the next connection.
    const quietly = (work: Promise<unknown>) => void work.catch(() => {})
    if (wish.kind === 'folders') quietly(loadFolders())
    else if (wish.kind === 'dialogs') quietly(link().then(() => loadDialogs()))
    else if (wish.kind === 'pinned') quietly(loadPinned(wish.chat))
    else if (wish.kind === 'chat') quietly(refreshChat(wish.chat))
    else notify(wish.message)
  }
  if (happening.kind !== 'typing' && happening.kind !== 'connection') keepSoon()
}
