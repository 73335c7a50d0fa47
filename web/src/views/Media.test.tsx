// @vitest-environment happy-dom
/** What a message carries beside its text, against a stand-in of the protocol: previews of links. */
import { render } from 'solid-js/web'
import { reconcile } from 'solid-js/store'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Media as Carried, Message } from '../model/model'
import { emptyState, setState } from '../state/store'
import { MessageRow } from './MessageRow'

const stand = vi.hoisted(() => ({ download: vi.fn(), readContents: vi.fn() }))
vi.mock('../state/link', () => ({ link: async () => stand }))

let dispose = () => {}

beforeEach(() => {
  setState(reconcile({ ...emptyState(), me: 1, phase: 'signedIn' }))
  setState('peers', { 5: { id: 5, kind: 'user', name: 'Budi' } })
  stand.download.mockReset()
  stand.readContents.mockReset()
})
afterEach(() => dispose())

function show(media: Carried | undefined) {
  const message: Message = { id: 4, chat: 5, from: 5, out: false, date: 1_700_000_000, text: 'look: example.org', entities: [], reactions: [], ...(media ? { media } : {}) }
  document.body.innerHTML = '<div id="app"></div>'
  dispose = render(() => <MessageRow message={message} before={undefined} after={undefined} selecting={false} flash={false} goTo={() => {}} />, document.getElementById('app') as HTMLElement)
  return document.querySelector<HTMLAnchorElement>('.preview')
}

const page = { kind: 'link' as const, url: 'https://example.org/pigeons', site: 'Example', title: 'How pigeons find home', text: 'By the sun, and by smell.' }

test('a link is shown with the site, the title and the first words of its page, and leads there', () => {
  const shown = show(page)
  expect(shown?.textContent).toBe('ExampleHow pigeons find homeBy the sun, and by smell.')
  expect(shown?.href).toBe('https://example.org/pigeons')
  expect(shown?.rel).toContain('noopener')
})

test('the picture of a page is fetched from the server, never from the page', async () => {
  stand.download.mockResolvedValue(new Blob(['x'], { type: 'image/jpeg' }))
  const shown = show({ ...page, photo: { key: 'small', location: {} } })
  await vi.waitFor(() => expect(shown?.querySelector('img')?.src).toMatch(/^blob:/))
  expect(stand.download.mock.calls[0]?.[0]).toMatchObject({ key: 'small' })
})

test('a page whose address is a script cannot be followed', () => {
  expect(show({ ...page, url: 'javascript:alert(1)' })?.getAttribute('href')).toBeNull()
})

const fleeting = { kind: 'photo' as const, width: 300, height: 200, goes: 10, full: { key: 'once', location: {} }, small: { key: 'small', location: {} } }

test('a photo that goes after being seen is fetched at a press, and only when it is here the other side is told', async () => {
  show(fleeting)
  const closed = await vi.waitFor(() => {
    const found = document.querySelector<HTMLButtonElement>('.fleeting')
    expect(found?.textContent).toContain('goes after being seen')
    return found as HTMLButtonElement
  })
  expect(stand.download).not.toHaveBeenCalled()
  expect(document.querySelector('.bubble img')).toBeNull()
  stand.download.mockRejectedValueOnce(new Error('no connection'))
  closed.click()
  await vi.waitFor(() => expect(closed.disabled).toBe(false))
  expect(stand.readContents).not.toHaveBeenCalled()
  stand.download.mockResolvedValue(new Blob(['x'], { type: 'image/jpeg' }))
  closed.click()
  await vi.waitFor(() => expect(stand.readContents).toHaveBeenCalledWith(5, 4))
})

test('what has gone is said to have', () => {
  show({ kind: 'gone', what: 'voice' })
  expect(document.querySelector('.bubble')?.textContent).toContain('was heard and has gone')
})
