import { afterEach, expect, test, vi } from 'vitest'
import type { Connection } from '../model/model'

let listeners: Record<string, () => void> = {}

async function page(onLine: boolean) {
  listeners = {}
  vi.resetModules()
  vi.stubGlobal('navigator', { onLine })
  vi.stubGlobal('addEventListener', (name: string, run: () => void) => { listeners[name] = run })
  return { ...(await import('./connectionNow')), ...(await import('./watchNetwork')) }
}
afterEach(() => vi.unstubAllGlobals())

test('a page without a network says so, whatever the protocol tells while it tries', async () => {
  const { connectionNow } = await page(false)
  expect(connectionNow('connecting')).toBe('offline')
})

test('a network that goes before the first connection is told of, and so is its return', async () => {
  const { connectionNow, watchNetwork } = await page(true)
  const said: Connection[] = [connectionNow('connecting')]
  watchNetwork((connection) => said.push(connection))
  vi.stubGlobal('navigator', { onLine: false })
  listeners.offline?.()
  said.push(connectionNow('connecting'))
  vi.stubGlobal('navigator', { onLine: true })
  listeners.online?.()
  expect(said).toEqual(['connecting', 'offline', 'offline', 'connecting'])
})

test('what was connected before the network went is not called connected when it comes back', async () => {
  const { connectionNow, watchNetwork } = await page(true)
  connectionNow('connected')
  const said: Connection[] = []
  watchNetwork((connection) => said.push(connection))
  vi.stubGlobal('navigator', { onLine: false })
  listeners.offline?.()
  vi.stubGlobal('navigator', { onLine: true })
  listeners.online?.()
  expect(said).toEqual(['offline', 'connecting'])
})
