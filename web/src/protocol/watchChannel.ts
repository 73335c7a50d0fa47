import { parseMarkedPeerId } from '@mtcute/core'
import type { PeerId } from '../model/model'
import { call } from './call'
import { clientSoon } from './clientSoon'
import { inputChannel } from './inputChannel'

/** Has the server asked, again and again, what happens in a channel that one looks at without being in it; gives how that ends. */
export async function watchChannel(chat: PeerId): Promise<() => void> {
  const client = await clientSoon()
  const [, id] = parseMarkedPeerId(chat)
  const { fullChat } = await call({ _: 'channels.getFullChannel', channel: await inputChannel(chat) })
  await client.notifyChannelOpened(id, fullChat._ === 'channelFull' ? fullChat.pts : undefined)
  return () => void client.notifyChannelClosed(id)
}
