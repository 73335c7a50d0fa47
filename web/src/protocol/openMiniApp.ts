import type { PeerId } from '../model/model'
import { call } from './call'
import { inputPeer } from './inputPeer'
import { inputUser } from './inputUser'

export interface MiniApp {
  url: string
}

/** Has a bot's mini app opened in a chat: from a button below a message, from the keyboard, or from the button beside the field. */
export async function openMiniApp(from: { chat: PeerId; bot: PeerId; url: string; by: 'button' | 'keyboard' | 'menu' }, theme: Record<string, string>): Promise<MiniApp> {
  const bot = await inputUser(from.bot)
  const shared = { url: from.url, platform: 'web', themeParams: { _: 'dataJSON' as const, data: JSON.stringify(theme) } }
  const answer = from.by === 'keyboard'
    ? await call({ _: 'messages.requestSimpleWebView', bot, ...shared })
    : await call({ _: 'messages.requestWebView', peer: await inputPeer(from.chat), bot, ...shared, ...(from.by === 'menu' ? { fromBotMenu: true } : {}) })
  return { url: answer.url }
}
