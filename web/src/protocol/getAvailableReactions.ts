import { call } from './call'
import { coloured } from './coloured'

/** The emoji that the server takes as reactions, in its order. */
export async function getAvailableReactions(): Promise<string[]> {
  const answer = await call({ _: 'messages.getAvailableReactions', hash: 0 })
  return answer._ === 'messages.availableReactions' ? answer.reactions.filter((one) => !one.inactive && !one.premium).map((one) => coloured(one.reaction)) : []
}
