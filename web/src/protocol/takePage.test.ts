import { expect, test } from 'vitest'
import { takePage } from './takePage'
import { toMessage } from './toMessage'

const message = (webpage: object) => toMessage({
  _: 'message', id: 1, peerId: { _: 'peerUser', userId: 7 }, date: 0, message: 'https://example.org/', media: { _: 'messageMediaWebPage', webpage },
} as never)

test('a message waits for its page, and has it at once if the page was told of first', () => {
  const pending = { _: 'webPagePending', id: 5, date: 0 }
  expect(message(pending)).toMatchObject({ page: '5' })
  expect(takePage({ _: 'webPagePending', id: 5, date: 0 } as never)).toEqual([])
  const media = { kind: 'link', url: 'https://example.org/', site: '', title: 'Pigeons', text: '' }
  expect(takePage({ _: 'webPage', id: 5, url: 'https://example.org/', displayUrl: 'example.org', hash: 0, title: 'Pigeons' } as never)).toEqual([{ kind: 'page', id: '5', media }])
  expect(message(pending)).toMatchObject({ media })
  expect(message(pending)).not.toHaveProperty('page')
  expect(takePage({ _: 'webPageEmpty', id: 6 } as never)).toEqual([{ kind: 'page', id: '6' }])
})
