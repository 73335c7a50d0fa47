import type { BotButton, PeerId } from '../model/model'
import { link } from './link'
import { replyKeyboard } from './replyKeyboard'
import { sendText } from './sendText'
import { setState } from './store'

/** Does what a button of a bot's keyboard says, where that needs no further question. */
export async function pressReplyButton(chat: PeerId, button: BotButton): Promise<void> {
  const shown = replyKeyboard(chat)
  if (shown) setState('keyboardDone', chat, shown.id)
  if (button.kind === 'text') sendText(chat, button.text, { plain: true })
  else if (button.kind === 'phone') await (await link()).sendOwnContact(chat)
}
