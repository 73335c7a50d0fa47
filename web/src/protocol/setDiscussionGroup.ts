import type { PeerId } from '../model/model'
import { call } from './call'
import { inputChannel } from './inputChannel'

/** Has the comments on a channel stand in a group; without one there are none. */
export async function setDiscussionGroup(channel: PeerId, group: PeerId | undefined): Promise<void> {
  await call({
    _: 'channels.setDiscussionGroup', broadcast: await inputChannel(channel), group: group ? await inputChannel(group) : { _: 'inputChannelEmpty' },
  })
}
