// @vitest-environment happy-dom
/** Topics and comments, against a stand-in of the protocol. */
import type { JSX } from 'solid-js'
import { render } from 'solid-js/web'
import { reconcile } from 'solid-js/store'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Message } from '../model/model'
import { Trouble } from '../model/trouble'
import { apply } from '../state/apply'
import { route } from '../state/route'
import { emptyState, setState, state } from '../state/store'
import { MessageRow } from './MessageRow'
import { closeModal, Overlays } from './Overlay'
import ThreadView from './ThreadView'
import { Toasts } from './Toasts'
import Topics from './Topics'

const stand = vi.hoisted(() => ({
  getThread: vi.fn(), readThread: vi.fn(), sendText: vi.fn(), sendFile: vi.fn(), sendReaction: vi.fn(), editText: vi.fn(), getMessages: vi.fn(), setTyping: vi.fn(), getComments: vi.fn(), getTopics: vi.fn(), createTopic: vi.fn(),
}))
vi.mock('../state/link', () => ({ link: async () => stand }))

const GROUP = -1_000_000_000_009
const CHANNEL = -1_000_000_000_010
const RIGHTS = { send: true, media: true, pin: false, invite: false, changeInfo: false, deleteOthers: false, ban: false, addAdmins: false }
let dispose = () => {}

function message(id: number, chat: number, parts: Partial<Message> = {}): Message {
  return { id, chat, from: 5, out: false, date: 1_700_000_000 + id, text: `number ${id}`, entities: [], reactions: [], ...parts }
}

function page(body: () => JSX.Element) {
  document.body.innerHTML = '<div id="app"></div>'
  dispose = render(() => <>{body()}<Overlays /><Toasts /></>, document.getElementById('app') as HTMLElement)
}

beforeEach(() => {
  setState(reconcile({ ...emptyState(), me: 1, phase: 'signedIn', listed: true, connection: 'connected' }))
  setState('peers', { 5: { id: 5, kind: 'user', name: 'Budi' }, [GROUP]: { id: GROUP, kind: 'supergroup', name: 'Loft', forum: true, rights: RIGHTS }, [CHANNEL]: { id: CHANNEL, kind: 'channel', name: 'News' } })
  for (const one of Object.values(stand)) one.mockReset()
  stand.readThread.mockResolvedValue(undefined)
  stand.getThread.mockResolvedValue([])
  stand.getTopics.mockResolvedValue([])
  stand.getMessages.mockResolvedValue([])
  stand.setTyping.mockResolvedValue(undefined)
})
afterEach(() => {
  closeModal()
  dispose()
  vi.restoreAllMocks()
})

const said = () => document.body.textContent ?? ''
const button = (name: string) => [...document.querySelectorAll('button')].findLast((one) => one.textContent?.trim() === name || one.getAttribute('aria-label') === name) as HTMLButtonElement
const field = () => document.querySelector('.thread textarea') as HTMLTextAreaElement

function write(text: string) {
  field().value = text
  field().dispatchEvent(new Event('input', { bubbles: true }))
  field().dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
}
const texts = () => [...document.querySelectorAll('.thread .bubble .text')].map((one) => one.firstChild?.textContent)

test('the topics of a group are listed, and one is opened at an address of its own', async () => {
  stand.getTopics.mockResolvedValue([{ id: 3, title: 'Weather', unread: 2, closed: false, pinned: false, last: message(8, GROUP) }])
  page(() => <Topics chat={GROUP} />)
  await vi.waitFor(() => expect(said()).toContain('Weather'))
  document.querySelector<HTMLButtonElement>('.people .row')?.click()
  expect(route()).toEqual({ chat: GROUP, thread: 3 })
})

test('a topic shows its messages under its name, and what is seen is told', async () => {
  vi.spyOn(document, 'hasFocus').mockReturnValue(true)
  // Nothing has a height here.
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600)
  stand.getTopics.mockResolvedValue([{ id: 3, title: 'Weather', unread: 2, closed: false, pinned: false }])
  stand.getThread.mockResolvedValue([message(4, GROUP, { thread: 3 }), message(8, GROUP, { thread: 3 })])
  page(() => <ThreadView chat={GROUP} top={3} />)
  await vi.waitFor(() => expect(said()).toContain('number 4'))
  expect(said()).toContain('Weather')
  expect(stand.getThread.mock.calls[0]?.[0]).toMatchObject({ chat: GROUP, top: 3 })
  await vi.waitFor(() => expect(stand.readThread).toHaveBeenCalledWith(GROUP, 3, 8))
})

test('a topic is begun', async () => {
  stand.getTopics.mockResolvedValue([])
  page(() => <Topics chat={GROUP} />)
  await vi.waitFor(() => expect(said()).toContain('No topics yet.'))
  button('New topic').click()
  const input = document.querySelector('input') as HTMLInputElement
  input.value = 'Feed'
  input.dispatchEvent(new Event('input', { bubbles: true }))
  stand.getTopics.mockResolvedValue([{ id: 9, title: 'Feed', unread: 0, closed: false, pinned: false }])
  document.querySelector('form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
  await vi.waitFor(() => expect(said()).toContain('Feed'))
  expect(stand.createTopic).toHaveBeenCalledWith(GROUP, 'Feed')
})

test('a server without topics is said not to have them', async () => {
  stand.getTopics.mockRejectedValue(new Trouble('notServed'))
  page(() => <Topics chat={GROUP} />)
  await vi.waitFor(() => expect(said()).toContain('This server cannot do that yet.'))
})

test('what is written in a thread goes to it, and what fails stays there and is sent there again', async () => {
  page(() => <ThreadView chat={GROUP} top={3} />)
  await vi.waitFor(() => expect(state.histories[2 ** 52]?.end).toBe(true))
  stand.sendText.mockRejectedValueOnce(new Trouble('notAllowed'))
  write('**rain**')
  await vi.waitFor(() => expect(said()).toContain('You may not do that here.'))
  expect(stand.sendText.mock.calls[0]?.[0]).toMatchObject({ chat: GROUP, thread: 3, text: 'rain', entities: [{ kind: 'bold', offset: 0, length: 4 }] })
  expect(stand.sendText.mock.calls[0]?.[1]).toMatchObject({ thread: 3 })
  stand.sendText.mockImplementationOnce(async (sent: Message) => ({ ...sent, id: 12, sending: undefined }))
  document.querySelector<HTMLButtonElement>('button.failed')?.click()
  await vi.waitFor(() => expect(said()).toContain('Send again'))
  button('Send again').click()
  await vi.waitFor(() => expect(state.histories[2 ** 52]?.ids).toEqual([12]))
  expect(stand.sendText.mock.calls[1]?.[1]).toEqual({ thread: 3 })
  // The group itself was never opened: nothing of it may look as if it had been fetched.
  expect(state.histories[GROUP]).toBeUndefined()
})

test('what happens in the group is shown in the thread that is open, as far as it belongs there', async () => {
  stand.getThread.mockResolvedValueOnce([message(4, GROUP, { thread: 3 })])
  page(() => <ThreadView chat={GROUP} top={3} />)
  await vi.waitFor(() => expect(said()).toContain('number 4'))
  apply({ kind: 'message', message: message(5, GROUP, { thread: 3 }) })
  apply({ kind: 'message', message: message(6, GROUP, { thread: 9 }) })
  apply({ kind: 'edited', message: message(4, GROUP, { thread: 3, text: 'mended' }) })
  apply({ kind: 'reactions', chat: GROUP, id: 5, reactions: [{ emoji: '🔥', count: 2, mine: false }] })
  expect(texts()).toEqual(['mended', 'number 5'])
  expect(document.querySelector('.thread .reaction')?.textContent).toBe('🔥2')
  apply({ kind: 'deleted', chat: GROUP, ids: [4] })
  expect(texts()).toEqual(['number 5'])
})

test('a message of a thread is answered and edited in its own window', async () => {
  stand.getThread.mockResolvedValueOnce([message(4, GROUP, { thread: 3, out: true }), message(5, GROUP, { thread: 3 })])
  page(() => <ThreadView chat={GROUP} top={3} />)
  await vi.waitFor(() => expect(said()).toContain('number 5'))
  const menuOf = (at: number) => document.querySelectorAll('.thread .message')[at]?.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true }))
  menuOf(1)
  button('Reply').click()
  await vi.waitFor(() => expect(document.querySelector('.composer-about')?.textContent).toContain('number 5'))
  stand.sendText.mockImplementationOnce(async (sent: Message) => ({ ...sent, id: 12, sending: undefined }))
  write('I agree')
  await vi.waitFor(() => expect(stand.sendText.mock.calls[0]?.[1]).toEqual({ reply: 5, thread: 3 }))
  menuOf(0)
  button('Edit').click()
  await vi.waitFor(() => expect(field().value).toBe('number 4'))
  stand.editText.mockResolvedValueOnce(undefined)
  write('another')
  await vi.waitFor(() => expect(stand.editText).toHaveBeenCalledWith(GROUP, 4, 'another', []))
})

test('a closed topic has no field', async () => {
  stand.getTopics.mockResolvedValue([{ id: 3, title: 'Weather', unread: 0, closed: true, pinned: false }])
  page(() => <ThreadView chat={GROUP} top={3} />)
  await vi.waitFor(() => expect(said()).toContain('This topic is closed.'))
  expect(field()).toBeNull()
})

test('a post of a channel shows how many have commented, and opens what they wrote below it', async () => {
  stand.getComments.mockResolvedValue({ chat: GROUP, top: 30 })
  page(() => <MessageRow message={message(6, CHANNEL, { comments: 1 })} before={undefined} after={undefined} selecting={false} flash={false} goTo={() => {}} />)
  button('1 comment').click()
  await vi.waitFor(() => expect(route()).toEqual({ chat: GROUP, thread: 30, from: CHANNEL }))
  expect(stand.getComments).toHaveBeenCalledWith(CHANNEL, 6)
  dispose()
  setState('peers', GROUP, { forum: false, left: true })
  stand.getThread.mockResolvedValue([message(31, GROUP, { text: 'well said', reply: { id: 30 } })])
  stand.getMessages.mockResolvedValue([message(30, GROUP, { text: 'the post' })])
  page(() => <ThreadView chat={GROUP} top={30} from={CHANNEL} />)
  await vi.waitFor(() => expect(texts()).toEqual(['the post', 'well said']))
  expect(document.querySelector('.reply')).toBeNull()
  // Who reads the channel may write here without being in the group.
  expect(field()).not.toBeNull()
})
