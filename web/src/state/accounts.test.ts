// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest'
import { accounts } from './accounts'
import { addAccount } from './addAccount'
import { forgetAccount } from './forgetAccount'
import { rememberAccount } from './rememberAccount'
import { slot } from './slot'
import { slotKey } from './slotKey'
import { switchAccount } from './switchAccount'

beforeEach(() => {
  localStorage.clear()
  sessionStorage.clear()
  vi.spyOn(location, 'replace').mockImplementation(() => {})
})

test('the first account has the names that there were before there could be several', () => {
  rememberAccount(7, 'Ayu')
  expect(slot()).toBe('')
  expect(slotKey('merpati.account')).toBe('merpati.account')
})

test('a further account has a place of its own, and each can be shown again', () => {
  rememberAccount(7, 'Ayu')
  addAccount()
  expect(slotKey('merpati.account')).toBe('merpati.account.1')
  rememberAccount(8, 'Eka')
  expect(accounts()).toEqual([{ slot: '', id: 7, name: 'Ayu' }, { slot: '1', id: 8, name: 'Eka' }])
  switchAccount('')
  expect(slot()).toBe('')
})

test('who signs out leaves the others signed in and sees one of them', () => {
  rememberAccount(7, 'Ayu')
  addAccount()
  rememberAccount(8, 'Eka')
  forgetAccount()
  expect(accounts()).toEqual([{ slot: '', id: 7, name: 'Ayu' }])
  expect(slot()).toBe('')
  forgetAccount()
  expect(accounts()).toEqual([])
  addAccount()
  expect(slot()).toBe('')
})

test('a tab keeps the account that it shows while another tab shows another', () => {
  rememberAccount(7, 'Ayu')
  sessionStorage.setItem('merpati.slot', '')
  localStorage.setItem('merpati.slot', '1')
  expect(slot()).toBe('')
})
