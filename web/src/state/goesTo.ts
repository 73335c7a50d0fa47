import type { Message } from '../model/model'

/** What a message answers, and the thread that it goes to. */
export const goesTo = (message: Message | undefined) => ({
  ...(message?.reply ? { reply: message.reply.id } : {}), ...(message?.thread ? { thread: message.thread } : {}),
})
