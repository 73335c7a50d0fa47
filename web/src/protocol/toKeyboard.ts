import type { tl } from '@mtcute/core'
import type { BotButton, Keyboard } from '../model/model'

/** What a bot has put below its message, or in place of the keyboard. */
export function toKeyboard(raw: tl.TypeReplyMarkup | undefined): Keyboard | undefined {
  switch (raw?._) {
    case 'replyInlineMarkup':
      return { kind: 'inline', rows: rows(raw.rows) }
    case 'replyKeyboardMarkup':
      return { kind: 'reply', rows: rows(raw.rows), once: raw.singleUse ?? false, placeholder: raw.placeholder ?? '' }
    case 'replyKeyboardHide':
      return { kind: 'hide' }
    case 'replyKeyboardForceReply':
      return { kind: 'force', placeholder: raw.placeholder ?? '' }
    default:
      return undefined
  }
}

const rows = (all: readonly tl.TypeKeyboardButtonRow[]): BotButton[][] => all.map((row) => row.buttons.map(button))

const hex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')

function button(raw: tl.TypeKeyboardButton): BotButton {
  const { text } = raw
  switch (raw._) {
    case 'keyboardButton':
      return { kind: 'text', text }
    case 'keyboardButtonUrl':
    case 'keyboardButtonUrlAuth':
      return { kind: 'url', text, url: raw.url }
    case 'keyboardButtonCallback':
      return { kind: 'callback', text, data: hex(raw.data), password: raw.requiresPassword ?? false }
    case 'keyboardButtonSwitchInline':
      return { kind: 'inline', text, query: raw.query, here: raw.samePeer ?? false }
    case 'keyboardButtonWebView':
      return { kind: 'app', text, url: raw.url, simple: false }
    case 'keyboardButtonSimpleWebView':
      return { kind: 'app', text, url: raw.url, simple: true }
    case 'keyboardButtonCopy':
      return { kind: 'copy', text, copy: raw.copyText }
    case 'keyboardButtonUserProfile':
      return { kind: 'user', text, user: raw.userId }
    case 'keyboardButtonRequestPhone':
      return { kind: 'phone', text }
    case 'keyboardButtonRequestPoll':
      return { kind: 'poll', text }
    default:
      return { kind: 'other', text }
  }
}
