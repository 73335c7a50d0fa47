import type { tl } from '@mtcute/core'
import type { Reaction } from '../model/model'
import { coloured } from './coloured'

export function toReactions(raw: tl.TypeMessageReactions | undefined): Reaction[] {
  return (raw?.results ?? []).flatMap(({ reaction, count, chosenOrder }) => {
    const counted = { count, mine: chosenOrder !== undefined }
    if (reaction._ === 'reactionEmoji') return [{ emoji: coloured(reaction.emoticon), ...counted }]
    return reaction._ === 'reactionCustomEmoji' ? [{ emoji: '', custom: reaction.documentId.toString(), ...counted }] : []
  })
}
