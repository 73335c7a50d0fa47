/**
 * What the rounds in a browser need: where the server is, login codes, browsers, and checks that are counted.
 * A round prints one line `ok NAME` or `not ok NAME: REASON` for each check and ends with exit code 1 if one failed.
 */
import { execFileSync, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer as createWebServer } from 'node:http'
import { createServer } from 'node:net'
import { chromium } from 'playwright-core'

export const ADDRESS = `http://${process.env.ROUND_HTTP.replace(/^[^:]+/, 'localhost')}`
export const DATA = process.env.ROUND_DATA
export const PROGRAM = process.env.ROUND_PROGRAM
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** How long a thing on the page may take before the check counts as failed; far above what is ever seen. */
const PATIENCE_MS = Number(process.env.ROUND_PATIENCE ?? 60_000)

let failures = 0

/** One counted check. A failed one is told and the round goes on, so that one run shows all that is wrong. */
export async function check(name, run) {
  try {
    await run()
    console.log(`ok ${name}`)
  } catch (error) {
    failures += 1
    console.log(`not ok ${name}: ${String(error?.message ?? error).replaceAll('\n', ' ').slice(0, 1500)}`)
    if (process.env.ROUND_PICTURES) await Promise.all(pages.map((page, at) => page.screenshot({ timeout: 3000, path: `${process.env.ROUND_PICTURES}/failed-${failures}-${at}.png` }).catch(() => {})))
  }
}

export function assert(condition, what = 'does not hold') {
  if (!condition) throw new Error(what)
}

export function equal(found, expected) {
  const [one, two] = [JSON.stringify(found), JSON.stringify(expected)]
  assert(one === two, `found ${one}, expected ${two}`)
}

/** The code that waits for this number, from the operator's command. */
export function loginCode(phone, data = DATA) {
  return execFileSync(PROGRAM, ['admin', 'login-code', '--data', data, phone], { encoding: 'utf8' }).trim()
}

/** Waits until `condition()` gives something true. */
export async function soon(condition, what, within = PATIENCE_MS) {
  const deadline = performance.now() + within
  for (;;) {
    const found = await condition()
    if (found) return found
    assert(performance.now() < deadline, `never happened: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** A name of this machine that browsers do not trust without https. */
export const PLAIN_NAME = 'plain.test'

let browser
const pages = []
/** What the pages complained about; nothing may be among it but what a check expects. */
export const complaints = []

/** A browser of its own for one person: other storage, other session. */
export async function person({ address = ADDRESS, ...options } = {}) {
  browser ??= await chromium.launch({ executablePath: process.env.ROUND_BROWSER ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', '--autoplay-policy=no-user-gesture-required', `--host-resolver-rules=MAP ${PLAIN_NAME} 127.0.0.1`] })
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB', timezoneId: 'Asia/Jakarta', ...options })
  context.setDefaultTimeout(PATIENCE_MS)
  const page = await context.newPage()
  pages.push(page)
  page.on('console', (message) => {
    if (message.type() === 'error' && !/ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|WebSocket connection|404/.test(message.text())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error.stack ?? error)))
  await page.goto(address)
  return page
}

export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }

export async function signUp(page, phone, firstName, lastName = '', data = DATA) {
  await enterCode(page, phone, data)
  await page.getByLabel('First name').fill(firstName)
  if (lastName) await page.getByLabel('Last name').fill(lastName)
  await page.getByRole('button', { name: 'Start' }).click()
  await page.getByRole('navigation').waitFor()
}

export async function enterCode(page, phone, data = DATA) {
  await page.getByLabel('Phone number').fill(phone)
  await page.getByRole('button', { name: 'Next' }).click()
  const field = page.getByLabel('Code', { exact: true })
  await field.waitFor()
  await field.fill(loginCode(phone, data))
  await page.getByRole('button', { name: 'Next' }).click()
}

/** Opens the chat with whoever has this number. */
export async function writeTo(page, phone) {
  await page.getByRole('button', { name: 'New message' }).first().click()
  const field = page.getByPlaceholder('Name, @username or +number')
  await field.fill(phone)
  await field.press('Enter')
  await page.getByRole('textbox', { name: 'Message' }).waitFor()
}

export async function say(page, text) {
  const field = page.getByRole('textbox', { name: 'Message' })
  await field.fill(text)
  await field.press('Enter')
}

/** The bubble with this text. */
export const bubble = (page, text) => page.locator('.bubble', { hasText: text })

/** A picture of one colour, as the bytes of a PNG. */
export async function painted(page, colour, width, height) {
  return Buffer.from(await page.evaluate(async ([colour, width, height]) => {
    const canvas = new OffscreenCanvas(width, height)
    const context = canvas.getContext('2d')
    context.fillStyle = colour
    context.fillRect(0, 0, width, height)
    return [...new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer())]
  }, [colour, width, height]))
}

/** Opens the menu of the message with this text. */
export async function openMenuOf(page, text) {
  await bubble(page, text).last().click({ button: 'right' })
  await page.getByRole('menu').waitFor()
}

/** What axe finds that is serious or worse. */
export async function accessible(page, where) {
  // By the browser's own door: the page's policy lets no script in.
  await page.evaluate(AXE)
  const found = await page.evaluate(async () => {
    // What is still fading in has not the colours that a person reads; what goes on for ever is not waited for.
    const passing = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity)
    await Promise.allSettled(passing.map((one) => one.finished))
    const { violations } = await globalThis.axe.run(document, { resultTypes: ['violations'] })
    return violations
      .filter((one) => ['serious', 'critical'].includes(one.impact))
      .map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => `${node.target.join(' ')} (${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? ''})`).join(' | ')}`)
  })
  assert(found.length === 0, `${where}: ${found.join(' ;; ')}`)
}

/** A further server, where the one that the runner started will not do; it ends with the round. */
export async function furtherServer(name, ...flags) {
  const data = `${DATA}-${name}`
  const process = spawn(PROGRAM, ['serve', '--test-mode', '--listen', '127.0.0.1:0', '--http', '127.0.0.1:0', '--data', data, ...flags], { stdio: ['ignore', 'pipe', 'ignore'] })
  further.push(process)
  let said = ''
  process.stdout.on('data', (part) => { said += part })
  const [, port] = await soon(() => /^ready.* http=\S+:(\d+)/m.exec(said), `the server ${name}`)
  return { address: `http://localhost:${port}`, data }
}
const further = []

/** A mail server that takes every letter; gives its port, and the code in the letter that came last to an address. */
export async function mailServer() {
  const letters = []
  const server = createServer((socket) => {
    let to = ''
    let waiting = ''
    let letter
    socket.write('220 here\r\n')
    socket.on('error', () => {})
    socket.on('data', (part) => {
      waiting += part
      for (let end = waiting.indexOf('\r\n'); end >= 0; end = waiting.indexOf('\r\n')) {
        const line = waiting.slice(0, end)
        waiting = waiting.slice(end + 2)
        if (letter !== undefined) {
          if (line !== '.') {
            letter += `${line}\n`
            continue
          }
          letters.push({ to, text: letter })
          letter = undefined
        } else if (/^RCPT TO:<(.*)>/i.test(line)) [, to] = /<(.*)>/.exec(line)
        if (/^DATA/i.test(line)) letter = ''
        socket.write(/^DATA/i.test(line) ? '354 go on\r\n' : /^QUIT/i.test(line) ? '221 bye\r\n' : '250 ok\r\n')
      }
    })
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  server.unref()
  const code = async (address) => {
    const at = await soon(() => letters.findLastIndex((one) => one.to === address) + 1, `a letter to ${address}`)
    const [{ text }] = letters.splice(at - 1, 1)
    const body = text.slice(text.indexOf('\n\n'))
    return /\b\d{5}\b/.exec(/^content-transfer-encoding: base64/im.test(text) ? Buffer.from(body, 'base64').toString() : body)[0]
  }
  return { port: server.address().port, code }
}

/** A small web on this machine that has one page with a picture, and keeps the page back until `answer` is called. */
export async function pageServer(html, picture) {
  const waiting = []
  let answering = false
  const server = createWebServer((request, response) => {
    if (request.url === '/picture.png') response.writeHead(200, { 'content-type': 'image/png' }).end(picture)
    else if (request.url !== '/page') response.writeHead(404).end()
    else {
      const give = () => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html)
      if (answering) give()
      else waiting.push(give)
    }
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  server.unref()
  const answer = () => {
    answering = true
    for (const give of waiting.splice(0)) give()
  }
  return { page: `http://127.0.0.1:${server.address().port}/page`, answer }
}

/** Ends the program with the round's verdict. */
export async function finish() {
  for (const process of further) process.kill()
  await browser?.close()
  process.exit(failures ? 1 : 0)
}
