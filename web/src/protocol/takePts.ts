import type { tl } from '@mtcute/core'
import { takeUpdates } from './takeUpdates'

/** Lets the library count a change that came as a bare number. */
export function takePts(pts: number, ptsCount: number, channelId = 0): void {
  takeUpdates({
    _: 'updates', seq: 0, date: 0, users: [], chats: [],
    updates: [{ _: 'mtcute.dummyUpdate', channelId, pts, ptsCount } as unknown as tl.TypeUpdate],
  })
}
