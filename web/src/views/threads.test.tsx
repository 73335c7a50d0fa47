// @vitest-environment happy-dom
/** Topics and comments, against a stand-in of the protocol. */
import type { JSX } from 'solid-js'
import { render } from 'solid-js/web'
import { reconcile } from 'solid-js/store'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Message } from '../model/model'
import { Trouble } from '../model/trouble'
import { emptyState, setState } from '../state/store'
import { MessageRow } from './MessageRow'
import { closeModal, Overlays } from './Overlay'
import ThreadView from './ThreadView'
import { Toasts } from './Toasts'
import Topics from './Topics'

const stand = vi.hoisted(() => ({
  getThread: vi.fn(), readThread: vi.fn(), sendToThread: vi.fn(), getComments: vi.fn(), getTopics: vi.fn(), createTopic: vi.fn(),
}))
vi.mock('../state/link', () => ({ link: async () => stand }))

const GROUP = -1_000_000_000_009
const CHANNEL = -1_000_000_000_010
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
  setState('peers', { 5: { id: 5, kind: 'user', name: 'Budi' }, [GROUP]: { id: GROUP, kind: 'supergroup', name: 'Loft', forum: true }, [CHANNEL]: { id: CHANNEL, kind: 'channel', name: 'News' } })
  for (const one of Object.values(stand)) one.mockReset()
  stand.readThread.mockResolvedValue(undefined)
  stand.getThread.mockResolvedValue([])
})
afterEach(() => {
  closeModal()
  dispose()
})

const said = () => document.body.textContent ?? ''
const button = (name: string) => [...document.querySelectorAll('button')].findLast((one) => one.textContent?.trim() === name || one.getAttribute('aria-label') === name) as HTMLButtonElement
const field = () => document.querySelector('.thread textarea') as HTMLTextAreaElement

function write(text: string) {
  field().value = text
  field().dispatchEvent(new Event('input', { bubbles: true }))
  document.querySelector('.thread form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
}

test('the topics of a group are listed, one is opened, and what is seen is told', async () => {
  stand.getTopics.mockResolvedValue([{ id: 3, title: 'Weather', unread: 2, closed: false, pinned: false, last: message(8, GROUP) }])
  stand.getThread.mockResolvedValue([message(4, GROUP), message(8, GROUP)])
  page(() => <Topics chat={GROUP} />)
  await vi.waitFor(() => expect(said()).toContain('Weather'))
  document.querySelector<HTMLButtonElement>('.people .row')?.click()
  await vi.waitFor(() => expect(said()).toContain('number 4'))
  expect(stand.getThread.mock.calls[0]?.[0]).toEqual({ chat: GROUP, top: 3, title: 'Weather' })
  await vi.waitFor(() => expect(stand.readThread.mock.calls[0]?.[1]).toBe(8))
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

test('what cannot be written in a thread stays in the field, and is the same message when it is sent again', async () => {
  stand.getThread.mockResolvedValue([])
  page(() => <ThreadView thread={{ chat: GROUP, top: 3, title: 'Weather' }} />)
  stand.sendToThread.mockRejectedValueOnce(new Trouble('notAllowed'))
  write('**rain**')
  await vi.waitFor(() => expect(said()).toContain('You may not do that here.'))
  expect(field().value).toBe('**rain**')
  stand.sendToThread.mockResolvedValueOnce(undefined)
  write('**rain**')
  await vi.waitFor(() => expect(field().value).toBe(''))
  const [first, second] = stand.sendToThread.mock.calls
  expect(second).toEqual(first)
  expect(first?.slice(2)).toEqual(['rain', [{ kind: 'bold', offset: 0, length: 4 }]])
})

test('a message that comes to the group is shown in the thread that is open', async () => {
  stand.getThread.mockResolvedValueOnce([message(4, GROUP)])
  page(() => <ThreadView thread={{ chat: GROUP, top: 3, title: 'Weather' }} />)
  await vi.waitFor(() => expect(said()).toContain('number 4'))
  stand.getThread.mockResolvedValueOnce([message(4, GROUP), message(5, GROUP)])
  setState('tops', GROUP, message(5, GROUP))
  await vi.waitFor(() => expect(said()).toContain('number 5'))
})

test('a closed topic has no field', async () => {
  stand.getThread.mockResolvedValue([])
  page(() => <ThreadView thread={{ chat: GROUP, top: 3, title: 'Weather' }} closed />)
  expect(said()).toContain('This topic is closed.')
  expect(field()).toBeNull()
})

test('a post of a channel shows how many have commented, and opens what they wrote', async () => {
  stand.getComments.mockResolvedValue({ chat: GROUP, top: 30 })
  stand.getThread.mockResolvedValue([message(31, GROUP, { text: 'well said' })])
  page(() => <MessageRow message={message(6, CHANNEL, { comments: 1 })} before={undefined} after={undefined} flash={false} goTo={() => {}} />)
  button('1 comment').click()
  await vi.waitFor(() => expect(said()).toContain('well said'))
  expect(stand.getComments).toHaveBeenCalledWith(CHANNEL, 6)
})
