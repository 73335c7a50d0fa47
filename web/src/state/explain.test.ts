// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { Trouble, type Reason } from '../model/trouble'
import { setLanguage } from '../text/setLanguage'
import { explain } from './explain'

const REASONS: Reason[] = ['wrongCode', 'codeExpired', 'wrongNumber', 'noConnection', 'fileTooLarge', 'removed', 'private', 'notAllowed', 'otherVersion', 'storageFull', 'storageForbidden', 'notServed', 'closed']

test('what a person meets is said in a sentence, in both languages, and never as a code alone', async () => {
  for (const language of ['en', 'id'] as const) {
    await setLanguage(language, false)
    const said = REASONS.map((reason) => explain(new Trouble(reason)))
    for (const sentence of said) expect(sentence).toMatch(/^\p{Lu}.{9,}[.!]$/u)
    expect(new Set(said).size).toBe(REASONS.length)
    expect(explain(new Trouble('flood', 90))).toMatch(/2/)
    expect(explain(new Trouble('server', 0, 'SOMETHING_NEW'))).toMatch(/^\p{Lu}.*SOMETHING_NEW/u)
    const browser = ['QuotaExceededError', 'SecurityError'].map((name) => explain(new DOMException('', name)))
    expect(browser).toEqual([explain(new Trouble('storageFull')), explain(new Trouble('storageForbidden'))])
    expect(explain('whatever')).toMatch(/^\p{Lu}.{9,}/u)
  }
})
