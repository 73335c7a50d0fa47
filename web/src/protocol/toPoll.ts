import type { tl } from '@mtcute/core'
import type { Poll } from '../model/model'
import { hex } from './hex'
import { toResults } from './toResults'

export function toPoll(poll: tl.TypePoll, results: tl.TypePollResults): Poll {
  const given = toResults(results)
  return {
    id: poll.id.toString(), question: poll.question.text, closed: poll.closed ?? false, quiz: poll.quiz ?? false,
    multiple: poll.multipleChoice ?? false, public: poll.publicVoters ?? false, total: results.totalVoters ?? 0,
    voted: given.some((one) => one.chosen), ...(results.solution ? { solution: results.solution } : {}),
    options: poll.answers.flatMap((answer) => {
      if (!('option' in answer)) return []
      const key = hex(answer.option)
      const result = given.find((one) => one.key === key)
      return [{
        key, text: answer.text.text, voters: result?.voters ?? 0, chosen: result?.chosen ?? false, correct: result?.correct ?? false,
      }]
    }),
  }
}
