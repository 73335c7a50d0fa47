import { produce } from 'solid-js/store'
import type { PeerId } from '../model/model'
import { loadDialogs } from './loadDialogs'
import { loadHistory } from './loadHistory'
import { route } from './route'
import type { History } from './store'
import { setState, state } from './store'
import { THREAD } from './thread'

/**
 * After a new connection: what is here may miss something, so each chat is asked for anew when it is opened, and the
 * list and the chat that is open are asked for now. While the page has no list yet, whoever fetches it sees to that.
 */
export async function refreshOpen(): Promise<void> {
  setState('histories', produce((histories: Record<PeerId, History | undefined>) => {
    for (const history of Object.values(histories)) if (history) history.fresh = false
  }))
  for (const chat of Object.keys(state.typing)) setState('typing', Number(chat), undefined)
  if (!state.listed) return
  await loadDialogs()
  const { chat } = route()
  const place = state.thread ? THREAD : chat
  if (place && state.histories[place]?.end) await loadHistory(place, 'newest')
}
