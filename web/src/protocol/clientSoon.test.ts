import { afterEach, expect, test, vi } from 'vitest'
import { clientSoon } from './clientSoon'
import { setClient } from './setClient'
import { session } from './session'

afterEach(() => {
  session.client = undefined
  vi.useRealTimers()
})

test('who asks before there is a client gets it when there is', async () => {
  const client = { name: 'client' } as never
  const asked = clientSoon()
  setClient(client)
  expect(await asked).toBe(client)
  expect(await clientSoon()).toBe(client)
})

test('who waits too long is told that there is no connection', async () => {
  vi.useFakeTimers()
  const asked = expect(clientSoon()).rejects.toMatchObject({ reason: 'noConnection' })
  await vi.advanceTimersByTimeAsync(15_000)
  await asked
})
