/** What a person does with a chat as a whole. The page shows it at once and takes it back if the server refuses. */
import type { Dialog, PeerId } from '../model/model'
import { setState, state } from './store'

export async function orBack(chat: PeerId, work: () => Promise<unknown>): Promise<void> {
  const before = state.dialogs[chat] && { ...state.dialogs[chat] }
  try {
    await work()
  } catch (error) {
    if (before) setState('dialogs', chat, before as Dialog)
    throw error
  }
}
