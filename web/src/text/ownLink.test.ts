import { expect, test } from 'vitest'
import { ownLink } from './ownLink'

const HERE = 'https://chat.example.org:8443'
const own = (url: string) => ownLink(url, HERE)

test('an invite link is known however it is written', () => {
  for (const url of [
    'https://t.me/+AbC_d-9', 't.me/joinchat/AbC_d-9', 'tg://join?invite=AbC_d-9', `${HERE}/+AbC_d-9`, `${HERE}/joinchat/AbC_d-9`, `${HERE}/#join=AbC_d-9`,
    `${HERE}/%2BAbC_d-9`,
  ]) expect(own(url), url).toEqual({ join: 'AbC_d-9' })
})

test('a link to somebody by name is known, and to a message', () => {
  expect(own('https://t.me/pigeons')).toEqual({ username: 'pigeons' })
  expect(own('https://t.me/pigeons/42')).toEqual({ username: 'pigeons', message: 42 })
  expect(own(`${HERE}/#at=pigeons&message=42`)).toEqual({ username: 'pigeons', message: 42 })
  expect(own('tg://resolve?domain=pigeons')).toEqual({ username: 'pigeons' })
})

test('a link to a sticker set is known by its name', () => {
  for (const url of ['https://t.me/addstickers/Pigeons', `${HERE}/addstickers/Pigeons`, 't.me/addemoji/Pigeons']) expect(own(url), url).toEqual({ stickers: 'Pigeons' })
})

test('any other link is left to the browser', () => {
  for (const url of ['https://example.org/+AbC_d-9', 'https://t.me/addstickers/', 'https://t.me/', `${HERE}/connect`, 'https://not-t.me/pigeons', 'mailto:a@t.me']) {
    expect(own(url), url).toBeUndefined()
  }
})
