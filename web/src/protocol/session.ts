/** The one client of the page, and whom it tells. */
import type { BaseTelegramClient } from '@mtcute/web'
import type { Happening } from '../model/model'

export const session: {
  client: BaseTelegramClient | undefined
  me: number
  tell: (happening: Happening) => void
} = { client: undefined, me: 0, tell: () => {} }
