/** A switch with its words. */
export function Toggle(props: { label: string; on: boolean; set: (on: boolean) => void; disabled?: boolean }) {
  return (
    <label class="line toggle">
      <span>{props.label}</span>
      <input type="checkbox" role="switch" checked={props.on} disabled={props.disabled} onChange={(event) => props.set(event.currentTarget.checked)} />
    </label>
  )
}
