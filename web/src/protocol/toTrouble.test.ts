import { tl } from '@mtcute/core'
import { expect, test } from 'vitest'
import { toTrouble } from './toTrouble'

const refused = (code: number, text: string, more: object = {}) => Object.assign(tl.RpcError.create(code, text), more)
const reason = (error: unknown) => {
  const { reason, seconds } = toTrouble(error)
  return seconds ? `${reason} ${seconds}` : reason
}

test('whoever has to wait is told how long', () => {
  expect(reason(refused(420, 'FLOOD_WAIT_%d', { seconds: 37 }))).toBe('flood 37')
  expect(reason(refused(420, 'SLOWMODE_WAIT_12'))).toBe('flood 12')
})

test('a server of another version, a file that is too large, a removed member: each is a kind of its own', () => {
  expect(reason(refused(400, 'CONNECTION_LAYER_INVALID'))).toBe('otherVersion')
  expect(reason(refused(400, 'METHOD_INVALID'))).toBe('notServed')
  expect(reason(refused(400, 'FILE_PARTS_INVALID'))).toBe('fileTooLarge')
  expect(reason(new Error('File is too large'))).toBe('fileTooLarge')
  expect(reason(refused(400, 'USER_NOT_PARTICIPANT'))).toBe('removed')
})

test('storage that is full or forbidden is told apart', () => {
  expect(reason(new DOMException('', 'QuotaExceededError'))).toBe('storageFull')
  expect(reason(new DOMException('', 'SecurityError'))).toBe('storageForbidden')
  expect(reason(new DOMException('', 'AbortError'))).toBe('cancelled')
})

test('what has no kind keeps the name that the server gave it', () => {
  const trouble = toTrouble(refused(400, 'SOMETHING_NEW'))
  expect([trouble.reason, trouble.code]).toEqual(['server', 'SOMETHING_NEW'])
})
