import type { BaseTelegramClient } from '@mtcute/web'
import { session } from './session'
import { waiting } from './clientSoon'

/** There is a client now. */
export function setClient(client: BaseTelegramClient): void {
  session.client = client
  for (const take of waiting) take(client)
  waiting.clear()
}
