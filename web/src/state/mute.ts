import type { PeerId } from '../model/model'
import { apply } from './apply'
import { link } from './link'
import { orBack } from './orBack'

/** Seconds since 1970 that never come. */
const FOREVER = 2 ** 31 - 1

/** Silences a chat for some seconds, for good, or no longer. */
export async function mute(chat: PeerId, muted: boolean | number): Promise<void> {
  const protocol = await link()
  await orBack(chat, () => {
    const until = typeof muted === 'number' ? Math.floor(Date.now() / 1000) + muted : muted ? FOREVER : 0
    apply({ kind: 'muted', chat, until })
    return protocol.muteChat(chat, until)
  })
}
