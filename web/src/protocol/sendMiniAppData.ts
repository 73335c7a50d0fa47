import type { PeerId } from '../model/model'
import { call } from './call'
import { inputUser } from './inputUser'
import { randomId } from './randomId'
import { takeUpdates } from './takeUpdates'

/** What a mini app that was opened from the keyboard hands to its bot. */
export async function sendMiniAppData(bot: PeerId, buttonText: string, data: string): Promise<void> {
  takeUpdates(await call({ _: 'messages.sendWebViewData', bot: await inputUser(bot), randomId: randomId(Date.now() * 64), buttonText, data }))
}
