import { unwrap } from 'solid-js/store'
import type { Keyboard, PeerId } from '../model/model'
import { idsOf } from './idsOf'
import { state } from './store'

type Reply = Extract<Keyboard, { kind: 'reply' }>

/** The keyboard that the newest word of a bot has put in a chat, with the message that it came with; none where it was taken away. */
export function replyKeyboard(chat: PeerId): { id: number; keyboard: Reply } | undefined {
  const history = state.histories[chat]
  if (!history?.end) return undefined
  // Which message has it changes with the list alone; to watch each one of a long history would cost more than all else.
  const messages = unwrap(history.messages)
  const id = idsOf(chat).findLast((one) => {
    const message = messages[one]
    return message && !message.out && message.keyboard && message.keyboard.kind !== 'inline'
  })
  const keyboard = id === undefined ? undefined : history.messages[id]?.keyboard
  if (id === undefined || keyboard?.kind !== 'reply') return undefined
  return keyboard.once && state.keyboardDone[chat] === id ? undefined : { id, keyboard }
}
