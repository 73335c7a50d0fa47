import { expect, test } from 'vitest'
import { toKeyboard } from './toKeyboard'

test('buttons below a message keep their rows and what they carry', () => {
  expect(toKeyboard({
    _: 'replyInlineMarkup',
    rows: [
      { _: 'keyboardButtonRow', buttons: [{ _: 'keyboardButtonCallback', text: 'Yes', data: Uint8Array.of(1, 255) }, { _: 'keyboardButtonUrl', text: 'More', url: 'https://example.org' }] },
      { _: 'keyboardButtonRow', buttons: [{ _: 'keyboardButtonWebView', text: 'Open', url: 'https://app.example.org' }, { _: 'keyboardButtonBuy', text: 'Buy' }] },
    ],
  })).toEqual({
    kind: 'inline',
    rows: [
      [{ kind: 'callback', text: 'Yes', data: '01ff', password: false }, { kind: 'url', text: 'More', url: 'https://example.org' }],
      [{ kind: 'app', text: 'Open', url: 'https://app.example.org', simple: false }, { kind: 'other', text: 'Buy' }],
    ],
  })
})

test('a keyboard in place of the other one says whether it goes after one use, and a later message takes it away', () => {
  const rows = [{ _: 'keyboardButtonRow' as const, buttons: [{ _: 'keyboardButton' as const, text: 'Rice' }] }]
  expect(toKeyboard({ _: 'replyKeyboardMarkup', rows, singleUse: true, placeholder: 'Choose' })).toEqual({ kind: 'reply', rows: [[{ kind: 'text', text: 'Rice' }]], once: true, placeholder: 'Choose' })
  expect(toKeyboard({ _: 'replyKeyboardHide' })).toEqual({ kind: 'hide' })
  expect(toKeyboard(undefined)).toBeUndefined()
})
