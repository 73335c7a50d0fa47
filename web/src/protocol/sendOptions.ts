import type { tl } from '@mtcute/core'

export interface SendOptions {
  reply?: number
  /** The first message of the thread that it goes to. */
  thread?: number
  silent?: boolean
  at?: number
}

export function sendOptions(options: SendOptions) {
  const to = options.reply ?? options.thread
  return {
    ...(to ? { replyTo: { _: 'inputReplyToMessage', replyToMsgId: to, ...(options.thread ? { topMsgId: options.thread } : {}) } as tl.RawInputReplyToMessage } : {}),
    ...(options.silent ? { silent: true } : {}),
    ...(options.at ? { scheduleDate: options.at } : {}),
  }
}
