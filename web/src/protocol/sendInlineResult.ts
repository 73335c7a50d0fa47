import { Long } from '@mtcute/core'
import type { InlineResult, PeerId } from '../model/model'
import { call } from './call'
import { inputPeer } from './inputPeer'
import { randomId } from './randomId'
import { sendOptions } from './sendOptions'
import { takeUpdates } from './takeUpdates'

/** Sends what a bot has offered. */
export async function sendInlineResult(chat: PeerId, result: InlineResult, reply?: number): Promise<void> {
  takeUpdates(await call({
    _: 'messages.sendInlineBotResult', peer: await inputPeer(chat), queryId: Long.fromString(result.query), id: result.id, randomId: randomId(Date.now() * 64),
    clearDraft: true, ...sendOptions(reply ? { reply } : {}),
  }))
}
