import type { tl } from '@mtcute/core'
import { Long } from '@mtcute/core'
import type { PeerId } from '../model/model'
import { call } from './call'
import { inputPeer } from './inputPeer'
import { randomId } from './randomId'
import { sendOptions } from './sendOptions'
import { takeUpdates } from './takeUpdates'

export async function sendPoll(chat: PeerId, poll: { question: string; answers: string[]; anonymous: boolean; multiple: boolean; thread?: number | undefined }): Promise<void> {
  const words = (text: string): tl.RawTextWithEntities => ({ _: 'textWithEntities', text, entities: [] })
  takeUpdates(await call({
    _: 'messages.sendMedia', peer: await inputPeer(chat), message: '', randomId: randomId(Date.now() * 64), ...sendOptions(poll.thread ? { thread: poll.thread } : {}),
    media: {
      _: 'inputMediaPoll',
      poll: {
        _: 'poll', id: Long.ZERO, question: words(poll.question), publicVoters: !poll.anonymous, multipleChoice: poll.multiple, hash: Long.ZERO,
        answers: poll.answers.map((answer, index) => ({ _: 'pollAnswer', text: words(answer), option: Uint8Array.of(48 + index) })),
      } as unknown as tl.RawPoll,
    },
  }))
}
