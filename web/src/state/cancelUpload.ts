import type { Message } from '../model/model'
import { uploads } from './uploads'

export function cancelUpload(message: Message): void {
  uploads.get(message.id)?.abort.abort()
}
