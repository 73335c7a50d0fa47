import type { BaseTelegramClient } from '@mtcute/web'
import { Trouble } from '../model/trouble'
import { session } from './session'

/** How long what is asked for waits for the client to be made. */
const PATIENCE_MS = 15_000

/** Who waits for the client to be made. */
export const waiting = new Set<(client: BaseTelegramClient) => void>()

/** The client; who asks before there is one waits for it, such as a form that was quicker than its page. */
export function clientSoon(): Promise<BaseTelegramClient> {
  if (session.client) return Promise.resolve(session.client)
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      waiting.delete(take)
      reject(new Trouble('noConnection'))
    }, PATIENCE_MS)
    const take = (client: BaseTelegramClient) => {
      clearTimeout(timer)
      resolve(client)
    }
    waiting.add(take)
  })
}
