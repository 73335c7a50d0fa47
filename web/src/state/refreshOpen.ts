import { produce } from 'solid-js/store'
import type { PeerId } from '../model/model'
import type { History } from './store'
import { setState, state } from './store'

/** After a new connection: what the difference did not tell is looked at again when a chat is opened. */
export async function refreshOpen(): Promise<void> {
  setState('histories', produce((histories: Record<PeerId, History | undefined>) => {
    for (const history of Object.values(histories)) if (history) history.fresh = history.end
  }))
  for (const chat of Object.keys(state.typing)) setState('typing', Number(chat), undefined)
}
