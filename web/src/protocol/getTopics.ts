import type { PeerId, Topic } from '../model/model'
import { call } from './call'
import { inputPeer } from './inputPeer'
import { toMessage } from './toMessage'

/** The topics of a group, those that are pinned first, then by what happened last. */
export async function getTopics(chat: PeerId): Promise<Topic[]> {
  const answer = await call({ _: 'messages.getForumTopics', peer: await inputPeer(chat), offsetDate: 0, offsetId: 0, offsetTopic: 0, limit: 100 })
  const messages = answer.messages.flatMap((one) => toMessage(one) ?? [])
  return answer.topics.flatMap((one): Topic[] => {
    if (one._ !== 'forumTopic') return []
    const last = messages.find((message) => message.id === one.topMessage)
    return [{ id: one.id, title: one.title, unread: one.unreadCount, closed: one.closed ?? false, pinned: one.pinned ?? false, ...(last ? { last } : {}) }]
  })
}
