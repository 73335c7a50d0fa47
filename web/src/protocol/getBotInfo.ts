import type { BotInfo, PeerId } from '../model/model'
import { call } from './call'
import { inputUser } from './inputUser'

/** What a bot can do, by its own words. */
export async function getBotInfo(bot: PeerId): Promise<BotInfo> {
  const { fullUser } = await call({ _: 'users.getFullUser', id: await inputUser(bot) })
  const info = fullUser.botInfo
  return {
    description: info?.description ?? '', commands: (info?.commands ?? []).map(({ command, description }) => ({ command, description })),
    ...(info?.menuButton?._ === 'botMenuButton' ? { app: { text: info.menuButton.text, url: info.menuButton.url } } : {}),
  }
}
