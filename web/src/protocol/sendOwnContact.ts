import type { PeerId } from '../model/model'
import { call } from './call'
import { inputPeer } from './inputPeer'
import { randomId } from './randomId'
import { whoAmI } from './whoAmI'
import { takeUpdates } from './takeUpdates'

/** Tells a bot one's own number, which it has asked for. */
export async function sendOwnContact(chat: PeerId): Promise<void> {
  const me = await whoAmI()
  takeUpdates(await call({
    _: 'messages.sendMedia', peer: await inputPeer(chat), message: '', randomId: randomId(Date.now() * 64),
    media: { _: 'inputMediaContact', phoneNumber: me.phone ?? '', firstName: me.firstName ?? me.name, lastName: me.lastName ?? '', vcard: '' },
  }))
}
