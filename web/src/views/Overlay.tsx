/** What stands over the page: questions, menus, the photo viewer. One dialog at a time, one menu at a time. */
import { createSignal, For, type JSX, onCleanup, onMount, Show } from 'solid-js'
import { t } from '../text/text'
import { Icon, type IconName } from './Icon'
import { ViewerLayer } from './Viewer'

export interface MenuItem {
  icon: IconName
  text: string
  run: () => void
  danger?: boolean
}

interface OpenMenu {
  x: number
  y: number
  items: MenuItem[]
  /** Something above the items, such as reactions. */
  head?: () => JSX.Element
  back: Element | null
}

const [menu, setMenu] = createSignal<OpenMenu>()
const [modal, setModal] = createSignal<{ body: () => JSX.Element; wide?: boolean }>()

/** Opens a menu where the pointer is, or below what the keyboard is on. */
export function openMenu(event: MouseEvent | KeyboardEvent, items: MenuItem[], head?: () => JSX.Element): void {
  event.preventDefault()
  const target = event.currentTarget as HTMLElement
  const box = target.getBoundingClientRect()
  const pointed = event instanceof MouseEvent && (event.clientX || event.clientY)
  setMenu({
    x: pointed ? event.clientX : box.left + Math.min(box.width / 2, 120),
    y: pointed ? event.clientY : box.top + Math.min(box.height, 40),
    items,
    ...(head ? { head } : {}),
    back: document.activeElement,
  })
}

export function closeMenu(): void {
  const open = menu()
  setMenu(undefined)
  if (open?.back instanceof HTMLElement && open.back.isConnected) open.back.focus({ preventScroll: true })
}

export function openModal(body: () => JSX.Element, wide = false): void {
  setModal({ body, wide })
}

export const closeModal = () => setModal(undefined)

export function Overlays() {
  return (
    <>
      <Show when={menu()} keyed>{(open) => <Menu {...open} />}</Show>
      <Show when={modal()} keyed>{(open) => <Modal wide={open.wide ?? false}>{open.body()}</Modal>}</Show>
      <ViewerLayer />
    </>
  )
}

function Menu(props: OpenMenu) {
  let root: HTMLDivElement | undefined
  onMount(() => {
    if (!root) return
    // As large as it will be; it still grows.
    const { offsetWidth: width, offsetHeight: height } = root
    root.style.left = `${Math.max(8, Math.min(props.x, innerWidth - width - 8))}px`
    root.style.top = `${Math.max(8, props.y + height > innerHeight - 8 ? Math.max(8, props.y - height) : props.y)}px`
    root.querySelector<HTMLElement>('[role=menuitem]')?.focus()
  })
  function onKey(event: KeyboardEvent) {
    const items = [...(root?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])]
    const at = items.indexOf(document.activeElement as HTMLElement)
    if (event.key === 'Escape' || event.key === 'Tab') closeMenu()
    else if (event.key === 'ArrowDown' || event.key === 'ArrowRight') items[(at + 1) % items.length]?.focus()
    else if (event.key === 'ArrowUp' || event.key === 'ArrowLeft') items.at(at - 1)?.focus()
    else if (event.key === 'Home') items[0]?.focus()
    else if (event.key === 'End') items.at(-1)?.focus()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <>
      <div class="menu-back" onPointerDown={closeMenu} onContextMenu={(event) => { event.preventDefault(); closeMenu() }} aria-hidden="true" />
      <div class="menu" role="menu" tabindex="-1" aria-label={t('list.menu')} ref={root} onKeyDown={onKey} onClick={(event) => (event.target as Element).closest('[role=menuitem]') && closeMenu()}>
        {props.head?.()}
        <For each={props.items}>
          {(item) => (
            <button type="button" role="menuitem" classList={{ danger: item.danger ?? false }} onClick={() => item.run()}>
              <Icon name={item.icon} />
              {item.text}
            </button>
          )}
        </For>
      </div>
    </>
  )
}

function Modal(props: { wide: boolean; children: JSX.Element }) {
  let root: HTMLDialogElement | undefined
  const back = document.activeElement
  onMount(() => root?.showModal())
  onCleanup(() => {
    if (back instanceof HTMLElement && back.isConnected) back.focus({ preventScroll: true })
  })
  return (
    <dialog
      ref={root} class="modal" classList={{ wide: props.wide }} aria-labelledby="modal-title" onCancel={(event) => { event.preventDefault(); closeModal() }}
      onPointerDown={(event) => event.target === root && closeModal()}
    >
      <div class="modal-body">{props.children}</div>
    </dialog>
  )
}

/** A question with one answer that does something. */
export function Question(props: { title: string; text?: string; answer: string; danger?: boolean; run: (checked: boolean) => void; check?: string; checked?: boolean }) {
  const [checked, setChecked] = createSignal(props.checked ?? false)
  return (
    <>
      <h2 id="modal-title">{props.title}</h2>
      <Show when={props.text}><p>{props.text}</p></Show>
      <Show when={props.check}>
        <label class="check">
          <input type="checkbox" checked={checked()} onChange={(event) => setChecked(event.currentTarget.checked)} />
          {props.check}
        </label>
      </Show>
      <div class="modal-actions">
        <button type="button" class="plain" onClick={closeModal}>{t('common.cancel')}</button>
        <button type="button" class="primary" classList={{ danger: props.danger ?? false }} onClick={() => { closeModal(); props.run(checked()) }}>{props.answer}</button>
      </div>
    </>
  )
}
