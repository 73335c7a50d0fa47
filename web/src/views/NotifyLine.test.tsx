// @vitest-environment happy-dom
/** The question about notifications, against a stand-in of the browser's own. */
import { render } from 'solid-js/web'
import { reconcile } from 'solid-js/store'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { emptyDialog } from '../state/emptyDialog'
import { prefer, preferences } from '../state/preferences'
import { emptyState, setState } from '../state/store'
import { NotifyLine } from './NotifyLine'

const requestPermission = vi.fn()
let dispose = () => {}

function show(permission: string) {
  vi.stubGlobal('Notification', { permission, requestPermission })
  document.body.innerHTML = '<div id="app"></div>'
  dispose = render(() => <NotifyLine />, document.getElementById('app') as HTMLElement)
}
const press = (name: string) => [...document.querySelectorAll('button')].find((one) => one.textContent === name)?.click()

beforeEach(() => {
  setState(reconcile({ ...emptyState(), me: 1, phase: 'signedIn', listed: true }))
  setState('dialogs', 5, emptyDialog(5))
  prefer({ asked: false, notifications: true })
  requestPermission.mockReset()
})
afterEach(() => {
  dispose()
  vi.unstubAllGlobals()
})

test('whoever has chats and was never asked is asked, and the browser asks then', async () => {
  show('default')
  requestPermission.mockResolvedValue('granted')
  press('Turn on')
  await vi.waitFor(() => expect(requestPermission).toHaveBeenCalledTimes(1))
  expect(document.body.textContent).toBe('')
  await vi.waitFor(() => expect(preferences()).toMatchObject({ notifications: true, asked: true }))
})

test('who refuses is left alone, also later', () => {
  show('default')
  press('Not now')
  expect(requestPermission).not.toHaveBeenCalled()
  expect(document.body.textContent).toBe('')
  dispose()
  show('default')
  expect(document.body.textContent).toBe('')
})

test('who has told the browser already, or has no chats yet, is not asked', () => {
  show('denied')
  expect(document.body.textContent).toBe('')
  dispose()
  setState('dialogs', reconcile({}))
  show('default')
  expect(document.body.textContent).toBe('')
})
