import { go } from './go'
import { link } from './link'

/** Opens the chat with whoever has this username; an error if nobody has. */
export async function openUsername(username: string): Promise<void> {
  const protocol = await link()
  go({ chat: (await protocol.resolveUsername(username)).id })
}
