// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest'
import { reconcile } from 'solid-js/store'
import type { Message } from '../model/model'
import { Trouble } from '../model/trouble'
import { emptyDialog } from './emptyDialog'
import { isLocal } from './isLocal'
import { cancelUpload } from './cancelUpload'
import { sendFiles } from './sendFiles'
import { emptyState, setState, state } from './store'
import { takeHistory } from './takeHistory'
import type { LocalFile } from './uploads'

const CHAT = 7
const stand = vi.hoisted(() => ({ sendFile: vi.fn(), uploadForAlbum: vi.fn(), sendAlbum: vi.fn(), deleteMessages: vi.fn(), getDialog: vi.fn() }))
vi.mock('./link', () => ({ link: async () => stand }))
vi.mock('./happened', async () => {
  const { apply } = await import('./apply')
  return { happened: apply }
})

const file = (as: LocalFile['as']): LocalFile => ({ file: new Blob(['x']), name: 'x', mime: 'image/jpeg', as })
const shown = () => (state.histories[CHAT]?.ids ?? []).map((id) => state.histories[CHAT]?.messages[id] as Message)

beforeEach(() => {
  setState(reconcile({ ...emptyState(), me: 1 }))
  setState('dialogs', CHAT, emptyDialog(CHAT))
  takeHistory(CHAT, [], { apart: true, start: true, end: true })
  for (const one of Object.values(stand)) one.mockReset()
  stand.getDialog.mockResolvedValue(undefined)
})

test('a file that is stopped when it was on its way already goes again, for both sides', async () => {
  stand.sendFile.mockImplementation(async (message: Message) => {
    cancelUpload(message)
    return { ...message, id: 5 }
  })
  sendFiles(CHAT, [file('file')], '')
  await vi.waitFor(() => expect(stand.deleteMessages).toHaveBeenCalledWith(CHAT, [5], true))
  await vi.waitFor(() => expect(shown()).toEqual([]))
})

test('a file that the server refuses stays, with the reason', async () => {
  stand.sendFile.mockRejectedValue(new Trouble('fileTooLarge'))
  sendFiles(CHAT, [file('file')], '')
  await vi.waitFor(() => expect(shown()[0]?.sending).toBe('failed'))
  expect(shown()[0]?.failure).toContain('larger than the server takes')
})

test('of an album whose second picture is refused the others go together, and that one stays', async () => {
  let asked = 0
  stand.uploadForAlbum.mockImplementation(async () => {
    asked++
    if (asked === 2) throw new Trouble('fileTooLarge')
    return { media: asked }
  })
  stand.sendAlbum.mockImplementation(async (all: { message: Message }[]) => all.map(({ message }, index) => ({ ...message, id: 10 + index, album: 'a' })))
  sendFiles(CHAT, [file('photo'), file('photo'), file('video')], 'words')
  await vi.waitFor(() => expect(stand.sendAlbum).toHaveBeenCalledOnce())
  await vi.waitFor(() => expect(shown().filter((one) => !isLocal(one.id)).map((one) => one.id)).toEqual([10, 11]))
  const [left] = shown().filter((one) => isLocal(one.id))
  expect(left).toMatchObject({ sending: 'failed' })
  expect(left?.album).toBeUndefined()
})

test('more than ten pictures go as several albums, and a file among them makes all go by themselves', async () => {
  stand.uploadForAlbum.mockResolvedValue({ media: 1 })
  stand.sendAlbum.mockImplementation(async (all: { message: Message }[]) => all.map(({ message }) => message))
  sendFiles(CHAT, Array.from({ length: 12 }, () => file('photo')), '')
  await vi.waitFor(() => expect(stand.sendAlbum.mock.calls.map(([all]) => all.length).sort()).toEqual([10, 2]))
  stand.sendFile.mockImplementation(async (message: Message) => message)
  sendFiles(CHAT, [file('photo'), file('file')], '')
  await vi.waitFor(() => expect(stand.sendFile).toHaveBeenCalledTimes(2))
})
