// @vitest-environment happy-dom
/** What bots put on the page, and stickers, against a stand-in of the protocol. */
import type { JSX } from 'solid-js'
import { render } from 'solid-js/web'
import { reconcile } from 'solid-js/store'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { BotButton, Message } from '../model/model'
import { Trouble } from '../model/trouble'
import { emptyDialog } from '../state/emptyDialog'
import { replyKeyboard } from '../state/replyKeyboard'
import { emptyState, setState, state } from '../state/store'
import { takeHistory } from '../state/takeHistory'
import BotBar from './BotBar'
import InlineKeyboard from './InlineKeyboard'
import { MessageRow } from './MessageRow'
import MiniApp from './MiniApp'
import { Overlays } from './Overlay'
import { FormattedText } from './FormattedText'
import StickerPicker from './StickerPicker'
import StickerSetView from './StickerSetView'
import { Toasts } from './Toasts'

const stand = vi.hoisted(() => ({
  pressButton: vi.fn(), getBotInfo: vi.fn(), resolveUsername: vi.fn(), getInlineResults: vi.fn(), sendInlineResult: vi.fn(), sendText: vi.fn(),
  sendOwnContact: vi.fn(), openMiniApp: vi.fn(), sendMiniAppData: vi.fn(), getStickerSet: vi.fn(), addStickerSet: vi.fn(), sendReaction: vi.fn(), faveSticker: vi.fn(), getCustomEmoji: vi.fn(), getStickerSets: vi.fn(), getStickers: vi.fn(), download: vi.fn(),
}))
vi.mock('../state/link', () => ({ link: async () => stand }))

const BOT = 77
let dispose = () => {}

function message(id: number, parts: Partial<Message> = {}): Message {
  return { id, chat: BOT, from: BOT, out: false, date: 1_700_000_000 + id, text: `number ${id}`, entities: [], reactions: [], ...parts }
}

function page(body: () => JSX.Element) {
  document.body.innerHTML = '<div id="app"></div>'
  dispose = render(() => <>{body()}<Overlays /><Toasts /></>, document.getElementById('app') as HTMLElement)
}

beforeEach(() => {
  setState(reconcile({ ...emptyState(), me: 1, phase: 'signedIn', listed: true, connection: 'connected' }))
  setState('peers', BOT, { id: BOT, kind: 'user', name: 'Weather', username: 'weather_bot', bot: true })
  setState('dialogs', BOT, emptyDialog(BOT))
  for (const one of Object.values(stand)) one.mockReset()
  stand.getBotInfo.mockResolvedValue({ description: '', commands: [{ command: 'start', description: 'Begin' }, { command: 'rain', description: 'Will it rain?' }] })
})
afterEach(() => {
  dispose()
  vi.restoreAllMocks()
})

const said = () => document.body.textContent ?? ''
const button = (name: string) => [...document.querySelectorAll('button')].findLast((one) => one.textContent?.trim() === name || one.getAttribute('aria-label') === name) as HTMLButtonElement
const keyboard = (...rows: BotButton[][]) => page(() => <InlineKeyboard message={message(5)} rows={rows} />)

test('a button below a message tells its bot, and the answer is shown in passing', async () => {
  stand.pressButton.mockResolvedValue({ message: 'Noted', alert: false })
  keyboard([{ kind: 'callback', text: 'Yes', data: '01ff', password: false }])
  button('Yes').click()
  await vi.waitFor(() => expect(said()).toContain('Noted'))
  expect(stand.pressButton).toHaveBeenCalledWith(BOT, 5, '01ff', '')
  expect(document.querySelector('dialog')).toBeNull()
  expect(button('Yes').disabled).toBe(false)
})

test('an answer that is to be read first stands in a dialog', async () => {
  stand.pressButton.mockResolvedValue({ message: 'Bring an umbrella', alert: true })
  keyboard([{ kind: 'callback', text: 'Yes', data: '01', password: false }])
  button('Yes').click()
  await vi.waitFor(() => expect(document.querySelector('dialog')?.textContent).toContain('Bring an umbrella'))
})

test('a bot that does not answer is said in a sentence, and the button can be pressed again', async () => {
  stand.pressButton.mockRejectedValue(new Trouble('botSilent'))
  keyboard([{ kind: 'callback', text: 'Yes', data: '01', password: false }])
  button('Yes').click()
  await vi.waitFor(() => expect(said()).toContain('The bot did not answer'))
  expect(button('Yes').disabled).toBe(false)
})

test('a button that needs the password asks for it before anything goes', async () => {
  stand.pressButton.mockResolvedValue({ message: '', alert: false })
  keyboard([{ kind: 'callback', text: 'Hand over', data: '02', password: true }])
  button('Hand over').click()
  const field = await vi.waitFor(() => document.querySelector('#bot-password') as HTMLInputElement)
  expect(stand.pressButton).not.toHaveBeenCalled()
  field.value = 'secret'
  field.dispatchEvent(new Event('input', { bubbles: true }))
  document.querySelector('dialog form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
  await vi.waitFor(() => expect(stand.pressButton).toHaveBeenCalledWith(BOT, 5, '02', 'secret'))
})

test('a link of a bot is opened only after a question that shows where it leads', async () => {
  const open = vi.spyOn(window, 'open').mockReturnValue(null)
  keyboard([{ kind: 'url', text: 'More', url: 'https://example.org/rain' }])
  button('More').click()
  await vi.waitFor(() => expect(document.querySelector('dialog')?.textContent).toContain('https://example.org/rain'))
  expect(open).not.toHaveBeenCalled()
  button('Open').click()
  expect(open).toHaveBeenCalledWith('https://example.org/rain', '_blank', 'noopener,noreferrer')
  open.mockRestore()
})

test('a link that could do harm is not opened', () => {
  keyboard([{ kind: 'url', text: 'More', url: 'javascript:alert(1)' }])
  button('More').click()
  expect(document.querySelector('dialog')).toBeNull()
})

test('a button that asks the bot in the field fills the field', () => {
  keyboard([{ kind: 'inline', text: 'Try', query: 'rain in Bogor', here: true }])
  button('Try').click()
  expect(state.asking).toEqual({ chat: BOT, bot: BOT, query: 'rain in Bogor' })
})

const bar = (text: string, setText = vi.fn()) => {
  page(() => <BotBar chat={BOT} text={text} setText={setText} reply={undefined} keyboard />)
  return setText
}

test('commands that begin as what is typed are offered, and one is sent as it stands', async () => {
  takeHistory(BOT, [], { apart: true, start: true, end: true })
  stand.sendText.mockImplementation(async (one: Message) => ({ ...one, id: 9 }))
  const setText = bar('/ra')
  await vi.waitFor(() => expect(said()).toContain('Will it rain?'))
  expect(said()).not.toContain('Begin')
  document.querySelector<HTMLButtonElement>('.bot-offers button')?.click()
  await vi.waitFor(() => expect(stand.sendText).toHaveBeenCalled())
  expect(stand.sendText.mock.calls[0]?.[0]).toMatchObject({ chat: BOT, text: '/rain' })
  expect(setText).toHaveBeenCalledWith('')
})

test('the keyboard of the newest message is shown, sends its words as they stand, and goes after one use', async () => {
  takeHistory(BOT, [
    message(1, { keyboard: { kind: 'reply', rows: [[{ kind: 'text', text: 'old' }]], once: false, placeholder: '' } }),
    message(2, { keyboard: { kind: 'reply', rows: [[{ kind: 'text', text: '**rice**' }]], once: true, placeholder: 'Choose' } }),
  ], { apart: true, start: true, end: true })
  stand.sendText.mockImplementation(async (one: Message) => ({ ...one, id: 9 }))
  bar('')
  expect(said()).not.toContain('old')
  button('**rice**').click()
  await vi.waitFor(() => expect(stand.sendText).toHaveBeenCalled())
  expect(stand.sendText.mock.calls[0]?.[0]).toMatchObject({ text: '**rice**', entities: [] })
  expect(document.querySelector('.reply-keyboard')).toBeNull()
})

test('a message that takes the keyboard away does', () => {
  takeHistory(BOT, [
    message(1, { keyboard: { kind: 'reply', rows: [[{ kind: 'text', text: 'old' }]], once: false, placeholder: '' } }),
    message(2, { keyboard: { kind: 'hide' } }),
  ], { apart: true, start: true, end: true })
  expect(replyKeyboard(BOT)).toBeUndefined()
})

test('a bot gets the number only after a question', async () => {
  takeHistory(BOT, [message(1, { keyboard: { kind: 'reply', rows: [[{ kind: 'phone', text: 'My number' }]], once: false, placeholder: '' } })], { apart: true, start: true, end: true })
  bar('')
  button('My number').click()
  await vi.waitFor(() => expect(document.querySelector('dialog')?.textContent).toContain('Tell the bot your number?'))
  expect(stand.sendOwnContact).not.toHaveBeenCalled()
  button('Tell my number').click()
  await vi.waitFor(() => expect(stand.sendOwnContact).toHaveBeenCalledWith(BOT))
})

test('a bot that is asked in the field offers results, and one is sent', async () => {
  stand.resolveUsername.mockResolvedValue({ id: BOT, kind: 'user', name: 'Weather', bot: true })
  const result = { query: '12', id: 'a', title: 'Bogor', text: 'Rain' }
  stand.getInlineResults.mockResolvedValue([result])
  bar('@weather_bot bogor')
  await vi.waitFor(() => expect(said()).toContain('Bogor'))
  expect(stand.getInlineResults).toHaveBeenCalledWith(BOT, BOT, 'bogor')
  document.querySelector<HTMLButtonElement>('.bot-offers button')?.click()
  await vi.waitFor(() => expect(stand.sendInlineResult).toHaveBeenCalledWith(BOT, result, undefined))
})

test('nobody is asked where the name is of a person', async () => {
  stand.resolveUsername.mockResolvedValue({ id: 8, kind: 'user', name: 'Budi' })
  bar('@budi_s hello')
  await vi.waitFor(() => expect(stand.resolveUsername).toHaveBeenCalled())
  expect(stand.getInlineResults).not.toHaveBeenCalled()
})

const app = (by: 'button' | 'keyboard') => page(() => <MiniApp chat={BOT} bot={BOT} url="https://app.example.org/" text="Open" by={by} />)

async function frame(): Promise<HTMLIFrameElement> {
  return vi.waitFor(() => {
    const found = document.querySelector('iframe')
    if (!found) throw new Error('no frame')
    return found
  })
}

function fromFrame(element: HTMLIFrameElement, eventType: string, eventData: unknown, origin = 'https://app.example.org') {
  const event = new MessageEvent('message', { data: JSON.stringify({ eventType, eventData }), origin })
  Object.defineProperty(event, 'source', { value: element.contentWindow })
  window.dispatchEvent(event)
}

test('a mini app stands in a sandboxed frame and is shown its main button', async () => {
  stand.openMiniApp.mockResolvedValue({ url: 'https://app.example.org/#tgWebAppData=x' })
  app('button')
  const element = await frame()
  expect(element.getAttribute('sandbox')).not.toMatch(/top-navigation|popups/)
  fromFrame(element, 'web_app_setup_main_button', { is_visible: true, text: 'Order', is_active: true })
  await vi.waitFor(() => expect(button('Order')).toBeTruthy())
  fromFrame(element, 'web_app_setup_main_button', { is_visible: true, text: 'Evil' }, 'https://other.example.org')
  expect(said()).not.toContain('Evil')
})

test('a mini app asks before it opens a link', async () => {
  const open = vi.spyOn(window, 'open').mockReturnValue(null)
  stand.openMiniApp.mockResolvedValue({ url: 'https://app.example.org/' })
  app('button')
  fromFrame(await frame(), 'web_app_open_link', { url: 'https://example.org/away' })
  await vi.waitFor(() => expect(said()).toContain('https://example.org/away'))
  expect(open).not.toHaveBeenCalled()
  open.mockRestore()
})

test('what a mini app of the keyboard hands over goes to its bot; one below a message hands over nothing', async () => {
  stand.openMiniApp.mockResolvedValue({ url: 'https://app.example.org/' })
  app('button')
  fromFrame(await frame(), 'web_app_data_send', { data: 'two rice' })
  expect(stand.sendMiniAppData).not.toHaveBeenCalled()
  dispose()
  app('keyboard')
  fromFrame(await frame(), 'web_app_data_send', { data: 'two rice' })
  await vi.waitFor(() => expect(stand.sendMiniAppData).toHaveBeenCalledWith(BOT, 'Open', 'two rice'))
})

test('a mini app of this page’s own origin, or without https, is not opened', async () => {
  stand.openMiniApp.mockResolvedValue({ url: 'http://app.example.org/' })
  app('button')
  await vi.waitFor(() => expect(said()).toContain('This mini app cannot be opened safely.'))
  expect(document.querySelector('iframe')).toBeNull()
})

test('stickers of a set that was added are shown, and one is picked', async () => {
  const sets = ['Pigeons', 'Doves'].map((title) => ({ id: title, title, count: 1, added: true, input: {} }))
  const sticker = { media: { kind: 'sticker', width: 512, height: 512, emoji: '🕊', mime: 'image/webp', full: { key: 'k', location: {} } }, input: {} }
  stand.getStickerSets.mockResolvedValue(sets)
  stand.getStickers.mockImplementation(async (which: { title?: string } | string) => (typeof which === 'object' && which.title === 'Doves' ? [sticker] : []))
  stand.download.mockRejectedValue(new Trouble('gone'))
  const pick = vi.fn()
  page(() => <StickerPicker pick={pick} />)
  // Nothing was sent yet, so the first set is open.
  await vi.waitFor(() => expect(button('Pigeons').getAttribute('aria-pressed')).toBe('true'))
  button('Recent').click()
  await vi.waitFor(() => expect(said()).toContain('No stickers were sent yet.'))
  button('Doves').click()
  await vi.waitFor(() => expect(button('Sticker 🕊')).toBeTruthy())
  button('Sticker 🕊').click()
  expect(pick).toHaveBeenCalledWith(sticker)
})

test('a sticker becomes a favourite, and is none any more', async () => {
  const sticker = { media: { kind: 'sticker', width: 512, height: 512, emoji: '🕊', mime: 'image/webp', full: { key: 'k', location: {} } }, input: {} }
  let faved: unknown[] = []
  stand.getStickerSets.mockResolvedValue([{ id: '1', title: 'Pigeons', count: 1, added: true, input: {} }])
  stand.getStickers.mockImplementation(async (which: unknown) => (which === 'recent' ? [] : which === 'favourites' ? faved : [sticker]))
  stand.faveSticker.mockImplementation(async (one: unknown, favourite: boolean) => { faved = favourite ? [one] : [] })
  stand.download.mockRejectedValue(new Trouble('gone'))
  page(() => <StickerPicker pick={() => {}} />)
  await vi.waitFor(() => expect(button('Sticker 🕊')).toBeTruthy())
  button('Sticker 🕊').dispatchEvent(new MouseEvent('contextmenu', { bubbles: true }))
  button('Add to favourites').click()
  await vi.waitFor(() => expect(stand.faveSticker).toHaveBeenCalledWith(sticker, true))
  button('Favourites').click()
  await vi.waitFor(() => expect(button('Sticker 🕊')).toBeTruthy())
  button('Sticker 🕊').dispatchEvent(new MouseEvent('contextmenu', { bubbles: true }))
  button('Remove from favourites').click()
  await vi.waitFor(() => expect(said()).toContain('No favourites yet.'))
})

test('a set is added from one of its stickers, and taken away again', async () => {
  const sticker = { media: { kind: 'sticker', width: 512, height: 512, emoji: '🕊', mime: 'image/webp', full: { key: 'k', location: {} } }, input: {} }
  const set = { id: '1', title: 'Pigeons', count: 1, added: false, input: {} }
  stand.getStickerSet.mockResolvedValue({ set, stickers: [sticker] })
  stand.addStickerSet.mockResolvedValue(undefined)
  stand.download.mockRejectedValue(new Trouble('gone'))
  page(() => <StickerSetView of={{ name: 'pigeons' }} />)
  await vi.waitFor(() => expect(said()).toContain('Add 1 sticker'))
  button('Add 1 sticker').click()
  await vi.waitFor(() => expect(said()).toContain('Remove this set'))
  expect(stand.addStickerSet).toHaveBeenCalledWith(set, true)
})

test('custom emoji of one moment are asked for together, and what has no picture stays a letter', async () => {
  const sticker = { media: { kind: 'sticker', width: 100, height: 100, emoji: '🕊', mime: 'image/webp', full: { key: 'k', location: {} } }, input: {} }
  stand.getCustomEmoji.mockImplementation(async () => new Map([['7', sticker]]))
  stand.download.mockResolvedValue(new Blob(['x']))
  const one = (offset: number, emoji: string) => ({ kind: 'emoji' as const, offset, length: 2, emoji })
  page(() => <p><FormattedText text="🐦 and 🦅" entities={[one(0, '7'), one(7, '8')]} /></p>)
  await vi.waitFor(() => expect(document.querySelector('.custom-emoji img')?.getAttribute('alt')).toBe('🐦'))
  expect(document.querySelector('p')?.textContent).toBe(' and 🦅')
  expect(stand.getCustomEmoji.mock.calls).toEqual([[['7', '8']]])
})

test('a custom emoji that somebody reacted with is shown, counted apart from others, and given as well', async () => {
  const sticker = { id: '31', media: { kind: 'sticker', width: 100, height: 100, emoji: '🐧', mime: 'image/webp', full: { key: 'p', location: {} } }, input: {} }
  stand.getCustomEmoji.mockImplementation(async () => new Map([['31', sticker]]))
  stand.download.mockResolvedValue(new Blob(['x']))
  takeHistory(BOT, [message(4, { reactions: [{ emoji: '', custom: '31', count: 2, mine: false }, { emoji: '', custom: '32', count: 1, mine: false }] })], { apart: true, end: true })
  page(() => <MessageRow message={state.histories[BOT]?.messages[4] as Message} before={undefined} after={undefined} selecting={false} flash={false} goTo={() => {}} />)
  const reactions = () => [...document.querySelectorAll<HTMLButtonElement>('.reaction')]
  await vi.waitFor(() => expect(reactions()[0]?.querySelector('img')).toBeTruthy())
  // One that has no picture is counted all the same.
  expect(reactions().map((one) => one.textContent)).toEqual(['2', '…1'])
  reactions()[0]?.click()
  await vi.waitFor(() => expect(stand.sendReaction).toHaveBeenCalledWith(BOT, 4, [{ emoji: '', custom: '31' }]))
  expect(reactions().map((one) => [one.textContent, one.getAttribute('aria-pressed')])).toEqual([['3', 'true'], ['…1', 'false']])
  stand.sendReaction.mockRejectedValue(new Trouble('server', 0, 'REACTION_INVALID'))
  reactions()[0]?.click()
  await vi.waitFor(() => expect(said()).toContain('REACTION_INVALID'))
  expect(reactions()[0]?.textContent).toBe('3')
})

test('an account without sticker sets is told so', async () => {
  stand.getStickerSets.mockResolvedValue([])
  stand.getStickers.mockResolvedValue([])
  page(() => <StickerPicker pick={() => {}} />)
  await vi.waitFor(() => expect(said()).toContain('No sticker sets were added to this account.'))
})
