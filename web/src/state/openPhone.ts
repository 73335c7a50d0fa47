import { go } from './go'
import { link } from './link'

/** Opens the chat with whoever has this number; an error if nobody has. */
export async function openPhone(phone: string): Promise<void> {
  const protocol = await link()
  go({ chat: (await protocol.resolvePhone(phone)).id })
}
