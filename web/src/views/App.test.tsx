// @vitest-environment happy-dom
/** The page's notices, and what stands in the way of signing in. */
import { render } from 'solid-js/web'
import { reconcile } from 'solid-js/store'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Trouble } from '../model/trouble'
import { begin } from '../state/begin'
import { emptyState, setState, state } from '../state/store'
import { App } from './App'

const stand = vi.hoisted(() => ({
  start: vi.fn(), sendCode: vi.fn(), signIn: vi.fn(), passwordHint: vi.fn(), checkPassword: vi.fn(), requestRecovery: vi.fn(), recoverPassword: vi.fn(),
}))
const forget = vi.hoisted(() => vi.fn())
const enter = vi.hoisted(() => vi.fn())
vi.mock('../state/link', () => ({ link: async () => stand }))
vi.mock('../state/forget', () => ({ forget }))
vi.mock('../state/enter', () => ({ enter }))

let dispose = () => {}

beforeEach(() => {
  localStorage.clear()
  setState(reconcile(emptyState()))
  for (const one of [...Object.values(stand), forget, enter]) one.mockReset()
  vi.stubGlobal('fetch', async () => ({ ok: true, json: async () => ({ dc: 2, port: 1, address: 'x', public_key: 'key', fingerprint: 'new' }) }))
  document.body.innerHTML = '<div id="app"></div>'
  dispose = render(() => <App />, document.getElementById('app') as HTMLElement)
})
afterEach(() => {
  dispose()
  vi.unstubAllGlobals()
})

const said = () => document.body.textContent ?? ''
const button = (name: string) => [...document.querySelectorAll('button')].find((one) => one.textContent?.includes(name)) as HTMLButtonElement

async function fill(label: string, text: string) {
  const field = await vi.waitFor(() => {
    const name = [...document.querySelectorAll('label')].find((one) => one.textContent === label)
    const found = document.getElementById(name?.htmlFor ?? '') as HTMLInputElement | null
    if (!found) throw new Error(`no field ${label}`)
    return found
  })
  field.value = text
  field.dispatchEvent(new Event('input', { bubbles: true }))
  return field
}
const submit = () => document.querySelector('form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))

test('a page over plain http, where browsers withhold cryptography, says what to do and connects nowhere', async () => {
  vi.stubGlobal('crypto', {})
  await begin()
  expect(said()).toContain('Merpati needs https here')
  expect(stand.start).not.toHaveBeenCalled()
})

test('an address whose key has changed is said to have, and is not connected to; who knows why signs in anew', async () => {
  localStorage.setItem('merpati.account', '7')
  localStorage.setItem('merpati.fingerprint', 'old')
  await begin()
  expect(said()).toContain('The key of this address is not the one that it had')
  expect(stand.start).not.toHaveBeenCalled()
  button('It was set up anew').click()
  expect(forget).toHaveBeenCalledOnce()
})

test('the same key as before connects', async () => {
  localStorage.setItem('merpati.account', '7')
  localStorage.setItem('merpati.fingerprint', 'new')
  stand.start.mockResolvedValue({ id: 7, kind: 'user', name: 'Ayu' })
  await begin()
  expect(state.phase).not.toBe('keyChanged')
  expect(enter).toHaveBeenCalledOnce()
})

async function toPassword(hint: string) {
  await begin()
  stand.sendCode.mockResolvedValue({ hash: 'h', by: 'app', length: 5, again: 30 })
  stand.signIn.mockResolvedValue({ kind: 'password' })
  stand.passwordHint.mockResolvedValue(hint)
  await fill('Phone number', '+62 812 3456 7890')
  submit()
  await fill('Code', '12345')
  submit()
  return fill('Password', 'secret')
}

test('an account with a two-step password is asked for it, and a wrong one stays in its place', async () => {
  const field = await toPassword('a bird')
  expect(said()).toContain('Hint: a bird')
  stand.checkPassword.mockRejectedValueOnce(new Trouble('wrongPassword'))
  submit()
  await vi.waitFor(() => expect(said()).toContain('That is not the password.'))
  expect(field.value).toBe('secret')
  stand.checkPassword.mockResolvedValueOnce({ id: 7, kind: 'user', name: 'Ayu' })
  submit()
  await vi.waitFor(() => expect(enter).toHaveBeenCalledOnce())
})

test('a forgotten password is replaced with the code that went by mail', async () => {
  await toPassword('')
  stand.requestRecovery.mockResolvedValue('a***@example.org')
  button('I forgot the password').click()
  await vi.waitFor(() => expect(said()).toContain('The code was sent by mail to a***@example.org.'))
  await fill('Code', '999')
  await fill('New password (empty for none)', 'new secret')
  stand.recoverPassword.mockRejectedValueOnce(new Trouble('mailCodeWrong'))
  submit()
  await vi.waitFor(() => expect(said()).toContain('That is not the code.'))
  stand.recoverPassword.mockResolvedValueOnce({ id: 7, kind: 'user', name: 'Ayu' })
  submit()
  await vi.waitFor(() => expect(enter).toHaveBeenCalledOnce())
  expect(stand.recoverPassword).toHaveBeenLastCalledWith('999', 'new secret')
})

test('an account whose password no mail address helps with is told so', async () => {
  await toPassword('')
  stand.requestRecovery.mockRejectedValue(new Trouble('noRecovery'))
  button('I forgot the password').click()
  await vi.waitFor(() => expect(said()).toContain('No mail address is known for this account'))
})
